"""What a line of a log or a cell quotes: it has escapes of its own around whatever it says, and they are undone first.

A message is a string of JSON (``"message": "send {'a': '27\\" x'}"``) or the value of a name (``msg="..."``), and may
be source code or a command, whose own escapes only count within. It is undone where the quotes are whole: both are
there, as such a line writes them, and so is each escape between them.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NamedTuple

from yespo_console.reading import escapes
from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import Dialect, unescape
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import repair_at

#: A text in double quotes; one that never ends goes to the end of its line, in which a log has no line break.
_QUOTED: Final = re.compile(r'"(?P<text>(?:[^"\\\r\n]|\\.)*+)(?P<end>"|\\?(?=[\r\n]|\Z))')
#: The same as C# and Visual Basic print it: each quote in it is doubled.
_DOUBLING: Final = re.compile(r'(?<![^\s=:,\[({])"(?P<text>(?:[^"]|"")*+)(?P<end>"(?![^\s,}\]);.])|\Z)')
_STRING: Final = re.compile(r'(?:[^"\\]|\\.)*+', re.DOTALL)
#: What stands before and behind quotes that a log wrote.
_BEFORE: Final = re.compile(r"(?:\A|[\s=:,\[({])\Z")
_BEHIND: Final = re.compile(r"[\s,}\]);.]|\Z")
#: The same where such a text surely begins: the value of a member of JSON, or of a name.
_SURELY_BEFORE: Final = re.compile(r"(?:[\"']\s{0,9}:\s{0,9}|[\w.\]-]=)\Z")
#: The name of a member, as Python prints it; the text behind it is one of Python too.
_BEHIND_NAME: Final = re.compile(r"'\s{0,9}:\s{0,9}\Z")
#: A text with escapes of JSON and no others.
_OF_JSON: Final = re.compile(r"(?:[^\\]|\\[\"\\/bfnrtu])*+", re.DOTALL)
#: These escapes are those of such a quoting or of none.
_SURELY_ESCAPED: Final = re.compile(r'\\["\\]')
#: A command that may stand in a text; such a one in quotes.
_NAME: Final = r"\b(?:(?:curl(?:\.exe)?|wget|https?|xhs?)(?=[ \t\\^`])|(?:Invoke-(?:RestMethod|WebRequest)|irm|iwr)\b)"
_COMMAND: Final = re.compile(_NAME, re.IGNORECASE)
_QUOTED_COMMAND: Final = re.compile(
    rf"(?:\"\s{{0,9}}:\s{{0,9}}|=(?<=[\w.\]-]=))\"(?:[^\"\\]|\\.){{0,200}}?(?i:{_NAME})"
)
#: An event in JSON, whose own quotes are escaped or doubled, as everybody knows them from there.
_JSON: Final = re.compile(r'(?:\\+|")"(?:eventTypeKey|eventKey)')
#: So far back is looked for what stands before a quote.
_NEAR: Final = 20


class Quotation(NamedTuple):
    """A text in the quotes of a log.

    Attributes:
        begin, end: where it stands, with its quotes.
        inner: what it says.
        is_doubled: whether each quote within stood twice; else the escapes were those of JSON.
    """

    begin: int
    end: int
    inner: Traced
    is_doubled: bool = False


class Quotations:
    """The quoted texts of an entry, asked for its keys one after the other: the entry is gone through once."""

    def __init__(self, entry: Traced) -> None:
        self._entry = entry
        self._texts = _Passing(_QUOTED, entry.text if "\\" in entry.text else "")
        self._doubling = _Passing(_DOUBLING, entry.text if '""' in entry.text else "")

    def around(self, key: re.Match[str]) -> Quotation | None:
        """The text in whose quotes the key of an event stands; None where it stands in none that are to be undone.

        Raises:
            RefusedError: the quotes are not whole, so that what is escaped there cannot be told.
        """
        if key["quote"] == '"' and not key["slashes"]:  # its own quote would end the text
            return None
        doubling = self._doubling.around(key)
        if doubling is not None and '""' in doubling["text"]:
            if not doubling["end"]:
                raise RefusedError(self._entry, doubling.start(), "string_cut_off", final=True)
            return Quotation(*doubling.span(), unescape(self._entry, escapes.CELL, *doubling.span("text")), True)
        quoted = self._texts.around(key)
        if quoted is None or "\\" not in quoted["text"]:
            return None
        raw = self._entry.text
        before = raw[max(0, quoted.start() - _NEAR) : quoted.start()]
        if not quoted["end"].startswith('"'):
            if not key["slashes"] and _SURELY_BEFORE.search(before):
                raise RefusedError(self._entry, quoted.start(), "string_cut_off", final=True)
            return None
        if not _BEFORE.search(before) or not _BEHIND.match(raw, quoted.end()):
            return None
        dialect: Dialect = escapes.JSON
        if _BEHIND_NAME.search(before):
            dialect = escapes.PYTHON
        elif not _OF_JSON.fullmatch(quoted["text"]):  # nobody has escaped it, or somebody in another way
            if not key["slashes"] and (mark := _SURELY_ESCAPED.search(raw, *quoted.span("text"))):
                raise RefusedError(self._entry, mark.start(), "backslash", final=True)
            return None
        return Quotation(*quoted.span(), unescape(self._entry, dialect, *quoted.span("text")))


class _Passing:
    """The matches of a pattern, passed one by one."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self._matches = pattern.finditer(text)
        self._at = next(self._matches, None)

    def around(self, key: re.Match[str]) -> re.Match[str] | None:
        """The one in which a key stands; it stands behind every key that was asked for before."""
        while self._at is not None and self._at.end() <= key.start():
            self._at = next(self._matches, None)
        return self._at if self._at is not None and self._at.start() < key.start() else None


def string_around(entry: Traced, at: int, start: int) -> Quotation | None:
    """The text whose escapes stand around ``at``, whatever its quotes are."""
    string = entry.text
    begin = string.rfind('"', start, at)
    while begin > start and string[begin - 1] == "\\":
        begin = string.rfind('"', start, begin)
    if begin < 0:
        return None
    match = _STRING.match(string, begin + 1)
    end = match.end() if match else begin + 1
    return Quotation(begin, end + 1, unescape(entry, escapes.JSON, begin + 1, end))


def is_all(string: str, begin: int, end: int, depth: int) -> bool:
    """Whether a text in quotes is all that the quotes around it hold: then these are its own, not those of the log."""
    before, behind = string[:begin].rstrip(), string[end:].lstrip()
    if depth > 0 and not before and not behind:
        return True
    return before[-1:] == '"' == behind[:1] and before[-2:] != '\\"'


def is_quoted(entry: Traced) -> bool:
    """Whether a text was taken out of quotes."""
    start = entry.offset(0)
    return start > 0 and entry.original.text[start - 1] == '"'


def with_undoing_told(requests: Iterable[FoundRequest], *, is_doubled: bool, is_command: bool) -> list[FoundRequest]:
    """What was found in a text that stood in quotes, with a repair where these have changed how it is read.

    JSON in such a text is escaped as everybody knows it, and nothing is told of that.
    """
    code, mark = ("doubled_quotes", '""') if is_doubled else ("escaped_text", "\\")
    told = []
    for each in requests:
        raw = "" if each.error is not None else each.body.original.text[slice(*each.body.edges())]
        is_told = any(repair.code == code for repair in each.repairs)
        if mark in raw and not is_told and (is_command or not _JSON.search(raw)):
            each = replace(each, repairs=(repair_at(each.body, 0, 0, code), *each.repairs))
        told.append(each)
    return told


def may_quote_command(text: str) -> bool:
    """Whether a text has a command in quotes as a log writes them."""
    return _QUOTED_COMMAND.search(text) is not None


def find_command(text: Traced, budget: Budget) -> Found | None:
    """The commands that a quoted text holds, for those who know them."""
    if _COMMAND.search(text.text) is None:
        return None
    from yespo_console.reading.commands.finders import find_curl, find_httpie, find_wget
    from yespo_console.reading.source_code.finders import find_powershell

    for finder in (find_powershell, find_curl, find_wget, find_httpie):
        found = finder(text, budget)
        if found is not None:
            return found
    return None
