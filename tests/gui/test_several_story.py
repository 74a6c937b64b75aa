"""A list of several events is worked through: what was sent is not sent again unawares, and no list is lost."""

import socket
from datetime import UTC, datetime

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from vocabulary import CTRL

from yespo_console.delivery.credentials import checked_key
from yespo_console.delivery.environments import Environment
from yespo_console.history.exchange import Answer, NewExchange

Key = Qt.Key
FIRST = '{"eventTypeKey": "mine", "params": [{"name": "email", "value": "a@example.com"}]}'
NOBODY = '{"eventTypeKey": "mine", "params": []}'


@pytest.fixture
def silent():
    """A server that takes what it is sent and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(PATIENCE_S)
        yield server


def listed(user, *events):
    user.paste("\n".join(events))
    return user.find_dialog()


def sent_words(dialog):
    model = dialog.list.events
    return [model.index(row, model.columnCount() - 1).data() for row in range(model.rowCount())]


def send_all(user, dialog):
    QTest.keyClick(dialog.list, Key.Key_A, CTRL)
    dialog.activateWindow()
    user.wait(dialog.isActiveWindow)
    QTest.keyClick(dialog.list, Key.Key_Return, CTRL)


def active(user):
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)


def use(user, base_url):
    services = user.console.backend.services
    services.environments.save(Environment(name="Shop", base_url=base_url))
    services.credentials.set("Shop", checked_key("never-used-key"))
    user.console.selection.reload()
    user.wait(lambda: "Shop" in [one.name for one in user.console.selection.environments])
    user.console.selection.choose("Shop")


# -- what was sent


def test_one_that_was_refused_is_not_chosen_any_more_and_can_be_chosen_again(user):
    dialog = listed(user, FIRST, NOBODY)
    send_all(user, dialog)
    user.wait(lambda: dialog.told.text() == "2 events were sent: 1 accepted, 1 refused.")
    assert sent_words(dialog) == ["accepted", "refused"]
    assert dialog.list.events.chosen == ()
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Key.Key_Return, CTRL)
    assert user.count_sent() == 2
    dialog.list.selectRow(1)
    QTest.keyClick(dialog.list, Key.Key_Space)
    QTest.keyClick(dialog.list, Key.Key_Return, CTRL)
    user.wait(lambda: dialog.told.text() == "1 event was sent: 1 refused.")
    assert user.count_sent() == 3


def test_one_whose_sending_was_cancelled_is_called_so_and_is_not_chosen_since_it_may_have_arrived(user, silent):
    use(user, f"http://127.0.0.1:{silent.getsockname()[1]}/api")
    dialog = listed(user, *[FIRST] * 3)
    send_all(user, dialog)
    user.wait(lambda: user.count_sent() == 1)
    connection, _address = silent.accept()
    with connection:
        assert connection.recv(1) == b"P"
        user.press("Cancel the sending", dialog)
        user.wait(lambda: "The rest was cancelled" in dialog.told.text())
    line, doubt = dialog.told.text().split("\n")
    assert line == "1 of 3 events were sent: 1 cancelled. The rest was cancelled."
    assert doubt.startswith("1 that was cancelled or failed may have been accepted all the same")
    assert sent_words(dialog) == ["cancelled", "", ""]
    assert dialog.list.events.chosen == (1, 2)
    assert dialog.send_button.text() == "Send 2 chosen to Shop"


@pytest.mark.parametrize("closed_between", [False, True])
def test_one_that_was_cancelled_and_then_sent_from_its_own_tab_is_not_called_cancelled_any_more(
    user, silent, closed_between
):
    use(user, f"http://127.0.0.1:{silent.getsockname()[1]}/api")
    dialog = listed(user, *[FIRST] * 3)
    send_all(user, dialog)
    user.wait(lambda: user.count_sent() == 1)
    connection, _address = silent.accept()
    with connection:
        user.press("Cancel the sending", dialog)
        user.wait(lambda: "The rest was cancelled" in dialog.told.text())
    user.console.selection.choose("Sandbox")
    dialog.list.selectRow(0)
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Key.Key_Return)
    active(user)
    if closed_between:
        user.key(Key.Key_W, CTRL)
        user.key(Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    user.send()
    user.key(Key.Key_L, CTRL)
    user.wait(dialog.isVisible)
    assert sent_words(dialog) == ["accepted", "", ""]
    assert dialog.list.events.unsent == 2


def test_a_list_that_was_closed_is_told_nothing_of_what_was_opened_from_it(user):
    dialog = listed(user, FIRST, NOBODY)
    QTest.keyClick(dialog.list, Key.Key_Return)
    user.console.desk.lists.back()
    user.press("Close", dialog)
    user.wait_closed(dialog)
    active(user)
    assert user.send().answer.status == 200


def test_those_that_certainly_never_left_stay_chosen(user):
    use(user, "https://nowhere.invalid/api")
    dialog = listed(user, *[FIRST] * 2)
    send_all(user, dialog)
    user.wait(lambda: user.question() is not None)
    user.press("Send to the real account", user.question())
    user.wait(lambda: dialog.told.text() == "2 events were sent: 2 failed.")
    assert dialog.list.events.chosen == (0, 1)


def test_what_is_not_known_is_said_after_a_list_was_sent_to_a_real_account(user, monkeypatch):
    """No test reaches a real account: this one's answers are recorded as if they had come."""
    use(user, "https://nowhere.invalid/api")

    async def accepted(text, environment, *, on_recorded, api, **_further):
        sent = NewExchange(
            sent_at=datetime.now(UTC),
            environment=environment.name,
            is_real=True,
            url=environment.base_url,
            api=api,
            request_body=text.encode(),
            source="test",
        )
        number = user.store.begin(sent).result(PATIENCE_S)
        on_recorded(number)
        user.store.complete(number, Answer(status=200)).result(PATIENCE_S)
        return user.store.get(number)

    monkeypatch.setattr(user.console.backend.services.sender, "send", accepted)
    dialog = listed(user, FIRST, FIRST)
    send_all(user, dialog)
    user.wait(lambda: user.question() is not None)
    user.press("Send to the real account", user.question())
    user.wait(lambda: dialog.told.text().startswith("2 events were sent: 2 accepted."))
    assert "Accepted does not mean linked to a contact" in dialog.told.text()
    assert "Look in the account" in dialog.told.text()


# -- the list stays


def test_esc_puts_the_list_aside_and_ctrl_l_brings_it_back_with_its_marks(user):
    dialog = listed(user, *[FIRST] * 3)
    QTest.keyClick(dialog.list, Key.Key_Space)
    QTest.keyClick(dialog.list, Key.Key_Escape)
    user.wait(lambda: not dialog.isVisible())
    assert "The list of several events was put aside, with what is chosen in it." in user.notice()
    assert user.open_dialog(Key.Key_L, CTRL) is dialog
    assert dialog.list.events.chosen == (0,)
    assert user.notice() == ""


def test_the_list_waits_while_the_history_shows_what_came_of_it(user):
    dialog = listed(user, FIRST, NOBODY, FIRST)
    QTest.keyClick(dialog.list, Key.Key_Space)
    QTest.mouseClick(dialog.send_button, Qt.MouseButton.LeftButton)
    user.wait(lambda: dialog.told.text() == "1 event was sent: 1 accepted.")
    dialog.list.selectRow(2)
    QTest.keyClick(dialog.list, Key.Key_Space)
    user.press("Show in History", dialog)
    user.wait(lambda: user.window.page is user.history)
    assert not dialog.isVisible()
    assert user.open_dialog(Key.Key_L, CTRL) is dialog
    assert sent_words(dialog) == ["accepted", "", ""]
    assert dialog.list.events.chosen == (2,)
    assert dialog.told.text() == "1 event was sent: 1 accepted."


def test_a_list_that_is_closed_on_purpose_is_gone(user):
    dialog = listed(user, FIRST, NOBODY)
    user.press("Close", dialog)
    user.wait_closed(dialog)
    active(user)
    user.key(Key.Key_L, CTRL)
    assert "There is no list to go back to." in user.notice()


def put_aside(user, *events):
    dialog = listed(user, *events)
    QTest.keyClick(dialog.list, Key.Key_Space)
    QTest.keyClick(dialog.list, Key.Key_Escape)
    user.wait(lambda: not dialog.isVisible())
    return dialog


def test_a_list_that_was_put_aside_is_still_there_after_another_was_pasted_and_closed(user):
    first = put_aside(user, FIRST, NOBODY)
    other = listed(user, FIRST, FIRST, FIRST)
    user.press("Close", other)
    user.wait_closed(other)
    assert user.open_dialog(Key.Key_L, CTRL) is first
    assert first.list.events.chosen == (0,)


def offered_lists(user):
    user.wait(lambda: QApplication.activePopupWidget() is not None)
    return QApplication.activePopupWidget()


def test_of_several_lists_that_were_put_aside_one_chooses_the_last_stands_first(user):
    first = put_aside(user, FIRST, NOBODY)
    second = put_aside(user, FIRST, FIRST, FIRST)
    assert "2 lists wait by now." in user.notice()
    active(user)
    user.key(Key.Key_L, CTRL)
    menu = offered_lists(user)
    assert [action.text().split(": ")[1] for action in menu.actions()] == ["3 events", "2 events"]
    QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)
    user.wait(first.isVisible)
    assert user.notice() == ""
    assert first.list.events.chosen == (0,)
    QTest.keyClick(first.list, Key.Key_Escape)
    active(user)
    user.key(Key.Key_L, CTRL)
    menu = offered_lists(user)
    QTest.keyClick(menu, Key.Key_Return)
    user.wait(first.isVisible)
    user.press("Close", first)
    user.wait_closed(first)
    assert user.open_dialog(Key.Key_L, CTRL) is second


# -- quitting while a series is sent


@pytest.mark.parametrize("by", ["the end of the session", "Ctrl+Q in the list"])
def test_a_window_that_is_to_close_while_a_series_is_sent_asks(user, silent, by):
    use(user, f"http://127.0.0.1:{silent.getsockname()[1]}/api")
    dialog = listed(user, *[FIRST] * 3)
    send_all(user, dialog)
    user.wait(lambda: user.count_sent() == 1)
    connection, _address = silent.accept()
    with connection:
        assert connection.recv(1) == b"P"
        if by == "Ctrl+Q in the list":
            QTest.keyClick(dialog.cancel_button, Key.Key_Q, CTRL)
        else:
            user.window.close()
        user.wait(lambda: user.question() is not None)
        assert user.question().informativeText().endswith("The rest is not sent.")
        user.press_button(user.question(), "Keep the window")
        user.press("Cancel the sending", dialog)
        user.wait(lambda: "The rest was cancelled" in dialog.told.text())
    assert user.window.isVisible()


def test_who_waits_to_quit_stays_when_a_series_ends_early(user, silent):
    use(user, f"http://127.0.0.1:{silent.getsockname()[1]}/api")
    dialog = listed(user, *[FIRST] * 3)
    send_all(user, dialog)
    user.wait(lambda: user.count_sent() == 1)
    user.window.close()
    user.wait(lambda: user.question() is not None)
    user.press_button(user.question(), "Quit when the sending has ended")
    user.press("Cancel the sending", dialog)
    user.wait(lambda: "The rest was cancelled" in dialog.told.text())
    QTest.qWait(50)
    assert user.window.isVisible()


def test_the_button_of_the_window_closes_the_list(user):
    dialog = listed(user, FIRST, NOBODY)
    dialog.close()
    user.wait_closed(dialog)
    active(user)
    user.key(Key.Key_L, CTRL)
    assert "There is no list to go back to." in user.notice()


# -- its keys and columns


def test_f1_lists_the_keys_of_the_list(user):
    dialog = listed(user, FIRST, NOBODY)
    dialog.activateWindow()
    user.wait(dialog.isActiveWindow)
    QTest.keyClick(dialog.list, Key.Key_F1)
    (keys,) = dialog.findChildren(QDialog)
    assert ("Send those chosen, as a series", "Ctrl+Enter") in keys.rows()
    assert ("Put the list aside", "Esc") in keys.rows()
    assert len(keys.rows()) == 5
    QTest.keyClick(keys.search, Key.Key_Escape)
    user.wait_closed(keys)
    assert dialog.isVisible()


def test_enter_presses_the_button_that_has_the_focus(user):
    dialog = listed(user, FIRST, NOBODY)
    QTest.keyClick(dialog.list, Key.Key_Space)
    QTest.mouseClick(dialog.send_button, Qt.MouseButton.LeftButton)
    user.wait(lambda: dialog.told.text() == "1 event was sent: 1 accepted.")
    assert dialog.focusWidget() is dialog.history_button
    QTest.keyClick(dialog.history_button, Key.Key_Return)
    user.wait(lambda: user.window.page is user.history)
    assert not dialog.isVisible()


@pytest.mark.parametrize("url", ["", "https://yespo.io/api/v2/event"])
def test_the_counts_of_problems_are_whole_in_the_list(user, url):
    wrong = (
        '{"eventTypeKey": "pageViewed", "params": [{"name": "email", "value": "a"}, {"name": "phone", "value": "1"}]}'
    )
    dialog = listed(user, *[f"curl {url} -d '{wrong}'" if url else wrong] * 2)
    model = dialog.list.events
    at = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())].index(
        "Problems"
    )
    assert "error" in model.index(0, at).data()
    assert dialog.list.columnWidth(at) >= dialog.list.sizeHintForIndex(model.index(0, at)).width()


def test_keys_and_what_they_were_meant_for_are_whole_where_other_columns_are_empty(user):
    event = '{"eventTypeKey": "mine", "params": [{"name": "email", "value": "maria.petrenko@example.com"}]}'
    dialog = listed(user, *[f"curl https://shop.example.com/api/v2/event -d '{event}'"] * 2)
    dialog.resize(960, 500)
    model = dialog.list.events
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    for name in ("Key", "Meant for", "Problems", "Event type"):
        at = heads.index(name)
        needed = dialog.list.sizeHintForIndex(model.index(0, at)).width()
        user.wait(lambda at=at, needed=needed: dialog.list.columnWidth(at) >= needed)


def test_that_a_third_event_could_not_be_read_stands_in_the_heading_and_why_below_it(user):
    cut_off = '{"eventTypeKey": "mine", "params": [{"name": "email", "value": "c@example.com"'
    dialog = listed(user, FIRST, NOBODY, cut_off)
    heading = next(one for one in dialog.findChildren(QLabel) if one.text().startswith("2 events were read"))
    assert heading.text() == "2 events were read (not all that is there could be read)"
    assert "It is cut off: copy all of it." in dialog.lost.text()
    assert dialog.lost.isVisible()


def test_of_events_that_were_all_read_the_heading_says_no_more(user):
    dialog = listed(user, FIRST, NOBODY)
    assert [one.text() for one in dialog.findChildren(QLabel) if "were read" in one.text()] == ["2 events were read"]
    assert not dialog.lost.isVisible()


# -- quitting


def _quit(user):
    active(user)
    user.key(Key.Key_Q, CTRL)


def test_who_quits_with_a_list_put_aside_is_asked_and_enter_keeps_the_window(user):
    dialog = listed(user, FIRST, NOBODY)
    QTest.keyClick(dialog, Key.Key_Escape)
    _quit(user)
    user.wait(lambda: user.question() is not None)
    assert user.window.isVisible()
    assert "2 events, 2 not sent" in user.question().informativeText()
    QTest.keyClick(user.question(), Key.Key_Return)
    user.wait(lambda: user.question() is None)
    assert user.window.isVisible()
    active(user)
    user.key(Key.Key_L, CTRL)
    assert dialog.isVisible()


def test_who_wants_to_lose_the_lists_quits(user):
    QTest.keyClick(listed(user, FIRST, NOBODY), Key.Key_Escape)
    _quit(user)
    user.wait(lambda: user.question() is not None)
    user.press_button(user.question(), "Quit and lose the lists")
    user.wait(lambda: not user.window.isVisible())


def test_who_keeps_the_window_after_all_is_asked_about_the_lists_again(user, silent):
    use(user, f"http://127.0.0.1:{silent.getsockname()[1]}/api")
    user.press_send()
    connection, _address = silent.accept()
    with connection:
        QTest.keyClick(listed(user, FIRST, NOBODY), Key.Key_Escape)
        for _time in range(2):
            _quit(user)
            user.wait(lambda: user.question() is not None)
            user.press_button(user.question(), "Quit and lose the lists")
            user.wait(lambda: "being sent" in _title(user))
            user.press_button(user.question(), "Keep the window")
            user.wait(lambda: user.question() is None)
            QTest.qWait(20)
        _quit(user)
        user.wait(lambda: user.question() is not None)
        user.press_button(user.question(), "Quit and lose the lists")
        user.wait(lambda: "being sent" in _title(user))
        user.press_button(user.question(), "Quit now")
        user.wait(lambda: not user.window.isVisible())


def _title(user):
    return user.question().windowTitle() if user.question() is not None else ""


def test_nobody_is_asked_about_a_list_of_which_all_was_sent(user):
    dialog = listed(user, FIRST, FIRST)
    send_all(user, dialog)
    user.wait(lambda: dialog.told.text().startswith("2 events were sent"))
    QTest.keyClick(dialog, Key.Key_Escape)
    _quit(user)
    user.wait(lambda: not user.window.isVisible())
