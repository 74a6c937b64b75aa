"""The calls that send another event to Yespo than those of the text, whose body stands somewhere else.

Only a call that sends by its name counts, to an address of an event call or with the same address as a call that sends
an event of the text, and only where nothing in the text can be what it sends: each name in its body is one that the
text does not have, or that it sets to what such names and calls give. A parameter, a loop, a function of the text, or
whatever else is done with such a name may be where its events come from, and then nothing is said.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.platform.i18n import _
from yespo_console.reading.addresses import is_event_call
from yespo_console.reading.finder import FoundRequest
from yespo_console.reading.spans import Span, Spans
from yespo_console.reading.word_set import word_set

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: A call that sends by its name, as the beginning of what spells it, up to its address or the name of that.
_SENDING: Final = re.compile(
    r"(?:await\s{1,9}|new\s{1,9})?(?P<called>[\w.$:>\\-]{0,200}?(?:fetch|axios|ajax|(?:send|post)\w{0,40}|request)"
    r"|Invoke-RestMethod|Invoke-WebRequest|irm|iwr)\s{0,9}\(?\s{0,99}"
    r"(?:['\"]POST['\"],\s{0,9}|(?:-(?!Uri)\w{1,40}[\s`]{1,9}(?:[\w$]{1,40}[\s`]{1,9})?){0,5}-Uri\s{1,9}"
    r"|\{[^{}'\"]{0,200}(?:['\"]POST['\"][^{}'\"]{0,200})?url['\"]?:\s{0,9})?"
    r"(?:[frb@]?['\"`]?(?P<address>https?://[^\s'\"`<>]{1,2000})['\"`]?|(?P<name>\$?[A-Za-z_]\w{0,60})(?=\s{0,9},|\s{1,9}-))",
    re.IGNORECASE,
)
#: What a body is called where it has a name, and what makes a file one.
_NAMED: Final = re.compile(
    r"(?:(?<![\w$])['\"]?(?:json|data|body|content)['\"]?\s{0,9}(?:=>|=(?!=)|:(?!:))\s{0,9}|-Body[\s`]{1,9})",
    re.IGNORECASE,
)
_FILE: Final = re.compile(r"-InFile\s|\b(?:open|readFileSync|file_get_contents)\s?\(|\bFile\.read\b|\bGet-Content\b")
_FILE_NAME: Final = re.compile(
    rf"(?:{_FILE.pattern})(?:\s{{0,9}}(?:-(?:Path|LiteralPath)\s{{1,9}})?\(?\s{{0,9}}[\"']?)([\w./\\-]{{1,200}}\.\w{{1,9}})"
)
#: It is given how to send, and the body later.
_LATER: Final = re.compile(r"(?:await\s{1,9})?[\w.$>-]{0,200}\brequest\s?\(", re.IGNORECASE)
_NEXT: Final = re.compile(r"\s*,\s*(?![\s\w]{1,60}=(?!=)|[\[{])")
#: An address; and a body that is set apart from that.
_ADDRESS: Final = re.compile(r"https?://[^\s'\"`<>]{1,2000}")
_APART: Final = re.compile(
    r"(?<![\w.])\w{1,60}\.send\(|CURLOPT_POSTFIELDS['\"]?\s{0,9}(?:,|=>)\s{0,9}|(?<![\w.])\w{1,60}\.body\s{0,9}=\s{0,9}(?!=)"
)
#: A bracket, a text in quotes, or what parts two arguments.
_PART: Final = re.compile(r"'(?:[^'\\\n]|\\.)*+'|\"(?:[^\"\\\n]|\\.)*+\"|`[^`]*+`|[()\[\]{},;]|\s-\w")
_QUOTED: Final = re.compile(r"'(?:[^'\\\n]|\\.)*+'|\"(?:[^\"\\\n]|\\.)*+\"|`[^`]*+`")
#: A name that is no member of something and names no argument or member itself.
_NAME: Final = re.compile(r"(?<![\w.$@-])(?<!->)(?<!::)(?:\.\.\.)?(\$?[A-Za-z_]\w*)(?!\s{0,9}(?::(?!:)|=>?(?!=))|\w)")
_ANY_NAME: Final = re.compile(r"(?<![\w$])\$?[A-Za-z_]\w*")
#: Names of the languages: what encodes or reads something, or makes a copy of it.
_OF_LANGUAGE: Final = word_set(
    "await new async return function None True False null true false undefined JSON json dumps loads load json_encode "
    "json_decode open str dict list bytes array array_merge Object assign Array File read Get Content Raw "
    "ConvertTo ConvertFrom Json Depth Compress Encoding UTF8 file_get_contents readFileSync fs require encode"
)
#: Whoever holds or is given these may get its events from anywhere in the text.
_ANYWHERE: Final = frozenset(("self", "this", "$this", "cls", "$_", "it", "super", "args", "kwargs"))
#: A name that is set, up to the end of the line.
_SET: Final = (
    r"^[ \t]*(?:(?:const|let|var|my|final)[ \t]+)?{name}[ \t]*=(?![=>~])[ \t]*(?P<value>[^\n{{}}\[\]]*?);?[ \t\r]*$"
)
_IMPORT: Final = re.compile(r"[ \t]*(?:import|from|use|require)\b[^=]*\Z")
#: A text into which something is put.
_HOLE: Final = re.compile(r"[{$#]")
_LONGEST: Final = 2500
#: So many calls and names are looked at, and names through so many others.
_MOST: Final = 200
_DEEPEST: Final = 5


def unread_sends(reader: "CodeReader", events: Sequence[Node]) -> Iterator[FoundRequest]:
    """Why a call that sends something to Yespo gives no event, for each whose body is not in the text.

    ``events`` are those of the text, in its order; a call that holds one sends it.
    """
    if events:
        looking = _Sends(reader, events)
        yield from (looking.refusal(call) for call in looking.unread())


class _Sends:
    """The calls of one text that send something to Yespo."""

    def __init__(self, reader: "CodeReader", events: Sequence[Node]) -> None:
        self._reader = reader
        self._raw = reader.code.text.text
        self._events = Spans((reader.code.start(each), reader.code.end(each)) for each in events)
        self._starts = [each.start_byte for each in events]
        self._bodies: dict[Span, str] = {}
        #: Names, and whether nothing in the text can be what they hold.
        self._unknown: dict[str, bool] = {}
        #: The lines in which the names are set that are looked at.
        self._settings: set[int] = set()

    def unread(self) -> list[Span]:
        """Where those stand whose body is not in the text."""
        known: set[str] = set()
        others: list[tuple[Span, re.Match[str], str]] = []
        for call in self._reader.calls:
            self._reader.budget.spend(4)
            begin = self._reader.code.start(call)
            spelled = self._raw[begin : min(begin + _LONGEST, self._reader.code.end(call))]
            sending = _SENDING.match(spelled)
            if sending is None:
                continue
            self._reader.budget.spend(200)
            first = bisect_left(self._starts, call.start_byte)
            if first < len(self._starts) and self._starts[first] < call.end_byte:
                known.add(sending["name"] or "")
            elif len(others) < _MOST:
                others.append(((begin, begin + len(spelled)), sending, spelled))
        for span, sending, spelled in others:
            if self._goes_to_yespo(sending, known) and (body := _body(spelled, sending.end())) is not None:
                self._bodies[span] = body
        self._bodies |= self._set_apart()
        bodies = self._bodies.items()
        return [
            span for span, body in bodies if not self._has_file(self._raw[slice(*span)]) and self._is_elsewhere(body)
        ]

    def _set_apart(self) -> dict[Span, str]:
        """What is sent by a request that was given its address before."""
        found: dict[Span, str] = {}
        addresses = [(each.start(), each[0]) for each in _ADDRESS.finditer(self._raw)]
        for body in islice(_APART.finditer(self._raw), _MOST):
            above = bisect_left(addresses, (body.start(), "")) - 1
            if above < 0 or not is_event_call(addresses[above][1]):
                continue
            spelled = self._raw[body.start() : body.start() + _LONGEST].partition("\n")[0]
            expression = _expression(spelled, body.end() - body.start())
            if not self._events.touch(body.start(), body.start() + len(spelled)):
                found[body.start(), body.start() + len(spelled)] = expression
        return found

    def refusal(self, span: Span) -> FoundRequest:
        """Why the call there gives no event."""
        line, _column = self._reader.code.text.line_column(span[0])
        reason = _(
            "The body of the call in line {line} cannot be read: what it sends is not in the text. Print the finished "
            "event and paste that."
        ).format(line=line)
        return FoundRequest(self._reader.code.text.slice(0, 0), error=reason)

    def _goes_to_yespo(self, sending: re.Match[str], known: set[str]) -> bool:
        if sending["address"] is not None:
            return is_event_call(sending["address"])
        name = sending["name"]
        given = re.compile(rf"{_start_of(name)}[ \t]*=[ \t]*['\"](https?://[^\s'\"]{{1,2000}})", re.MULTILINE)
        addresses = [match[1] for match in given.finditer(self._raw)]
        return name in known if not addresses else all(map(is_event_call, addresses))

    def _is_elsewhere(self, expression: str, depth: int = 0) -> bool:
        """Whether nothing in the text can be what an expression gives."""
        names = _names(expression)
        has_holes = any(_HOLE.search(each[0]) for each in _QUOTED.finditer(expression))
        if depth > _DEEPEST or has_holes or not names.isdisjoint(_ANYWHERE):
            return False
        if any(self._is_set(name) for name in names & _OF_LANGUAGE):
            return False
        names -= _OF_LANGUAGE
        if not names:
            return _FILE.search(expression) is not None and not self._has_file(expression)
        return all(self._is_unknown(name, depth) for name in sorted(names)[:_MOST])

    def _is_set(self, name: str) -> bool:
        """Whether the text gives something to a name that languages have, too: ``const json = ..``."""
        self._reader.budget.spend(len(self._raw) // 8)
        return re.search(rf"^[ \t]*(?:\w{{1,40}}[ \t]+)?{name}[ \t]+=(?![=>~])", self._raw, re.MULTILINE) is not None

    def _has_file(self, spelled: str) -> bool:
        """Whether the text has the name of a file that is read there once more: it may say what is in it."""
        file = _FILE_NAME.search(spelled)
        return file is not None and self._raw.count(file[1]) > 1

    def _is_unknown(self, name: str, depth: int) -> bool:
        """Whether the text has a name only in such calls, or where it sets it to what is not in the text either."""
        if name not in self._unknown:
            self._unknown[name] = True  # meets itself
            self._unknown[name] = self._has_no_other(name, depth)
        return self._unknown[name]

    def _has_no_other(self, name: str, depth: int) -> bool:
        places = self._places.get(name, ())
        self._reader.budget.spend(50 + 10 * len(places))
        set_to = re.compile(_SET.format(name=re.escape(name)))
        for place in places:
            if self._calls.touch(place, place + len(name)):
                continue
            begin = self._raw.rfind("\n", 0, place) + 1
            end = self._raw.find("\n", place)
            end = len(self._raw) if end < 0 else end
            line = self._raw[begin:end]
            setting = set_to.match(line)
            if begin in self._settings or _IMPORT.match(line):
                continue
            if setting is None or self._events.touch(begin, end):
                return False
            self._settings.add(begin)
            is_elsewhere = self._is_elsewhere(setting["value"], depth + 1)
            self._settings.discard(begin)
            if not is_elsewhere:
                return False
        return True

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Where each name of the text stands."""
        self._reader.budget.spend(len(self._raw))
        found: dict[str, list[int]] = {}
        for match in _ANY_NAME.finditer(self._raw):
            found.setdefault(match[0], []).append(match.start())
        return found

    @cached_property
    def _calls(self) -> Spans:
        return Spans(self._bodies)


def _start_of(name: str) -> str:
    return rf"(?<![\w$]){re.escape(name)}"


def _names(expression: str) -> set[str]:
    return set(_NAME.findall(_QUOTED.sub("''", expression)))


def _body(spelled: str, address: int) -> str | None:
    """What a call sends that has its address up to there; None where it does not say."""
    named = _NAMED.search(spelled, address) or _NAMED.search(spelled)
    if named is not None:
        return _expression(spelled, named.end())
    if (file := _FILE.search(spelled)) is not None:
        return file[0]
    if _LATER.match(spelled):
        return None
    following = _NEXT.match(spelled, address)
    return None if following is None else _expression(spelled, following.end())


def _expression(spelled: str, begin: int) -> str:
    """What stands from ``begin`` up to the end of the argument."""
    depth = 0
    for part in _PART.finditer(spelled, begin):
        if part[0] in ("(", "[", "{"):
            depth += 1
        elif part[0] in (")", "]", "}"):
            depth -= 1
            if depth < 0:
                return spelled[begin : part.start()]
        elif not depth and part[0][0] not in "'\"`":
            return spelled[begin : part.start()]
    return spelled[begin:]
