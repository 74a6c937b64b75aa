"""Lines that a program broke, so that no break inside a text of an event is known to belong there.

They show by the one width that all of them have, or by an address that goes on in the next line; and a single line that
is as wide as a program leaves one may be such a line unless something says that the break was written.
"""

import re
from collections.abc import Iterable
from typing import Final

from yespo_console.events.event import Object
from yespo_console.events.json_text import parse
from yespo_console.platform.i18n import _
from yespo_console.reading.mending.refusal import REFUSALS
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import ReadEvent, Repair

#: Nothing wraps lines at less.
_NARROWEST: Final = 40
#: So many line breaks are looked at one by one.
_MOST: Final = 500
#: No address is longer.
_LONGEST: Final = 2000
#: A text that is an address up to the end of a line, and how it goes on.
_ADDRESS: Final = re.compile(r"[\"']https?://[^\s\"'<>]{1,2000}\Z")
_GOES_ON: Final = re.compile(r"\s{1,9}(?!https?://)[^\s\"'<>\\]{1,2000}\\{0,7}[\"']")
#: A single line is not taken for one that a program broke where the next word would have fitted into so many columns.
_WIDE: Final = 72
#: No mail program leaves wider lines. Whatever does breaks them anywhere, and seldom right before a sentence.
_WIDEST_OF_A_MAIL: Final = 80
_BREAK: Final = re.compile(r"\r?\n")
_LINE: Final = re.compile(r"[^\r\n]*")
#: The rest of a member's name.
_NAME_GOES_ON: Final = re.compile(r"[^\"\r\n]{0,80}\"\s{0,9}:")
#: How a line begins that nothing was moved to: blank, with an indent or the bullet of a list.
_BEGUN: Final = re.compile(r"[ \t]*(?:[\r\n]|\Z)|[ \t]{2}|[ \t]?(?:[-*•–—][ \t]|\d{1,3}[.)][ \t])")
#: How a mail program marks a line that goes on in the next one; two spaces are a line break of Markdown.
_FLOWED: Final = re.compile(r"[^ ] \Z")
#: So much of the lines above and below such a line is looked at.
_NEAR: Final = 4000
#: The end of a text in quotes.
_ENDS: Final = re.compile(r"(?<!\\)(?:[\"”»`]|'\s{0,9}[,})\]])")
_FIRST_WORD: Final = re.compile(r"[^\s\"\\]{0,40}")


def wrapped_line(text: Traced, events: Iterable[ReadEvent]) -> str | None:
    """Why a line break inside a text is none to keep: it is in a name or an address, or its line or all are full.

    Of those where all lines are full the first is named.
    """
    broken = [event for event in events if any(repair.code == "line_break" for repair in event.repairs)]
    if not broken:
        return None
    breaks = [repair for event in broken for repair in event.repairs if repair.code == "line_break"]
    original = text.original.text
    found = next(
        (each for each in breaks[:_MOST] if _is_in_address(original, each.offset) or _may_be_moved(original, each)),
        None,
    )
    if found is None and any(map(_has_broken_name, broken)):
        found = breaks[0]
    if found is None:
        found = next((repair for repair in breaks if repair.before in "\r\n"), None)
        if found is None or not _is_wrapped(text.text.strip().splitlines()):
            return None
    return _("Line {line}, column {column}: {reason}").format(
        line=found.line, column=found.column, reason=_(REFUSALS["wrapped"])
    )


def _is_in_address(original: str, offset: int) -> bool:
    return (
        _ADDRESS.search(original, max(0, offset - _LONGEST), offset) is not None
        and _GOES_ON.match(original, offset) is not None
    )


def _has_broken_name(event: ReadEvent) -> bool:
    """Whether the event or one of its params is called by two lines, which nothing is."""
    body = parse(event.text)
    if not isinstance(body, Object):
        return False
    params = body.get("params")
    named = [body.get("eventTypeKey")]
    if isinstance(params, Object):
        named += params.names
    elif isinstance(params, tuple):
        named += [param.get("name") for param in params if isinstance(param, Object)]
    return any(isinstance(name, str) and "\n" in name for name in named)


def _may_be_moved(original: str, repair: Repair) -> bool:
    """Whether the rest of a line may have been moved to the next one: it is as wide as any, and goes on there."""
    line_break = _BREAK.match(original, repair.offset)
    if line_break is None or repair.before[:1] not in ("\r", "\n"):
        return False
    behind = line_break.end()
    if _NAME_GOES_ON.match(original, behind) is not None or original[repair.offset - 1] == "=":
        return True  # an equals sign ends a line of a mail's source that goes on
    begin = original.rfind("\n", 0, repair.offset) + 1
    rest = _LINE.match(original, behind)
    assert rest is not None  # it matches nothing, too
    width = repair.offset - begin
    wanted = width + 1 + _first_word(original, behind)
    if wanted <= _WIDE or _BEGUN.match(original, behind) is not None:
        return False
    if width <= _WIDEST_OF_A_MAIL and _FLOWED.search(original, begin, repair.offset) is not None:
        return True
    above = original[max(0, begin - _NEAR) : begin].replace("\r\n", "\n").rpartition("\n\n")[2]
    below = original[behind : behind + _NEAR].replace("\r\n", "\n").partition("\n\n")[0]
    widest = max(width, *map(len, above.split("\n")), *map(len, below.split("\n")))
    if wanted <= widest:
        return False
    if _is_short(original, rest) and _ENDS.search(rest[0]) is None:
        return False  # the text has a short line, too
    if any(letter < " " for letter in original[begin : repair.offset].lstrip() + rest[0].rstrip()):
        return False  # nor is a tabulator in it written as JSON wants it
    first = rest[0].lstrip(" ")[:2]
    is_sentence = first[:1].isupper() and not first[1:].isupper() and not first[1:].isdigit()
    return not is_sentence or width <= _WIDEST_OF_A_MAIL


def _first_word(original: str, begin: int) -> int:
    """The length of the first word of a line."""
    word = _FIRST_WORD.match(original, begin)
    assert word is not None  # it matches nothing, too
    return len(word[0])


def _is_short(original: str, line: re.Match[str]) -> bool:
    """Whether the first word of the next line would have fitted into this one."""
    line_break = _BREAK.match(original, line.end())
    following = 0 if line_break is None else _first_word(original, line_break.end())
    return len(line[0]) + 1 + following <= _WIDE


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines were cut at one width, or filled with words up to one."""
    full = lines[:-1]
    width = max(map(len, full), default=0)
    if width < _NARROWEST or len(full) < 2:
        return False
    if min(map(len, full)) == width:
        return True
    firsts = (line.split(maxsplit=1)[:1] for line in lines[1:])
    return len(full) > 2 and all(
        len(line) + 1 + sum(map(len, first)) > width for line, first in zip(full, firsts, strict=True)
    )
