"""Composing: forms, text, undo, drafts, and what the sandbox says."""

import socket

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from vocabulary import CTRL, type_letters

from yespo_console.events import wire
from yespo_console.events.catalog import load_catalog
from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.events.fields import locator_fields
from yespo_console.sandbox import server
from yespo_console.sandbox.address import HOST


def test_every_sample_opened_as_a_draft_is_accepted_by_the_sandbox_and_found_in_the_history(user):
    types = load_catalog().types
    assert len(types) == 11
    sent = {}
    for known in types:
        text = wire.write(known.sample, Encoding())
        user.open_text(text, known.key)
        exchange = user.send()
        assert exchange.answer.status == 200, (known.key, exchange.answer)
        assert exchange.request_text == text
        sent[known.key] = exchange.id
    assert user.compose.tabs.count() == 12
    user.open_history()
    user.wait_listed(*reversed(sent.values()))
    for key, number in sent.items():
        user.search(f"type:{key}")
        user.wait_listed(number)


def test_a_typo_in_the_key_is_named_and_one_click_mends_it(user):
    user.write_text(user.text.replace('"pageViewed"', '"pageVeiwed"'))
    user.wait_until_checked()
    user.wait(lambda: any(_fixes(user, "pageViewed")))
    assert any("pageViewed" in message for message in user.problems())
    QTest.mouseClick(_fixes(user, "pageViewed")[0], Qt.MouseButton.LeftButton)
    assert '"eventTypeKey": "pageViewed"' in user.text
    user.wait_until_checked()
    user.wait(lambda: not _fixes(user, "pageViewed"))
    user.key(Qt.Key.Key_Z, CTRL)
    assert '"pageVeiwed"' in user.text


def test_a_problem_is_told_whole_in_a_small_window_and_the_list_is_no_higher_than_that(user):
    user.window.resize(1024, 700)
    user.write_text(user.text.replace('"pageViewed"', '"pageVeiwed"').replace("380501234567", "+38 (050) 123-45-67"))
    user.wait_until_checked()
    rows = [row for row in user.compose.verdict.findChildren(QPushButton) if row.accessibleName().startswith("Warning")]
    assert len(rows) == 2
    for row in rows:
        user.wait(lambda row=row: "\n" in row.text() and row.height() >= row.sizeHint().height())
        assert row.text().replace("\n", " ").replace("&&", "&") == row.accessibleName()
    user.window.resize(1900, 900)
    user.wait(lambda: not any("\n" in row.text() for row in rows))
    user.wait(lambda: user.compose.verdict.list_area.height() < 90)


def _fixes(user, words):
    buttons = user.compose.verdict.findChildren(QPushButton)
    return [one for one in buttons if one.isVisible() and words in one.text() and ": " not in one.text()]


def test_another_event_type_is_chosen_by_typing_and_the_form_follows(user):
    user.choose_type("productViewed")
    assert '"eventTypeKey": "productViewed"' in user.text
    assert user.send().event_type == "productViewed"


def test_an_untouched_sample_becomes_the_sample_of_the_type_that_is_chosen(user):
    first = user.text
    user.choose_type("cartUpdated")
    cart, cart_id = user.text, cart_id_of(user)
    assert cart == sample_of("cartUpdated").replace(DOCUMENTED_CART, cart_id)
    user.wait(lambda: cart_id in [one.text() for one in user.compose.form.findChildren(QLineEdit) if one.isVisible()])
    user.choose_type("searchRequest")
    assert user.text == sample_of("searchRequest")
    user.key(Qt.Key.Key_Z, CTRL)
    assert user.text == cart
    user.key(Qt.Key.Key_Z, CTRL)
    assert user.text == first
    assert not user.compose.draft.can_undo
    user.key(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert user.text == cart
    assert user.send().answer.status == 200


def test_every_new_cart_is_another_cart_and_stays_it(user, start):
    user.choose_type("cartUpdated")
    first = cart_id_of(user)
    user.key(Qt.Key.Key_T, CTRL)
    user.choose_type("cartUpdated")
    second = cart_id_of(user)
    assert len({first, second, DOCUMENTED_CART}) == 3
    sent = user.send()
    user.open_history()
    user.pick(sent.id)
    user.key(Qt.Key.Key_Return)
    user.wait(lambda: user.window.page is user.compose)
    assert cart_id_of(user) == second
    start.end(user)
    again = start()
    again.wait(lambda: len(again.compose.drafts) == 3)
    assert [cart_id_of(again, draft) for draft in again.compose.drafts] == [first, second, second]


def test_a_cart_with_an_id_of_ones_own_keeps_it_when_another_type_is_chosen(user):
    user.choose_type("cartUpdated")
    cart_id = cart_id_of(user)
    user.wait(lambda: cart_id in [one.text() for one in user.compose.form.findChildren(QLineEdit) if one.isVisible()])
    user.fill("recycleStateId", "cart-of-mine")
    user.choose_type("searchRequest")
    assert "cart-of-mine" in user.text


def test_a_sample_in_another_encoding_becomes_one_in_that_encoding(user):
    encoding = Encoding(ApiVersion.V3, native=True)
    user.compose.draft.set_encoding(encoding)
    user.choose_type("productViewed")
    assert user.text == wire.write(load_catalog().get("productViewed").sample, encoding)


def test_what_somebody_typed_is_kept_when_another_type_is_chosen(user):
    user.fill("email", "new.person@example.com")
    user.choose_type("cartUpdated")
    assert "new.person@example.com" in user.text
    assert "location" in user.text
    user.key(Qt.Key.Key_Z, CTRL)
    assert '"pageViewed"' in user.text
    assert "new.person@example.com" in user.text


def test_a_file_that_looks_like_a_sample_keeps_its_params(user, tmp_path):
    file = tmp_path / "event.json"
    file.write_text(sample_of("pageViewed"), "utf-8")
    user.open_file(file)
    user.choose_type("cartUpdated")
    assert "location" in user.text


def test_a_key_of_ones_own_keeps_the_params_of_the_sample(user):
    user.choose_type("shopVisited")
    assert user.text == sample_of("pageViewed").replace("pageViewed", "shopVisited")


DOCUMENTED_CART = "5f0c2b9e-6a57-4f0d-9d0e-3b1f6c2a7d48"


def cart_id_of(user, draft=None):
    return (draft or user.compose.draft).reading.param("recycleStateId")


def sample_of(key):
    return wire.write(load_catalog().get(key).sample, Encoding())


def test_undo_goes_back_over_an_edit_in_the_form_and_one_in_the_text(user):
    first = user.text
    user.fill("email", "new.person@example.com")
    in_form = user.text
    assert "new.person@example.com" in in_form
    user.write_text('{"eventTypeKey": "mine"}')
    user.key(Qt.Key.Key_Z, CTRL)
    assert user.text == in_form
    while user.compose.draft.can_undo:
        user.key(Qt.Key.Key_Z, CTRL)
    assert user.text == first
    while user.compose.draft.can_redo:
        user.key(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert user.text == '{"eventTypeKey": "mine"}'


def test_a_text_that_is_no_json_can_be_sent_and_is_answered_400(user):
    user.write_text("{ this is no JSON: ї")
    exchange = user.send()
    assert exchange.answer.status == 400
    assert exchange.request_body == "{ this is no JSON: ї".encode()
    assert user.compose.response.view.title.isVisible()
    assert "400" in user.compose.response.view.title.text()


def test_a_copy_as_curl_holds_the_event_and_a_placeholder_for_the_key(user):
    QGuiApplication.clipboard().clear()
    user.key(Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("curl")
    assert "pageViewed" in copied
    assert "YOUR_API_KEY" in copied
    assert "Basic" not in copied


def test_a_copy_as_curl_goes_where_the_sandbox_is_when_its_usual_port_is_taken(start, monkeypatch):
    """The usual port is one of this test's own: the real one may be held by a window of the person at this computer."""
    with socket.create_server((HOST, 0)) as other_program:
        taken = other_program.getsockname()[1]
        monkeypatch.setattr(server, "DEFAULT_PORT", taken)
        user = start()
        address = user.console.backend.services.sandbox.address
        assert user.console.backend.services.sandbox._server.wanted_port == taken
        assert address.port != taken
        user.wait(lambda: user.console.selection.environment.base_url == address.base_url)
        user.key(Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
        assert address.base_url in QGuiApplication.clipboard().text()


def test_drafts_come_back_in_the_next_window(start):
    first = start()
    first.write_text('{"eventTypeKey": "mine", "note": "їжак"}')
    first.open_text("not JSON yet", "half")
    start.end(first)
    second = start()
    assert [draft.text for draft in second.compose.drafts] == [
        '{"eventTypeKey": "mine", "note": "їжак"}',
        "not JSON yet",
    ]
    assert second.text == "not JSON yet"


def test_the_keys_are_in_the_text_when_a_draft_that_is_no_json_comes_back(start):
    first = start()
    first.open_text('{"eventTypeKey": "mine", ', "")
    start.end(first)
    second = start()
    second.window.activateWindow()
    second.wait(lambda: second.window.focusWidget() is second.compose.editor.view)
    second.open_history()
    second.window.show_section("compose")
    assert second.window.focusWidget() is second.compose.editor.view
    second.key(Qt.Key.Key_F6)
    second.key(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert second.window.focusWidget() is second.compose.editor.view


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"eventTypeKey": "cartUpdated", "params": [', "cartUpdated"),
        ("{'eventTypeKey': 'cartUpdated'}", "cartUpdated"),
        ('{eventKey: "cartUpdated",}', "cartUpdated"),
        ("no event at all", "Draft"),
        ('{"eventTypeKey": 7, "params": {"eventTypeKey": "inside"}}', "Draft"),
    ],
)
def test_the_tab_of_a_text_that_is_no_json_is_called_by_its_event_type(user, text, name):
    user.open_text(text, "")
    user.wait(lambda: user.compose.draft.check is not None and user.compose.draft.check.text == text)
    assert user.compose.tabs.tabText(user.compose.drafts.index(user.compose.draft)) == name


def test_two_windows_on_one_profile_keep_their_own_drafts(start):
    first, second = start(), start()
    first.write_text('{"eventTypeKey": "first"}')
    second.write_text('{"eventTypeKey": "second"}')
    start.end(first)
    assert [draft.text for draft in second.compose.drafts] == ['{"eventTypeKey": "second"}']
    start.end(second)
    third = start()
    assert sorted(draft.text for draft in third.compose.drafts) == [
        '{"eventTypeKey": "first"}',
        '{"eventTypeKey": "second"}',
    ]


def test_a_locator_that_is_asked_for_stands_where_the_form_has_it(user):
    user.press("Show the field contactId")
    user.press("Show the field externalCustomerId")
    user.fill("externalCustomerId", "c-1")
    user.wait(lambda: '"externalCustomerId"' in user.text)
    names = ["keyValue", *(spec.name for spec in locator_fields() if spec.name != "pushToken")]
    fields = [user.find(QLineEdit, name, user.compose.form) for name in names]
    tops = [field.mapTo(user.window, QPoint()).y() for field in fields]
    assert tops == sorted(tops)


def test_a_new_draft_takes_the_keys_at_once(user):
    user.compose.verdict.why.setFocus()
    user.key(Qt.Key.Key_T, CTRL)
    field = user.window.focusWidget()
    assert field.accessibleName() == "eventTypeKey"
    type_letters(field, "productViewed")
    assert field.text() == "productViewed"
    QTest.keyClick(field, Qt.Key.Key_Return)
    user.wait(lambda: '"eventTypeKey": "productViewed"' in user.text)


def test_the_answer_to_a_send_from_the_history_stays_there(user):
    user.write_text('{"eventTypeKey": "mine", "params": [{"name": "email", "value": "a@example.com"}]}')
    first = user.send()
    user.write_text("no JSON")
    user.open_history()
    user.pick(first.id)
    user.press_send()
    user.wait(lambda: user.count_sent() == 2 and user.newest().answer is not None)
    user.wait(lambda: user.window.page is user.history)
    user.wait(lambda: user.history.view.exchange is not None and user.history.view.exchange.id == user.newest().id)
    user.open_compose()
    assert user.answer().id == first.id


def test_what_is_left_of_the_type_before_is_taken_away_with_one_press(user):
    user.fill("email", "somebody@example.com")  # an untouched sample would be replaced by the other one's
    user.choose_type("searchRequest")
    assert '"page"' in user.text
    user.press("Remove what is left of pageViewed: page")
    assert '"page"' not in user.text
    assert '"email"' in user.text
    assert not user.sees("Remove what is left")
    user.compose.draft.undo()
    user.wait(lambda: bool(user.find(QPushButton, "Remove what is left of pageViewed: page")))


def test_a_very_long_event_type_takes_no_more_of_the_window_than_a_tab(user):
    long = "begin" + "x" * 300 + "end"
    user.write_text(f'{{"eventTypeKey": "{long}", "params": []}}')
    user.wait_until_checked()
    bar = user.compose.tabs
    at = bar.currentIndex()
    user.wait(lambda: bar.tabText(at).startswith("begin"))
    assert bar.tabText(at).endswith("end")
    assert "…" in bar.tabText(at)
    assert bar.tabRect(at).width() < user.window.width() / 2
    told = bar.tabToolTip(at).splitlines()
    assert "".join(told) == long
    assert max(map(len, told)) <= 100


def test_the_title_names_where_sends_go_and_the_program_once(user):
    assert user.window.windowTitle() == "Sandbox — Yespo Console"
