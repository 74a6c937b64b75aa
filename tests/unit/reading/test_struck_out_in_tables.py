"""Events that somebody struck out in a table, or with other words in their line: none of them is read."""

import pytest

from yespo_console.reading.reader import read_payload

OLD = '{"eventTypeKey":"old","params":[]}'
NEW = '{"eventTypeKey":"new","params":[]}'


def _cell(text: str) -> str:
    return text.replace('"', '""')


@pytest.mark.parametrize(
    "payload",
    [
        f"| id | body |\n|---|---|\n| 1 | ~~{OLD}~~ |\n| 2 | {NEW} |",
        f"| 1 | ~~`{OLD}`~~ | x |\n| 2 | `{NEW}` | y |",
        f"| 1 | ~~ {OLD} ~~ | x |\n| 2 | {NEW} | y |",
        f'| 27" | ~~{OLD}~~ | x |\n| 2 | {NEW} | y |',
        f'27"\t~~{OLD}~~\tx\n2\t{NEW}\ty\n',
        f"~~| 1 | {OLD} | x |~~\n| 2 | {NEW} | y |",
        f"~~1\t{OLD}\tx~~\n2\t{NEW}\ty\n",
        f'id,body\n1,"~~{_cell(OLD)}~~"\n2,"{_cell(NEW)}"\n',
        f'id,body\n1,"<del>{_cell(OLD)}</del>"\n2,"{_cell(NEW)}"\n',
        f'id,body\n1,~~"{_cell(OLD)}"~~\n2,"{_cell(NEW)}"\n',
        f"~~old: {OLD}~~\nnew: {NEW}",
        f"~~this one {OLD} and so on~~ but {NEW}",
        f"~~```{OLD}```~~\n```{NEW}```",
    ],
)
def test_only_the_other_event_is_read(payload: str) -> None:
    reading = read_payload(payload)

    [event] = reading.events
    assert event.text.strip() == NEW
    assert "struck_out" in [repair.code for repair in event.repairs]


@pytest.mark.parametrize("payload", [f"| 1 | ~~`{OLD}`~~ | x |\n", f'1,"~~{_cell(OLD)}~~"\n'])
def test_the_only_event_is_refused(payload: str) -> None:
    reading = read_payload(payload)

    assert reading.events == ()
    assert reading.error is not None
    assert "struck out" in reading.error


@pytest.mark.parametrize(
    "payload",
    [
        f"~~ about {NEW} ~~ that",
        f"~~1 minute: {NEW}, or ~~2",
        '{"eventTypeKey":"new","params":[{"name":"x","value":"~~old~~"},]}',
        f"ls ~~/events\n{NEW}\n",
    ],
)
def test_other_tildes_strike_nothing_out(payload: str) -> None:
    assert len(read_payload(payload).events) == 1


@pytest.mark.parametrize(
    "payload",
    [
        "eventTypeKey\tkeyValue\temail\n~~old~~\t~~1~~\t~~a@example.com~~\nnew\t2\tb@example.com\n",
        "eventTypeKey,keyValue,email\n~~old,1,a@example.com~~\nnew,2,b@example.com\n",
        "eventTypeKey,keyValue,email\n<del>old</del>,<del>1</del>,<del>a@example.com</del>\nnew,2,b@example.com\n",
        "| eventTypeKey | keyValue |\n|---|---|\n| ~~old~~ | ~~1~~ |\n| new | 2 |\n",
    ],
)
def test_a_row_of_a_table_that_is_struck_out_is_told_and_not_read(payload: str) -> None:
    reading = read_payload(payload)

    [event] = reading.events
    assert '"new"' in event.text
    assert reading.error is not None
    assert "the row is struck out" in reading.error
