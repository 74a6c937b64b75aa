"""Events that stand apart among words which hold brackets or quotes: an answer, a link, the times of a chat, headers.

What a bracket belongs to is decided by the whole that it opens. An event ends where its own brackets are closed; what
does not touch it and holds no member of an event, no param and no code can be no part of it, however many brackets and
quotes stand in it. All else (a bracket that nothing opens or closes, members beside the event, a comment or an
assignment before it, a straight quote around it) may be a part of it or say more about it: then nothing stands apart.
"""

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from yespo_console.events.event import Node
from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.reading.addresses import is_event_call
from yespo_console.reading.bodies import is_body
from yespo_console.reading.budget import Budget
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair, excerpt_around, repair_at

#: Where a sound value ends.
_scan: Final = json.JSONDecoder(object_pairs_hook=lambda _pairs: None, parse_float=str, parse_int=str).raw_decode
#: What follows the bracket of a block of code, and that of no JSON.
_NO_VALUE: Final = re.compile(r"\{[ \t\r\n]*+[^ \t\r\n\"}]|\[[ \t\r\n]*+[^ \t\r\n\"{\[\]ntfNI\-0-9]")
_BRACKET: Final = re.compile(r"[{}\[\]]")
#: Brackets right behind an event; which of them is one too many is for whoever reads the event to say.
_CLOSING: Final = re.compile(r"(?:[ \t\r\n]*[\]}])+")
#: What an opening bracket ends a line with: the next line that is not empty and its margin.
_LAYOUT: Final = re.compile(r"[{\[][ \t]*+\r?+\n(?:[ \t\r\n]*\n)?([ \t]*+)")
#: A member that belongs to an event, wherever it stands; the colon may be that of a list of them, or be missing.
MEMBER: Final = re.compile(
    r"(?:eventTypeKey|eventKey|keyValue)[\"'“”]?[ \t]{0,9}(?:[:=]|=>)|[\"'“”](?:params|parameters)[\"'“”]\s{0,9}:"
    r"|\{[\s>]{0,99}[\"'“”](?:eventTypeKey|eventKey|keyValue)[\"'“”]"
)
#: What an event may go on with: a comma and a name, or a name, and its colon.
_GOES_ON: Final = re.compile(r"\s*+,?\s*+[\"'“”][^\"'“”\r\n]{0,128}[\"'“”]\s{0,9}:|\s*+,\s*+\w{1,60}\s{0,9}:")
#: All that stands between two events, as a sentence names the second: no member of the first has an event for a value.
_SAID: Final = re.compile(r"\s{0,99},\s{1,99}[^\W\d]\w{0,60}\s{0,9}:\s{0,99}\Z")
#: What may stand right before and right behind an event: white space, marks of a sentence, brackets and quotes.
_BEFORE: Final = re.compile(r"(?:^|[\s(«“„<*:.,!?—–>])\Z")
_BEHIND: Final = re.compile(r"[\s.,:!?…)»”>*%—–]|;(?=[ \t]{1,9}[^\W\d_a-zA-Z])|\Z")
#: The event is in a comment, or what stands before it takes it: ``x =``, ``send(``.
_TAKEN: Final = re.compile(r"^\s*+(?:#|--)|(?<!:)//|=\s*+\Z")
_CALLED: Final = re.compile(r"\w\([^()]*\Z")
_CALL: Final = 400
_COMMENTS: Final = (("/*", "*/"), ("<!--", "-->"))
#: Code that may do something with the event: it sets something, calls something of something, or ends a statement.
_CODE: Final = re.compile(
    r"^[ \t]*+(?:\w{1,20}[ \t]{1,9})?[$@]?[\w.$>\[\]\"'{}-]{1,100}[ \t]{0,9}[-+*.|?:]{0,2}=(?![=>])"
    r"|^[ \t]*+(?:del|delete|unset)[ \t(]+\S{1,100}[.\[>]|\w\.\w{1,60}\(|\$[A-Za-z_]|[)\]}][ \t]{0,9};[ \t]*+$|<\?"
    r"|<<|@[\"']|\"\"\"|'''|[\"'“”][ \t]{0,9}:\s{0,9}(?:[\"'“”{\d]|true|false|null)",
    re.MULTILINE,
)
_VALUE_OF_A_PARAM: Final = re.compile(r"\bvalue[\"'“”]?\s{0,9}:")
_ADDRESS: Final = re.compile(r"https?://[^\s\"'<>\\,]{1,300}")
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
#: A word that no program is written in, and what is in quotes, which may be in any language.
_NO_CODE: Final = re.compile(r"[^\W\d_a-zA-Z]")
_QUOTED: Final = re.compile(r"\"[^\"\r\n]*+\"|'[^'\r\n]*+'|(?://|#)[^\r\n]*+")
_INK: Final = re.compile(r"\S")
_WORD: Final = re.compile(r"[^\W_]")
_FOUND: Final = 60


@dataclass(frozen=True, slots=True)
class _Group:
    """A pair of brackets at the top of the text and what it holds.

    Attributes:
        start, end: where it stands.
        node: what it says as sound JSON; None when it is none.
        is_event: it is an event or a list of some, sound or broken.
    """

    start: int
    end: int
    node: Node | None
    is_event: bool


def standing_apart(text: Traced, budget: Budget, *, sound: bool = False) -> Found | None:
    """The events that stand apart in a text, each with what was left out behind it, and the first with what is before.

    None when there are none, or when nothing stands around them; with ``sound``, also when one of them is broken, or
    when no word tells by its letters that it is none of a program.
    """
    raw = text.text
    if not mentions_event(raw):
        return None
    groups = []
    for group in _groups(raw, budget):
        if group is None or (sound and group.is_event and group.node is None):
            return None
        groups.append(group)
    events = [group for group in groups if group.is_event]
    edges = [0, *(edge for event in events for edge in (event.start, event.end)), len(raw)]
    around = list(zip(edges[::2], edges[1::2], strict=True))
    if not events or not any(raw[begin:end].strip() for begin, end in around) or not _are_words(raw, around, groups):
        return None
    if sound and not any(_NO_CODE.search(_QUOTED.sub("", raw[begin:end])) for begin, end in around):
        return None
    return found_apart(text, [(event.start, event.end) for event in events], budget)


def found_apart(text: Traced, events: Sequence[tuple[int, int]], budget: Budget, known: Iterable[str] = ()) -> Found:
    """The events that stand at these places, and what stands around them told; credentials but for ``known`` ones."""
    edges = [0, *(edge for event in events for edge in event), len(text)]
    around = list(zip(edges[::2], edges[1::2], strict=True))
    told = [_told(text, begin, end) for begin, end in around]
    told[1] = told[0] + told[1]
    credentials = Credentials(text.original, known)
    address: str | None = None
    if len(events) == 1:
        address = _address(text, *around[-1], credentials)
    requests: list[FoundRequest] = []
    for event, (begin, end), repairs in zip(events, around, told[1:], strict=False):
        budget.spend(100 + end - begin)
        address = _address(text, begin, end, credentials) or address
        requests.append(FoundRequest(text.slice(*event), address, repairs))
    return Found("json", tuple(requests), credentials.found)


def _address(text: Traced, begin: int, end: int, credentials: Credentials) -> str | None:
    """The last address of an event call that words name."""
    found: str | None = None
    for match in _ADDRESS.finditer(text.text, begin, end):
        address = match[0].rstrip(".:;!?)]}»”*>")
        if is_event_call(address):
            found = credentials.address(address, text.offset(match.start()))
    return found


def _told(text: Traced, begin: int, end: int) -> tuple[Repair, ...]:
    part = text.slice(begin, end).strip()
    if not part.text:
        return ()
    return (repair_at(part, 0, len(part), "text_around", found=excerpt_around(part.text, _FOUND)),)


def _groups(raw: str, budget: Budget) -> Iterator[_Group | None]:
    """The brackets at the top of a text; None, and no more, where a bracket has no other half."""
    position = 0
    while (bracket := _BRACKET.search(raw, position)) is not None:
        start = bracket.start()
        budget.spend(200 + start - position)
        position = start
        if bracket[0] in "}]":
            yield None
            return
        node, end = sound_value(raw, start, budget)
        if not end:
            end = end_of_brackets(raw, start)
            budget.spend((end or len(raw)) - start)
        is_event = is_event_json(node) if node is not None else mentions_event(raw[start:end])
        if is_event and (behind := _CLOSING.match(raw, end)) is not None:
            end = behind.end()
        if not end or (node is not None and not is_event and mentions_event(raw[start:end])):
            yield None  # never closed; or an event deeper within something else
            return
        yield _Group(start, end, node, is_event)
        position = end


def sound_value(raw: str, start: int, budget: Budget) -> tuple[Node | None, int]:
    """The sound JSON that begins at ``start``, and where it ends; None and 0 when it is none."""
    if _NO_VALUE.match(raw, start) is not None:
        return None, 0  # to be told so by the scanner costs a count of all lines above
    end = start
    try:
        _value, end = _scan(raw, start)
        return parse(raw[start:end]), end
    except json.JSONDecodeError as fault:
        end = fault.pos
    except (RecursionError, JsonTextError):
        pass
    finally:
        budget.spend(end - start)
    return None, 0


def end_of_brackets(raw: str, start: int) -> int:
    """Where the bracket at ``start`` is closed, or 0.

    In layout of several lines, that is where a line begins with a bracket as far left as the one with it did; else all
    brackets count, those in quotes too, since quotes may be broken.
    """
    if (end := end_of_layout(raw, start)) is not None:
        return end
    depth = 0
    for bracket in _BRACKET.finditer(raw, start):
        depth += 1 if bracket[0] in "{[" else -1
        if not depth:
            return bracket.end()
    return 0


def end_of_layout(raw: str, start: int) -> int | None:
    """Where a bracket is closed by the first of a line as far left as its own, or 0; None where it has no layout."""
    layout = _LAYOUT.match(raw, start)
    if layout is None:
        return None
    line = raw.rfind("\n", 0, start) + 1
    line = max(line, raw.rfind("\r", line, start) + 1)  # there may be none in all of a long text
    margin = raw[line : line + len(raw[line:start]) - len(raw[line:start].lstrip(" \t"))]
    if not layout[1].startswith(margin) or layout[1] == margin:
        return None
    closing = re.compile(rf"^{margin}[}}\]]", re.MULTILINE).search(raw, layout.end())
    return closing.end() if closing else 0


def is_event_json(node: Node) -> bool:
    """Whether a value is an event with its type, or a list of such."""
    if isinstance(node, tuple):
        return bool(node) and all(map(is_event_json, node))
    return is_body(node) and ("eventTypeKey" in node or "eventKey" in node)


def _are_words(raw: str, around: list[tuple[int, int]], groups: list[_Group]) -> bool:
    """Whether all that stands around the events is words, and other JSON or brackets of words among them."""
    waiting = deque(group for group in groups if not group.is_event)
    for number, (begin, end) in enumerate(around):
        if not _is_apart(raw, begin, end, is_first=number == 0, is_last=number == len(around) - 1):
            return False
        pieces = []
        position = begin
        is_json = is_said = False
        while waiting and waiting[0].start < end:
            group = waiting.popleft()
            if not _is_other(raw, group, begin if number else -1):
                return False
            if group.node is not None:
                is_json = True
            elif _WORD.search(raw, group.start, group.end):
                is_said = True
            pieces.append(raw[position : group.start])
            position = group.end
        pieces.append(raw[position:end])
        if is_json and not is_said and not _WORD.search("".join(pieces)):
            return False
        if _CODE.search(_TAG.sub(" ", "{}".join(pieces))):
            return False
    return True


def _is_apart(raw: str, begin: int, end: int, *, is_first: bool, is_last: bool) -> bool:
    """Whether no event on either side touches what stands from ``begin`` up to ``end``, or goes on in it."""
    if MEMBER.search(raw, begin, end):
        return False
    if not is_first:
        going_on = _GOES_ON.match(raw, begin, end)
        is_said = going_on is not None and not is_last and _SAID.match(raw, begin, end) is not None
        if not _BEHIND.match(raw, begin) or (going_on is not None and not is_said):
            return False
    if is_last:
        return True
    if any(raw.rfind(opening, begin, end) > raw.rfind(closing, begin, end) for opening, closing in _COMMENTS):
        return False
    line = max(begin, raw.rfind("\n", begin, end) + 1)
    if _TAKEN.search(raw[line:end]) or _CALLED.search(raw[max(begin, end - _CALL) : end]):
        return False
    return _BEFORE.search(raw[max(begin, end - 1) : end]) is not None


def _is_other(raw: str, group: _Group, event_end: int) -> bool:
    """Whether brackets hold no part of an event; ``event_end`` is where one ends before them, or -1."""
    if _VALUE_OF_A_PARAM.search(raw, group.start, group.end) and "name" in raw[group.start : group.end]:
        return False
    if event_end < 0 or _INK.search(raw, event_end, group.start):
        return True
    held = raw[group.start : group.end]
    return "\n" in raw[event_end : group.start] and '"' not in held and (held[0] == "[" or ":" not in held)
