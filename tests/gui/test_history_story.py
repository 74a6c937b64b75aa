"""History: finding what was sent, and doing it again."""

from datetime import UTC, datetime

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import Qt

from yespo_console.events.event import ApiVersion
from yespo_console.events.problems import Effect, Severity
from yespo_console.gui.history.exchange_model import PROBLEMS, ExchangeModel
from yespo_console.gui.json_editor.editor import AS_SENT
from yespo_console.history.exchange import Answer, NewExchange, StoredProblem


def _send(user, key, note):
    user.write_text(
        f'{{"eventTypeKey": "{key}",  "keyValue": "{note}", "params": [{{"name": "email", "value": "a@example.com"}}]}}'
    )
    exchange = user.send()
    assert exchange.answer.status == 200
    return exchange


def test_the_list_narrows_while_typing_in_any_script(user):
    latin = _send(user, "shopVisited", "umbrella").id
    cyrillic = _send(user, "shopLeft", "Парасолька синя").id
    user.open_history()
    user.wait_listed(cyrillic, latin)
    user.search("umbr")
    user.wait_listed(latin)
    user.search("парасоль")
    user.wait_listed(cyrillic)
    user.search("nowhere to be found")
    user.wait_listed()
    user.wait(lambda: user.sees("Nothing found"))
    user.press("Clear search and filters")
    user.wait_listed(cyrillic, latin)


def test_refused_events_are_picked_out_by_their_answer(user):
    accepted = _send(user, "shopVisited", "umbrella").id
    user.write_text("no JSON at all")
    refused = user.send()
    assert refused.answer.status == 400
    user.open_history()
    user.wait_listed(refused.id, accepted)
    user.filter("Answer", "Refused (4xx)")
    user.wait_listed(refused.id)
    user.filter("Answer", "Accepted (2xx)")
    user.wait_listed(refused.id, accepted)
    user.filter("Answer", "Refused (4xx)")
    user.wait_listed(accepted)


def test_a_search_that_cannot_be_read_is_explained_and_the_list_stays(user):
    only = _send(user, "shopVisited", "umbrella").id
    user.open_history()
    user.wait_listed(only)
    user.search("status:umbrella")
    user.wait(user.history.fault.isVisible)
    assert "status" in user.history.fault.text()
    assert user.listed() == [only]
    user.search("umbrella")
    user.wait(user.history.fault.isHidden)
    user.wait_listed(only)


def test_an_exchange_opened_in_the_composer_is_a_draft_of_the_very_same_text(user):
    exchange = _send(user, "shopVisited", "Парасолька")
    tabs = user.compose.tabs.count()
    user.open_history()
    user.pick(exchange.id)
    user.history.view.tabs.setCurrentWidget(user.history.view.request)
    assert user.sees(exchange.request_text)
    user.key(Qt.Key.Key_Return)
    user.wait(lambda: user.window.page is user.compose)
    assert user.compose.tabs.count() == tabs + 1
    assert user.text == exchange.request_text
    user.compose.editor.set_view(AS_SENT)
    assert "Парасолька" in user.compose.editor.view.toPlainText()


def test_sending_again_sends_the_same_bytes(user):
    user.write_text('{"eventTypeKey":"orderCreated" ,\n\t"keyValue" : 1.50e2, "note":"\\u0457 ї"} ')
    first = user.send()
    user.open_history()
    user.pick(first.id)
    user.press_send()
    user.wait(lambda: user.count_sent() == 2 and user.newest().answer is not None)
    again = user.newest()
    assert again.id != first.id
    assert again.request_body == first.request_body
    assert again.environment == first.environment


def test_a_wide_list_shows_errors_and_warnings_whole(user):
    user.write_text('{"eventTypeKey": "pageViewed", "params": [{"name": "email", "value": "a"}]}')
    exchange = user.send()
    user.open_history()
    user.window.resize(1400, 900)
    user.pick(exchange.id)
    table = user.history.table
    problems = table.model().index(0, PROBLEMS)
    assert problems.data() == "1 error, 1 warning"
    user.wait(lambda: table.columnWidth(PROBLEMS) >= table.sizeHintForIndex(problems).width())


def cut(table, row):
    """The cells of a row that are not seen whole."""
    index = table.model().index
    return [
        index(row, at).data()
        for at in range(table.model().columnCount())
        if index(row, at).data() and table.columnWidth(at) < table.sizeHintForIndex(index(row, at)).width()
    ]


@pytest.mark.parametrize("size", [(1024, 720), (1280, 800)])
def test_what_happened_in_a_real_account_is_seen_whole_and_the_tags_are_in_sight(user, size):
    sent = NewExchange(
        sent_at=datetime.now(UTC),
        environment="Shop live",
        is_real=True,
        url="https://shop.invalid/api/v2/event",
        api=ApiVersion.V2,
        event_type="searchRequest",
        key_value="me@shop.example",
        request_body=b"{}",
        problems=tuple(
            StoredProblem(code="x", severity=one, effect=Effect.UNKNOWN, pointer="")
            for one in (Severity.ERROR, Severity.WARNING)
        ),
        source="test",
    )
    number = user.store.begin(sent).result(PATIENCE_S)
    user.store.complete(number, Answer(status=200)).result(PATIENCE_S)
    user.window.resize(*size)
    user.open_history()
    user.wait(lambda: user.listed() == [number])
    table = user.history.table
    assert table.model().index(0, PROBLEMS).data() == "1 error, 1 warning"
    user.wait(lambda: cut(table, 0) == [])
    header = table.horizontalHeader()
    assert header.length() <= table.viewport().width()


def _table_with_a_long_key(user):
    """The list with one exchange, the column of its key, and the width that shows all of it."""
    address = "olena.sh@example.com"
    user.write_text(user.text.replace("test@example.com", address))
    exchange = user.send()
    user.open_history()
    user.pick(exchange.id)
    table = user.history.table
    key = next(at for at in range(table.model().columnCount()) if table.model().index(0, at).data() == address)
    return table, key, table.sizeHintForIndex(table.model().index(0, key)).width()


def test_a_wide_list_shows_whole_keys_and_answers_until_the_user_sizes_a_column(user):
    table, key, needed = _table_with_a_long_key(user)
    user.window.resize(800, 700)
    user.wait(lambda: table.columnWidth(key) < needed)
    user.window.resize(1400, 900)
    user.wait(lambda: table.columnWidth(key) >= needed)
    table.setColumnWidth(key, 100)
    user.window.resize(1450, 900)
    user.wait(lambda: user.window.width() == 1450)
    assert table.columnWidth(key) == 100


def test_a_column_that_is_moved_still_shares_the_room_with_the_others(user):
    table, key, needed = _table_with_a_long_key(user)
    user.window.resize(1400, 900)
    user.wait(lambda: table.columnWidth(key) >= needed)
    columns = table.horizontalHeader()
    columns.moveSection(columns.count() - 1, 1)
    columns.moveSection(columns.count() - 1, 3)
    user.window.resize(800, 700)
    user.wait(lambda: table.columnWidth(key) < needed)
    user.window.resize(1400, 900)
    user.wait(lambda: table.columnWidth(key) >= needed)
    table.setColumnWidth(key, 100)
    user.window.resize(1450, 900)
    user.wait(lambda: user.window.width() == 1450)
    assert table.columnWidth(key) == 100


def test_after_a_fault_in_the_midst_of_a_paint_the_list_is_painted_again(user, monkeypatch):
    only = _send(user, "shopVisited", "umbrella").id
    user.open_history()
    user.wait_listed(only)

    def broken(*_asked):
        raise RuntimeError("nobody expected it")

    sheet = user.history.table.viewport()
    told = []  # as Python keeps the last fault, with all that was at hand then
    with monkeypatch.context() as other:
        other.setattr(ExchangeModel, "looks", broken)
        for _again in range(2):
            with pytest.raises(RuntimeError, match="nobody expected it") as fault:
                sheet.repaint()
            told.append(fault)
            assert not sheet.paintingActive()
    sheet.repaint()
    user.wait_listed(only)
