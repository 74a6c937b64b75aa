"""What stands before each line of a text: the ``>`` of a quoted mail, the numbers of an editor, the ``+`` of a patch.

Each function answers None when its kind of mark is not there.
"""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Repair, excerpt_around, repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped
from yespo_console.reading.wrappings.words import is_words

_OPENING: Final = re.compile(r"[{\[]")
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_QUOTE_MARKS: Final = re.compile(r"[ \t]{0,8}(?:>[ \t\u00a0]?)+")
_NEXT_IS_QUOTED: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)[ \t]{0,8}>")
#: What was typed into Python, whose prompt looks like three levels of quoting.
_TYPED: Final = re.compile(r"[ \t]{0,8}>>> [^\r\n{\[]{0,200}[=(][ \t]{0,20}[{\[]")
_BEFORE_THE_BRACKET: Final = " \t\u00a0\"'`"
_NUMBER: Final = re.compile(r"[ \t\u00a0]{0,12}[#№]?(\d{1,6})((?:[ \t\u00a0]{0,4}[|│:.)])?)")
#: The number of a line that holds anything; in a row of a table, a cell of it follows another sign.
_NUMBER_OF_A_LINE: Final = re.compile(
    r"[ \t\u00a0]{0,12}(?P<number>\d{1,6})(?P<sign>[.:)]?)(?:[ \u00a0]|(?=[\r\n]|\Z))"
)
#: Two numbers may be those of anything.
_FEWEST_NUMBERS: Final = 3
_SPACE: Final = re.compile(r"[ \t\u00a0]*")
_BEFORE_A_NUMBER: Final = re.compile(r"[ \t\u00a0]{0,12}[#№]?0{0,5}(?=[1-9])")
#: Marks of patches, boxes and comments, and a container's name (``api-1  |``). A ``-`` is none of them: it marks what a
#: patch takes away.
_MARK: Final = re.compile(r"[ \t]{0,12}(\+|\||│|//|#|\*|[A-Za-z][\w.-]{0,60}[ \t]{1,30}\|)")
#: What journalctl, a job of GitHub and a container put before each line, of which the time is not the same in all.
_STAMPED: Final = re.compile(
    r"(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d[ \t]([\w.-]{1,100}[ \t][\w./@-]{1,100}\[\d{1,10}\]:)"
    r"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(Z))(?=[ \t\r\n])"
)
#: Any of these, and what other loggers write, before a bracket that stands alone.
_LOGGED: Final = re.compile(
    r"^(?P<before>(?=[^\r\n]{0,200}\w)[^\r\n\"'`{}=]{1,200}?)[ \t]{0,40}[{\[][ \t]{0,80}(?:\r\n|\r|\n)", re.MULTILINE
)
_DIGITS: Final = re.compile(r"\d+")
_FOUND: Final = 60
_LINE_GOES_ON: Final = re.compile(r".[ \t]{0,80}[^ \t\r\n]")


def quoted_mail(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text without the ``>`` before each line.

    The JSON begins on such a line, or all that is not words stands on such lines.
    """
    marks = _marks_before_the_bracket(text.text) or _marks_of_a_reply(text.text, budget)
    if marks is None:
        return None
    levels = marks[0].count(">")
    one_less = re.compile(rf"[ \t]{{0,8}}(?:>[ \t\u00a0]?){{1,{levels}}}")
    builder = TracedBuilder(text.original)
    position = 0
    while position < len(text):
        budget.spend(100)
        line = _LINE.match(text.text, position)
        assert line is not None
        mark = one_less.match(text.text, position)
        builder.copy(text, mark.end() if mark else position, line.end())
        position = line.end()
    return Unwrapped((builder.build(),), (repair_at(text, marks.start(), marks.end(), "mail_quoting"),))


def _marks_before_the_bracket(raw: str) -> re.Match[str] | None:
    begin = _line_of_the_bracket(raw)
    if begin is None:
        return None
    line_start, bracket = begin
    marks = _QUOTE_MARKS.match(raw, line_start)
    if marks is None or _TYPED.match(raw, line_start):
        return None
    if raw[marks.end() : bracket].strip(_BEFORE_THE_BRACKET) and not _NEXT_IS_QUOTED.match(raw, bracket):
        return None
    return marks


def _marks_of_a_reply(raw: str, budget: Budget) -> re.Match[str] | None:
    """The first marks, when all lines have some but those of whoever answered; ``>>> `` is a prompt of Python."""
    first: re.Match[str] | None = None
    position = 0
    while position < len(raw):
        budget.spend(20)
        line = _LINE.match(raw, position)
        assert line is not None
        marks = _QUOTE_MARKS.match(raw, position)
        if marks is None and not is_words(line[0]):
            return None
        first = first or marks
        position = line.end()
    return None if first is None or first[0].lstrip().startswith(">>>") else first


def marked_lines(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text without the numbers or the marks before its lines.

    The line on which the JSON begins has one, and so have the lines behind it as far as the run goes: numbers go up by
    one, marks are the same. Lines behind the run stay as they are.
    """
    begin = _line_of_the_bracket(text.text)
    if begin is None:
        return None
    line_start, bracket = begin
    stamped = _STAMPED.match(text.text, line_start)
    number = None if stamped else _NUMBER.match(text.text, line_start)
    first = stamped or number or _MARK.match(text.text, line_start)
    if first is not None and first.end() > bracket:  # that of a process
        behind = _OPENING.search(text.text, first.end())
        bracket = len(text) if behind is None else behind.start()
    if first is None or text.text[first.end() : bracket].strip(_BEFORE_THE_BRACKET):
        return None
    if (stamped or first[1][0].isalpha()) and _LINE_GOES_ON.match(text.text, bracket):
        return None  # a log, each line of which is an entry
    rest = _without_run(text, first, None if stamped else number, budget)
    return None if rest is None else Unwrapped((rest,), (_left_out(text, first, is_number=number is not None),))


def logged_lines(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text without what a logger wrote before a bracket that ends its line, and before each of the next lines.

    Only the digits of it change from line to line.
    """
    begin = _line_of_the_bracket(text.text)
    if begin is None:
        return None
    line = _LOGGED.search(text.text, begin[0])  # the first bracket may be one of the logger itself
    if line is None:
        return None
    alike = re.compile(_DIGITS.sub(r"\\d{1,30}", re.escape(line["before"])))
    if not alike.match(text.text, line.end()):
        return None
    first = alike.match(text.text, line.start())
    assert first is not None
    rest = _without_run(text, first, None, budget)
    mark = excerpt_around(first[0].strip(), _FOUND)
    return None if rest is None else Unwrapped((rest,), (repair_at(text, *first.span(), "line_marks", mark=mark),))


def _without_run(text: Traced, first: re.Match[str], number: re.Match[str] | None, budget: Budget) -> Traced | None:
    """The text without ``first`` and what is the same before the next lines; None where that is but one line.

    Args:
        text: the whole.
        first: the mark before the line on which the JSON begins.
        number: the same if it is a number, which goes up.
        budget: spent by the line.
    """
    space = _SPACE.match(text.text, first.end())
    width = space.end() - space.start() if space else 0
    builder = TracedBuilder(text.original)
    builder.copy(text, 0, first.start())
    position, lines = first.start(), 0
    while position < len(text):
        budget.spend(100)
        end = _mark_end(text.text, position, number, lines) if number else _same_mark(text.text, position, first)
        if end is None:
            break
        line = _LINE.match(text.text, end)
        assert line is not None
        space = _SPACE.match(text.text, end, end + width)
        builder.copy(text, space.end() if space else end, line.end())
        position, lines = line.end(), lines + 1
    if lines < 2:
        return None
    builder.copy(text, position)
    return builder.build()


def numbered_lines(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text without the numbers of its lines, when each has one from the first on, whatever stands behind it."""
    first = _NUMBER_OF_A_LINE.match(text.text)
    if first is None:
        return None
    wanted = int(first["number"])
    builder = TracedBuilder(text.original)
    position = 0
    while position < len(text):
        budget.spend(100)
        line = _LINE.match(text.text, position)
        assert line is not None
        number = _NUMBER_OF_A_LINE.match(text.text, position)
        if number is not None and int(number["number"]) == wanted and number["sign"] == first["sign"]:
            wanted += 1
            builder.copy(text, number.end(), line.end())
        elif line[0].strip():
            return None
        position = line.end()
    if wanted - int(first["number"]) < _FEWEST_NUMBERS:
        return None
    return Unwrapped((builder.build(),), (repair_at(text, first.start("number"), first.end("number"), "line_numbers"),))


def _line_of_the_bracket(raw: str) -> tuple[int, int] | None:
    """Where the line begins that the first bracket stands on, and where that bracket stands."""
    first = _OPENING.search(raw)
    if first is None:
        return None
    return max(raw.rfind("\n", 0, first.start()), raw.rfind("\r", 0, first.start())) + 1, first.start()


def _mark_end(raw: str, position: int, first: re.Match[str], line: int) -> int | None:
    """Where the number ends that the line at ``position`` has to have, ``line`` lines behind the first one."""
    wanted = str(int(first[1]) + line)
    before = _BEFORE_A_NUMBER.match(raw, position)
    end = before.end() if before else position
    if not raw.startswith(wanted, end):
        return None
    end += len(wanted)
    symbol = first[2].strip(" \t\u00a0")
    if not symbol:
        return end
    behind = _SPACE.match(raw, end, end + 4)
    end = behind.end() if behind else end
    return end + 1 if raw.startswith(symbol, end) else None


def _same_mark(raw: str, position: int, first: re.Match[str]) -> int | None:
    found = first.re.match(raw, position)
    return found.end() if found and found.groups() == first.groups() else None


def _left_out(text: Traced, first: re.Match[str], *, is_number: bool) -> Repair:
    if is_number:
        return repair_at(text, first.start(), first.end(), "line_numbers")
    return repair_at(text, first.start(), first.end(), "line_marks", mark=first[0].strip(" \t"))
