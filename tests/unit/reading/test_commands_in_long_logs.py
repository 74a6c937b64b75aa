"""Commands that a long log quotes: none of their events is lost without a word."""

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
FIRST = '"{\\"eventTypeKey\\":\\"first\\",\\"params\\":[]}"'
LAST = '"{\\"eventTypeKey\\":\\"last\\",\\"params\\":[]}"'
#: Nobody closes the quote before the first command, so it is read from its name on.
LINE = "it's 10:00:01 run: {quote}curl {url} -d {body}{quote}\n"
QUIET = "10:00:02 nothing to send, and so nothing was sent to anybody\n"


def _log(quote: str, lines: int) -> str:
    first, last = (LINE.format(quote=quote, url=URL, body=body) for body in (FIRST, LAST))
    return first + QUIET * lines + last.removeprefix("it's ")


@pytest.mark.parametrize("lines", [20, 3000])
def test_commands_behind_many_lines_are_read(lines: int) -> None:
    reading = read_payload(_log("", lines))

    assert [event.text for event in reading.events] == [
        '{"eventTypeKey":"first","params":[]}',
        '{"eventTypeKey":"last","params":[]}',
    ]
    assert reading.error is None


@pytest.mark.parametrize("lines", [20, 3000, 6000])
def test_commands_that_are_not_read_are_told(lines: int) -> None:
    reading = read_payload(_log("`", lines))

    assert len(reading.events) == 1
    assert reading.error is not None
    assert reading.error.startswith(f"Line {lines + 2}, column ")
