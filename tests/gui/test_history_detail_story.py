"""History: reading one exchange, and what the user makes of it."""

from array import array
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListWidget
from vocabulary import CTRL, type_letters

from yespo_console.delivery.credentials import checked_key
from yespo_console.events.event import ApiVersion
from yespo_console.gui.history import late
from yespo_console.gui.response.texts import MOST_OF_LINE
from yespo_console.gui.response.time_bar import TimeBar
from yespo_console.gui.text_sizes import LONGEST_TEXT
from yespo_console.gui.theme import theme
from yespo_console.history.errors import HistoryFullError
from yespo_console.history.exchange import Answer, Exchange, NewExchange, Timing
from yespo_console.platform.in_process import call_in_process

SHIFT = Qt.KeyboardModifier.ShiftModifier
CART = (
    '{"eventTypeKey": "cartUpdated", "params": [{"name": "email", "value": "olena@example.com"},'
    ' {"name": "recycleStateId", "value": "cart-7"},'
    ' {"name": "products", "value": "[{\\"productId\\": \\"WS01\\", \\"quantity\\": 2, \\"price\\": 45.50}]"}]}'
)


@pytest.fixture
def cart(user):
    """A cart that was sent and is open in the history."""
    user.write_text(CART)
    exchange = user.send()
    user.open_history()
    user.pick(exchange.id)
    user.wait(lambda: user.history.view.exchange is not None)
    return exchange


def _stored(user, exchange):
    return user.store.get(exchange.id)


def _tag(user, words):
    user.key(Qt.Key.Key_G, CTRL)
    type_letters(user.window.focusWidget(), words)
    user.key(Qt.Key.Key_Return)


def test_a_comma_parts_two_tags(user, cart):
    _tag(user, " ticket 4711,vip , ")
    user.wait(lambda: _stored(user, cart).tags == ("ticket 4711", "vip"))
    user.wait(lambda: user.history.view.annotations.tags.tags == ("ticket 4711", "vip"))


def test_tags_that_one_enter_added_go_by_one_undo(user, cart):
    _tag(user, "one, two, three")
    user.wait(lambda: set(_stored(user, cart).tags) == {"one", "two", "three"})
    user.wait(lambda: set(user.history.view.annotations.tags.tags) == {"one", "two", "three"})
    user.history.table.setFocus()
    user.key(Qt.Key.Key_Z, CTRL)
    user.wait(lambda: _stored(user, cart).tags == ())
    assert not user.history.annotating.can_undo


def test_a_marketer_reads_what_happened_and_whom_it_is_about(user, cart):
    page = user.history.view.event_page
    assert user.history.view.tabs.currentWidget() is page
    told = page.content
    assert "Cart changed" in told
    assert "olena@example.com" in told
    for words in ("productId", "WS01", "45.50"):
        assert words in told
    assert "\\" not in told


def test_the_event_is_read_in_the_colours_of_a_theme_that_was_put_on_elsewhere(user, cart, another_theme):
    page = user.history.view.event_page.page
    user.window.show_section("compose")
    another_theme()
    user.open_history()
    user.wait(lambda: theme().tokens.muted in page.toHtml())


def test_the_key_says_where_it_comes_from_when_the_event_states_none(user, cart):
    assert "The event states no keyValue, so Yespo takes email." in user.history.view.event_page.content
    user.open_compose()
    user.write_text(CART.replace('"params"', '"keyValue": "olena@example.com", "params"'))
    user.send()
    user.open_history()
    user.pick(user.newest().id)
    user.wait(lambda: user.history.view.exchange.id == user.newest().id)
    user.wait(lambda: "states no keyValue" not in user.history.view.event_page.content)
    assert "olena@example.com" in user.history.view.event_page.content


def test_what_is_copied_in_the_moment_of_a_step_is_the_event_that_was_stepped_to(user, cart):
    view = user.history.view
    user.wait(lambda: "cart-7" in view.event_page.page.toPlainText())
    user.open_compose()
    user.write_text(CART.replace("cart-7", "cart-8"))
    user.send()
    user.open_history()
    user.wait(lambda: user.newest().id in user.listed())
    user.pick(user.newest().id)
    assert "cart-7" in view.event_page.page.toPlainText()  # it is made once the step is on the screen
    view.tabs.copy.click()
    assert "cart-8" in QGuiApplication.clipboard().text()


def test_a_body_that_is_no_json_says_so_instead_of_an_event(user):
    user.write_text("no JSON at all")
    exchange = user.send()
    user.open_history()
    user.pick(exchange.id)
    user.wait(lambda: "no event that can be read" in user.history.view.event_page.content)


@pytest.fixture
def apart(monkeypatch):
    """The names of what was worked out in a process of its own."""
    names = []

    def noted(function, *arguments, **more):
        names.append(function.__name__)
        return call_in_process(function, *arguments, **more)

    monkeypatch.setattr(late, "call_in_process", noted)
    return names


@pytest.fixture
def endless(user, cart):
    """The body of a cart far above what is read in the window, which is open in the history."""
    note = "long " * (LONGEST_TEXT // 5)
    body = CART.replace("cart-7", "cart-8").replace('"params": [', f'"params": [{{"name": "note", "value": "{note}"}},')
    kept = user.store.get(cart.id)
    sent_at = kept.sent_at + timedelta(seconds=1)
    answer = kept.answer.model_copy(update={"body": b"x" * 300_000})
    endless = kept.model_copy(update={"request_body": body.encode(), "sent_at": sent_at, "answer": answer})
    user.store.bring_in([endless]).result(10)
    user.search("cart-8")
    user.pick(cart.id + 1)
    return body


def test_an_endless_event_is_read_in_a_process_of_its_own(user, apart, endless):
    view = user.history.view
    user.wait(lambda: "WS01" in view.event_page.content and "cart-8" in view.event_page.content)
    view.tabs.setCurrentWidget(view.outlook)
    user.wait(lambda: "Today" in view.outlook.content)
    assert apart == ["event_page", "outlook_page"]


def test_an_endless_event_opens_in_the_composer_without_holding_the_window_up(user, apart, endless):
    view = user.history.view
    user.wait(lambda: "WS01" in view.event_page.content)
    apart.clear()
    user.key(Qt.Key.Key_Return)
    user.wait(lambda: "Opening a long request" in user.notice())
    user.wait(lambda: user.compose.draft.text == endless)
    assert user.compose.draft.encoding.native is False
    assert "Opening a long request" not in user.notice()
    assert apart == ["_draft_of"]


def test_opening_an_endless_event_can_be_given_up(user, endless):
    view = user.history.view
    user.wait(lambda: "WS01" in view.event_page.content)
    drafts = len(user.compose.drafts)
    user.history.exchange_actions.open_in_composer()
    user.press("Cancel")
    user.wait(lambda: "Opening a long request" not in user.notice())
    user.history.exchange_actions.open_in_composer()
    user.wait(lambda: user.compose.draft.text == endless)
    assert len(user.compose.drafts) == drafts + 1  # the one that was given up came to nothing


def test_it_is_not_said_that_a_request_is_being_opened_once_that_failed(qtbot, user, endless, monkeypatch):
    def fail(*_arguments, **_more):
        raise MemoryError

    user.wait(lambda: "WS01" in user.history.view.event_page.content)
    monkeypatch.setattr(late, "call_in_process", fail)
    with qtbot.capture_exceptions() as raised:
        user.history.exchange_actions.open_in_composer()
        assert "Opening a long request" in user.notice()
        user.wait(lambda: "Opening a long request" not in user.notice())
    assert [kind for kind, _error, _trace in raised] == [MemoryError]
    assert not user.window.actions_by_id["cancel-job"].isEnabled()


def test_an_endless_event_is_made_into_a_page_for_a_ticket_apart(user, apart, endless):
    user.wait(lambda: "WS01" in user.history.view.event_page.content)
    apart.clear()
    user.history.exchange_actions.copy_ticket()
    assert "Making the page for the ticket" in user.notice()
    user.wait(lambda: "Copied for the ticket" in user.notice())
    assert "Making the page for the ticket" not in user.notice()
    assert "cart-8" in QGuiApplication.clipboard().text()
    assert apart == ["_page_for_ticket"]


def test_making_an_endless_page_for_a_ticket_can_be_given_up(user, endless):
    user.wait(lambda: "WS01" in user.history.view.event_page.content)
    user.copy("of another program")
    user.history.exchange_actions.copy_ticket()
    user.press("Cancel")
    assert user.notice() == ""
    user.wait(lambda: user.history.exchange_actions._ticket._job.done)
    assert user.notice() == ""
    assert QGuiApplication.clipboard().text() == "of another program"


def test_of_an_endless_line_in_an_answer_the_beginning_is_shown_and_all_is_copied(user, endless):
    view = user.history.view
    view.tabs.setCurrentWidget(view.answer)
    shown = view.answer.currentWidget().toPlainText()
    assert shown.startswith("x" * MOST_OF_LINE + "\n")
    assert "the first 10,000 of 300,000 characters" in shown
    assert view.answer.content == "x" * 300_000


def _bring_in(user, *timings):
    """Exchanges that took these times, from elsewhere; the history shows the newest, which took the last of them."""
    sent_at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    exchanges = [
        Exchange(
            id=0,
            sent_at=sent_at + timedelta(seconds=number),
            environment="Shop",
            is_real=True,
            url="https://shop.invalid/api/v2/event",
            api=ApiVersion.V2,
            request_body=CART.encode(),
            source="test",
            answer=Answer(status=200, timing=timing),
        )
        for number, timing in enumerate(timings)
    ]
    user.store.bring_in(exchanges).result(PATIENCE_S)
    user.open_history()
    user.wait(lambda: len(user.listed()) == len(timings))
    user.pick(user.listed()[0])


def test_the_time_of_an_exchange_is_split_into_its_steps_in_words_and_as_a_bar(user):
    _bring_in(user, Timing(connect_ms=12, tls_ms=31, first_byte_ms=39, total_ms=84))
    words = "84 ms: connect 12, TLS 31, wait 39, rest 2"
    assert user.find(QLabel, "Time").text() == words
    bar = user.find(TimeBar, "Where the time went")
    assert bar.accessibleDescription() == words
    drawn = bar.grab().toImage()
    seen = [drawn.pixelColor(int(drawn.width() * spent / 84), drawn.height() // 2).rgb() for spent in (6, 27, 62)]
    assert len(set(seen)) == 3, "each step has a shade of its own"
    edges = [at for at in range(1, drawn.width()) if drawn.pixel(at, 3) != drawn.pixel(at - 1, 3)]
    for spent in (12, 12 + 31, 12 + 31 + 39):
        assert any(abs(edge - drawn.width() * spent / 84) <= 2 for edge in edges), "as wide as it was long"


def test_a_time_of_which_little_is_known_says_so_and_the_next_one_does_not_keep_it(user):
    _bring_in(user, Timing(), Timing(first_byte_ms=7, total_ms=9, reused=True))
    assert user.find(QLabel, "Time").text() == "9 ms: connection reused, wait 7, rest 2"
    user.key(Qt.Key.Key_Down)
    user.wait(lambda: user.history.view.exchange.id == user.listed()[1])
    user.wait(lambda: not any(one.text() for one in user.window.findChildren(QLabel) if one.accessibleName() == "Time"))


def test_what_was_just_sent_tells_how_long_it_took(user, cart):
    took = f"{cart.answer.timing.total_ms:.0f} ms: "
    assert user.find(QLabel, "Time", user.history).text().startswith(took)


def test_the_outlook_says_that_it_is_todays(user, cart):
    view = user.history.view
    view.tabs.setCurrentWidget(view.outlook)
    user.wait(lambda: "Today's reading" in view.outlook.content)
    assert "it stays on this computer" in view.outlook.content


def test_problems_are_those_of_then_and_a_line_says_where_today_differs(user, cart):
    stored = _stored(user, cart)
    problem = {"code": "no_key_no_locator", "severity": "error", "effect": "refused", "pointer": ""}
    from yespo_console.history.exchange import StoredProblem

    view = user.history.view
    older = stored.model_copy(update={"problems": (StoredProblem(**problem),)})
    view.tabs.setCurrentWidget(view.problems)
    view.show_exchange(older)
    user.wait(lambda: view.problems.list.count() == 2)
    lines = [view.problems.list.item(at).text() for at in range(view.problems.list.count())]
    assert lines[0].startswith("Error: ")
    assert "Today's rules do not find any more" in lines[1]
    view.show_exchange(stored.model_copy(update={"problems": ()}))
    user.wait(lambda: view.problems.currentIndex() == 0)
    assert user.sees("There were none when it was sent.") is False
    assert view.problems._none.placeholderText() == "There were none when it was sent."


def test_a_pin_is_set_and_taken_back_by_key(user, cart):
    user.key(Qt.Key.Key_D, CTRL)
    user.wait(lambda: _stored(user, cart).pinned)
    assert user.history.view.annotations.pin.isChecked()
    user.wait(user.window.actions_by_id["undo"].isEnabled)
    user.key(Qt.Key.Key_Z, CTRL)
    user.wait(lambda: not _stored(user, cart).pinned)
    user.wait(lambda: not user.history.view.annotations.pin.isChecked())
    user.key(Qt.Key.Key_Z, CTRL | SHIFT)
    user.wait(lambda: _stored(user, cart).pinned)


def test_arrows_go_through_the_tags_and_the_line_behind_them(user, cart):
    tags = user.history.view.annotations.tags
    for tag in ("to check", "asked"):
        tags.added.emit((tag,))
        user.wait(lambda tag=tag: tag in tags.tags)
    tags.edit.setFocus()
    places = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right):
        user.key(key)
        places.append(user.window.focusWidget().accessibleName())
    names = [f"Tag {tag}" for tag in tags.tags]
    assert places == [names[1], names[0], names[0], names[1], "Add a tag"]
    type_letters(tags.edit, "x")
    user.key(Qt.Key.Key_Left)
    assert tags.edit.hasFocus()
    assert tags.edit.cursorPosition() == 0


def test_tags_are_added_by_key_and_taken_away_by_key(user, cart):
    _tag(user, "to check")
    user.wait(lambda: _stored(user, cart).tags == ("to check",))
    _tag(user, "Цікаво")
    user.wait(lambda: _stored(user, cart).tags == ("to check", "Цікаво"))
    tags = user.history.view.annotations.tags
    user.wait(lambda: tags.tags == ("to check", "Цікаво"))
    tags.chips[0].setFocus()
    user.key(Qt.Key.Key_Delete)
    user.wait(lambda: _stored(user, cart).tags == ("Цікаво",))
    user.wait(lambda: tags.tags == ("Цікаво",))
    user.history.table.setFocus()
    user.key(Qt.Key.Key_Z, CTRL)
    user.wait(lambda: _stored(user, cart).tags == ("to check", "Цікаво"))


def test_a_new_tag_stands_beside_the_line_for_the_next_one_and_escape_leads_back(user, cart):
    user.key(Qt.Key.Key_G, CTRL)
    type_letters(user.window.focusWidget(), "ticket 7")
    user.key(Qt.Key.Key_Return)
    tags = user.history.view.annotations.tags
    user.wait(lambda: tags.tags == ("ticket 7",))
    user.wait(lambda: tags.chips[0].geometry().right() < tags.edit.x())
    user.key(Qt.Key.Key_Escape)
    assert user.history.table.hasFocus()
    tags.chips[0].setFocus()
    user.key(Qt.Key.Key_Escape)
    assert user.history.table.hasFocus()


@pytest.fixture
def tags(user, cart):
    """The tags of an exchange that has one, in a history that knows two; the keys are in their line."""
    _tag(user, "checked by support")
    user.store.begin(NewExchange(**cart.model_dump(include=set(NewExchange.model_fields) - {"tags"}), tags=("supper",)))
    tags = user.history.view.annotations.tags
    user.wait(lambda: set(tags._known) == {"checked by support", "supper"} and tags.tags == ("checked by support",))
    tags.edit.setFocus()
    return tags


def test_a_tag_that_is_known_is_offered_while_typing_and_takes_the_keyboard_from_nobody(user, tags):
    type_letters(tags.edit, "Supp")
    assert tags.suggestions.values() == ("supper", "checked by support"), "what begins so is first"
    assert tags.suggestions.is_open
    assert QApplication.activePopupWidget() is None
    type_letters(tags.edit, "ort")
    assert tags.suggestions.values() == ("checked by support",)
    type_letters(tags.edit, "ers")
    assert not tags.suggestions.is_open


def test_arrows_and_enter_add_a_known_tag_and_what_is_typed_right_after_is_another(user, cart, tags):
    type_letters(tags.edit, "supp")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        user.key(key)
    type_letters(tags.edit, "vip")
    assert tags.edit.text() == "vip"
    user.key(Qt.Key.Key_Return)
    user.wait(lambda: set(_stored(user, cart).tags) == {"checked by support", "supper", "vip"})


def test_enter_adds_what_is_written_while_other_tags_are_offered(user, cart, tags):
    type_letters(tags.edit, "supp")
    assert tags.suggestions.is_open
    user.key(Qt.Key.Key_Return)
    assert not tags.suggestions.is_open
    user.wait(lambda: "supp" in _stored(user, cart).tags)


def test_esc_closes_the_offered_tags_first_and_keeps_what_is_written(user, tags):
    type_letters(tags.edit, "supp")
    user.key(Qt.Key.Key_Escape)
    assert not tags.suggestions.is_open
    assert tags.edit.hasFocus()
    assert tags.edit.text() == "supp"
    user.key(Qt.Key.Key_Escape)
    assert user.history.table.hasFocus()


def test_a_note_is_kept_by_ctrl_enter_and_nothing_is_sent(user, cart):
    user.key(Qt.Key.Key_N, CTRL | SHIFT)
    note = user.history.view.annotations.note
    assert note.hasFocus()
    type_letters(note, "the customer called: ціна не та")
    user.key(Qt.Key.Key_Return, CTRL)
    user.wait(lambda: _stored(user, cart).note == "the customer called: ціна не та")
    assert user.count_sent() == 1
    assert user.history.table.hasFocus()
    user.key(Qt.Key.Key_Z, CTRL)
    user.wait(lambda: _stored(user, cart).note == "")
    user.wait(lambda: note.toPlainText() == "")


def test_a_note_is_not_lost_when_another_exchange_is_chosen(user, cart):
    user.open_compose()
    user.write_text(CART.replace("cart-7", "cart-8"))
    other = user.send()
    user.open_history()
    user.pick(cart.id)
    note = user.history.view.annotations.note
    note.setFocus()
    type_letters(note, "about the first")
    user.pick(other.id)
    user.wait(lambda: _stored(user, cart).note == "about the first")
    assert note.toPlainText() == ""
    assert _stored(user, other).note == ""


def test_a_note_is_not_lost_when_the_window_closes(start):
    user = start()
    user.write_text(CART)
    exchange = user.send()
    user.open_history()
    user.pick(exchange.id)
    note = user.history.view.annotations.note
    note.setFocus()
    type_letters(note, "half a sen")
    path = user.store.path
    start.end(user)
    from yespo_console.history.store import HistoryStore

    with HistoryStore.open(path) as store:
        assert store.get(exchange.id).note == "half a sen"


def test_quitting_asks_before_a_note_is_lost_that_the_history_cannot_take(user, cart, monkeypatch):
    def refuse(*_ids, **_what):
        refused = Future()
        refused.set_exception(HistoryFullError(user.store.path))
        return refused

    note = user.history.view.annotations.note
    note.setFocus()
    with monkeypatch.context() as full:
        full.setattr(type(user.store), "annotate", refuse)
        type_letters(note, "call her back")
        user.window.close()
        question = user.question()
        assert "no room left on the disk for the history" in question.informativeText()
        user.press_button(question, "Keep the window")
        user.wait_closed(question)
        user.wait(lambda: "no room left on the disk for the history" in user.notice())
        user.wait(lambda: user.history.annotating.not_written() == "")  # each refusal was told; leaving it tries again
        assert note.toPlainText() == "call her back"
    user.window.close()
    assert user.question() is None
    assert not user.window.isVisible()
    assert _stored(user, cart).note == "call her back"


def test_pin_and_tag_go_to_all_that_are_selected(user, cart):
    user.open_compose()
    user.write_text(CART.replace("cart-7", "cart-8"))
    other = user.send()
    user.open_history()
    user.pick(cart.id)
    user.wait_listed(other.id, cart.id)
    user.history.table.setFocus()
    user.history.table.selectRow(0)
    user.key(Qt.Key.Key_Down, SHIFT)
    assert user.sees("2 exchanges are selected")
    user.key(Qt.Key.Key_D, CTRL)
    user.wait(lambda: _stored(user, cart).pinned and _stored(user, other).pinned)
    _tag(user, "both")
    user.wait(lambda: _stored(user, cart).tags == _stored(user, other).tags == ("both",))
    user.history.table.setFocus()  # at once: the window may not know yet that it was written
    user.key(Qt.Key.Key_Z, CTRL)
    user.wait(lambda: not _stored(user, cart).tags and not _stored(user, other).tags)


def test_what_is_still_being_written_is_what_undo_takes_back(user, cart):
    user.open_history()
    user.pick(cart.id)
    user.history.table.setFocus()
    user.key(Qt.Key.Key_D, CTRL)
    user.wait(lambda: _stored(user, cart).pinned)
    user.history.annotating.add_tags(array("q", [cart.id]), ("slip",))
    user.key(Qt.Key.Key_Z, CTRL)  # no event of the window came between
    user.wait(lambda: user.history.annotating.can_redo)
    user.wait(lambda: not _stored(user, cart).tags)
    assert _stored(user, cart).pinned


def test_the_same_bytes_go_to_another_environment(user):
    from yespo_console.delivery.environments import Environment

    user.write_text('{"eventTypeKey":"shopVisited" ,\n\t"keyValue" : 1.50e2, "note":"\\u0457 ї", "params":[]} ')
    first = user.send()
    services = user.console.backend.services
    address = services.sandbox.address.base_url  # a server of this computer, so nobody is asked
    services.environments.save(Environment(name="Test shop", base_url=address, user="shop"))
    services.credentials.set("Test shop", checked_key("never-used-key"))
    user.console.selection.take(services.environments.all())
    user.open_history()
    user.pick(first.id)
    dialog = user.open_dialog(Qt.Key.Key_Return, CTRL | SHIFT)
    names = dialog.findChild(QListWidget)
    names.setCurrentRow(next(at for at in range(names.count()) if names.item(at).text().startswith("Test shop")))
    user.press("Send again", dialog)
    user.wait_closed(dialog)
    user.wait(lambda: user.count_sent() == 2 and user.newest().answer is not None)
    again = user.newest()
    assert (first.environment, again.environment) == ("Sandbox", "Test shop")
    assert again.request_body == first.request_body
    assert again.url == first.url
    arrived = [one.body for one in services.sandbox.state.received]
    assert arrived == [first.request_body, first.request_body], "byte for byte"
    user.wait(lambda: user.history.view.exchange.id == again.id)
    assert user.console.selection.environment.name == "Sandbox", "other sends go where they went"
    assert user.count_sent() == 2


def test_the_same_bytes_go_to_another_environment_and_a_real_account_asks(user):
    from yespo_console.delivery.environments import Environment

    user.write_text('{"eventTypeKey":"orderCreated" ,\n\t"keyValue" : 1.50e2, "note":"\\u0457 ї"} ')
    exchange = user.send()
    store = user.console.backend.services.environments
    store.save(Environment(name="Shop", base_url="https://shop.invalid/api"))
    user.console.backend.services.credentials.set("Shop", checked_key("never-used-key"))
    user.console.selection.take(store.all())
    user.open_history()
    user.pick(exchange.id)
    dialog = user.open_dialog(Qt.Key.Key_Return, CTRL | SHIFT)
    names = dialog.findChild(QListWidget)
    shown = [names.item(at).text().split(":")[0] for at in range(names.count())]
    assert shown == ["Yespo", "Shop"]
    QTest.keyClick(names, Qt.Key.Key_Down)
    QTest.keyClick(names, Qt.Key.Key_Return)
    user.wait(lambda: user.question() is not None)
    assert "real account" in user.question().text()
    assert user.count_sent() == 1
    user.question().reject()
