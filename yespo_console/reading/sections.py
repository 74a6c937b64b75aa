"""A text with several events, of which one cannot be read: each is read by itself, and what cannot be read is told.

One event that is cut off would else take all others of a mail with it, since what it leaves open seems to go on in
them. A section begins with a line on which an event, a command or a request begins and which nothing above goes on in,
or right behind a sound event. What is whole by itself is a part of nothing before it: a bracket that was left open
there is closed nowhere. Where something behind it closes more than it opened, or it stands deeper than what was left
open, it may be a part all the same, and is not read.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, replace
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.json_beside import LANGUAGES, is_body_of_request
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced
from yespo_console.reading.outcome import Outcome, together
from yespo_console.reading.reading import Repair, excerpt_around
from yespo_console.reading.spans import Spans
from yespo_console.reading.standing_apart import end_of_brackets, is_event_json, sound_value
from yespo_console.reading.wrappings.prose import is_prose
from yespo_console.reading.wrappings.sentences import told
from yespo_console.reading.wrappings.words import is_words

#: Longer texts are not looked at, nor are such with more sections: nobody puts them together by hand.
_LONGEST: Final = 300_000
_MOST: Final = 100
#: So many are told beside code.
_MOST_UNREAD: Final = 20
_MEMBER: Final = r"(?:eventTypeKey|eventKey|keyValue|params|parameters)\b[\"'“”»`]?\s{0,9}[:=\"'“”]"
#: It begins with one of two characters, so that a search goes from one of these to the next.
_EVENT: Final = rf"(?:\{{|\[[\s>]{{0,99}}\{{)[\s>]{{0,99}}[\"'“”„«`]?{_MEMBER}"
_COMMAND: Final = (
    r"(?:[$>#%][ \t]+)?(?:curl|wget|https?|xhs?)(?:\.exe)?[ \t]+(?:-|[\"']?https?:|POST[ \t])"
    r"|(?:Invoke-(?:RestMethod|WebRequest)|irm|iwr)[ \t]|POST[ \t]+\S{1,300}[ \t]+HTTP/\d"
)
#: Marks of quoting, those of a list, and words before an event in its line.
_QUOTING: Final = r"(?>(?:[ \t]{0,8}>){0,9})[ \t]{0,200}+"
_WORDS: Final = (
    r"(?:(?:[-•–—]|[*#]{1,6}|\d{1,3}[.)]|\d[\d.:/-]{1,18},?|\[[^\[\]{}\"\r\n]{1,40}\])[ \t]{0,9})?"
    r"(?:[^\W\d_](?:[^{}\[\]\"'`=<>()\\;$|,\r\n]|\([^(){}\"'\r\n]{0,60}\)|\"[^{}\":\r\n]{0,60}\"){0,80}[ \t:–—-])??"
)
_OPENING: Final = re.compile(rf"^{_QUOTING}(?:(?P<words>{_WORDS})(?={_EVENT})|(?={_COMMAND}))", re.MULTILINE)
#: How an event begins, sound or not.
BEGINS: Final = re.compile(_EVENT)
_FURTHER: Final = re.compile(rf"(?:[^\s:,=(\[]\s{{0,99}}|^{_QUOTING}{_WORDS})(?P<place>{_EVENT})", re.MULTILINE)
_MARKS: Final = re.compile(_QUOTING)
_SPACE: Final = re.compile(r"\s*")
_EMPTY_LINE: Final = re.compile(r"[ \t>]*\r?$", re.MULTILINE)
#: The end of what takes that which stands below it, and a name that takes the event behind it.
_TAKES: Final = re.compile(
    r"[,({\[\\|&+<]\Z|(?<!=)=\Z"
    r"|(?:[\"'”»)\]}]|(?:^|[\s{,])[a-z_$][\w.$-]*)[ \t]*:\Z|<<[<~-]?[ \t]?['\"]?\w{1,60}['\"]?\Z"
    r"|(?:\"\"\"|'''|`|@[\"'])\Z"
)
#: The end of a line of a command that goes on.
_GOES_ON: Final = ("\\", "|", "&", "^", "`")
_NAME: Final = re.compile(r"[a-z_$][\w.$-]*[ \t]*:[ \t]*")
#: The type of an event, without which it may be the rest of another one.
_TYPE: Final = re.compile(r"\b(?:eventTypeKey|eventKey)\b")
#: What a script sets for the commands below it.
_SET: Final = re.compile(r"^[ \t]*(?:export[ \t]+|set[ \t]+|\$)?\w{1,60}[ \t]*=", re.MULTILINE)
#: A comment, in which no event counts; ``*/*`` is none.
_COMMENT: Final = re.compile(r"(?<!\*)/\*|<!--")
#: What closes something that the event before it did not open.
_CLOSING: Final = ("]", "}", ")", '"', "'")
#: So much of what is not read is shown.
_FOUND: Final = 200
#: So much above an opening is looked at.
_NEAR: Final = 200
_MOST_LINES: Final = 200

#: Reads a part of a text.
_Read = Callable[[Traced], Outcome]


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of a text in which one event stands.

    Attributes:
        start, end: where it stands.
        opening: where the line begins on which the event does, or the event itself.
        words: where the words behind the event begin.
    """

    start: int
    end: int
    opening: int
    words: int


def with_each_by_itself(whole: Outcome, text: Traced, budget: Budget, refused: Set[str], read: _Read) -> Outcome:
    """``whole``, or more of the events in ``text`` where that cannot be read in one."""
    if (whole.events and not whole.errors) or _SET.search(text.text):
        return whole
    sections = _sections(text.text, budget)
    if not 2 <= len(sections) <= _MOST or len(sections) <= len(whole.events) + len(whole.errors) * bool(whole.events):
        return whole
    if not all(_TYPE.search(text.text, section.start, section.end) for section in sections[1:]):
        return whole
    outcomes = [read(text.slice(section.start, section.words)) for section in sections]
    for number in _doubtful(text.text, sections, outcomes):
        outcomes[number] = Outcome(errors=(_refusal(text, sections[number].opening, "part_of_another"),))
    outcomes = [
        each if each.events else replace(each, errors=_errors(text, section, each))
        for section, each in zip(sections, outcomes, strict=True)
    ]
    is_typed = not outcomes[0].events or _TYPE.search(text.text, 0, sections[0].end) is not None
    if not is_typed or not _is_more(whole, outcomes):
        return whole
    words = [_words(text, section, each) for section, each in zip(sections, outcomes, strict=True)]
    if any(repair.identity in refused for repairs in words for repair in repairs):
        return whole
    return _as_one(whole, outcomes, words)


def unread_events(text: Traced, known: Spans, budget: Budget) -> Iterator[tuple[Traced, bool]]:
    """The first events of ``text`` that are no part of what is ``known`` to have been read of it.

    Each is left open where the text ends or the next event that was read begins, which seems to be a part of it (True),
    or begins a section in which nothing was read (False).
    """
    sections: dict[int, int] | None = None  # nearly always all that begins was read
    count = 0
    for match in BEGINS.finditer(text.text):
        begin = match.start()
        if known.touch(text.offset(begin), text.offset(match.end())):
            continue
        place = next((start for start, _end in known.merged(text.offset(begin))), text.offset(len(text)))
        stop = bisect_left(range(len(text)), place, begin, key=text.offset)
        closed = end_of_brackets(text.text, begin)
        budget.spend((closed or len(text)) - begin)
        if sections is None:
            sections = {section.opening: section.words for section in _sections(text.text, budget)}
        end = sections.get(begin, sections.get(text.text.rfind("\n", 0, begin) + 1, begin))
        if not closed:
            yield text.slice(begin, stop), True
        elif closed > stop:
            continue
        elif end > begin and not known.touch(text.offset(begin), text.offset(end)):
            yield text.slice(begin, end), False
        else:
            continue
        count += 1
        if count == _MOST_UNREAD:
            return


def _sections(raw: str, budget: Budget) -> list[_Section]:
    """The sections of a text."""
    if len(raw) > _LONGEST or len(_TYPE.findall(raw)) < 2 or _COMMENT.search(raw):
        return []
    budget.spend(len(raw))
    openings = list(_openings(raw, budget))
    if not openings:
        return []
    first = openings[0][0]
    if _is_rest(raw[:first]):
        openings.insert(0, (0, 0))
        first = 0
    starts = [0, *(opening for opening, _words in openings[1:]), len(raw)]
    words = [*(words for _opening, words in openings[1:]), _first_of_words(raw, openings[-1][0], len(raw))]
    return [
        _Section(start, end, max(start, first), behind)
        for start, end, behind in zip(starts[:-1], starts[1:], words, strict=True)
    ]


def _openings(raw: str, budget: Budget) -> Iterator[tuple[int, int]]:
    """Where each section begins, and where the words above it do."""
    last, known = 0, -1
    for match in _OPENING.finditer(raw):
        budget.spend(60)
        start = match.start()
        if match.end() <= known:  # right behind a sound event
            continue
        words = _first_of_words(raw, last, start)
        if _is_taken(raw, last, words, match):
            continue
        yield start, words
        last = known = match.end()
        while (end := _end_of_event(raw, last, budget)) and BEGINS.match(raw, end):
            last = known = end
            yield end, end


def _is_taken(raw: str, last: int, words: int, opening: re.Match[str]) -> bool:
    """Whether what begins at an opening is a part of what stands above it, behind the opening that was ``last``."""
    start = opening.start()
    above = raw[max(last, words - _NEAR) : words].rstrip()
    if opening["words"] is None:
        return above.endswith(_GOES_ON)
    if _NAME.fullmatch(opening["words"]) or is_body_of_request(raw, start):
        return True
    taking = _TAKES.search(above)
    # Words behind an empty line stand in no JSON.
    return taking is not None and not (
        taking[0][-1] in ",:[{" and _EMPTY_LINE.match(raw, words) and raw[words:start].strip()
    )


def _end_of_event(raw: str, start: int, budget: Budget) -> int:
    """Where a sound event ends that begins at ``start``, and the white space behind it; else 0."""
    budget.spend(100)
    node, end = sound_value(raw, start, budget) if raw[start : start + 1] in ("{", "[") else (None, 0)
    if node is None or not is_event_json(node):
        return 0
    return _SPACE.match(raw, end).end()  # type: ignore[union-attr] # it matches nothing too


def _first_of_words(raw: str, begin: int, end: int) -> int:
    """Where the lines of words begin that end at ``end``; ``end`` when the line before it holds anything else."""
    for _line in range(_MOST_LINES):
        start = max(begin, raw.rfind("\n", begin, max(begin, end - 1)) + 1)
        said = raw[start:end]
        said = said[_MARKS.match(said).end() :].strip()  # type: ignore[union-attr] # it matches nothing too
        if said and not is_words(said) and not is_prose(said, "json"):
            return end
        end = start
        if start == begin:
            break
    return end


def _is_rest(before: str) -> bool:
    """Whether what stands before the first event is the rest of another one."""
    return any(before.count(one) != before.count(other) for one, other in ("{}", "[]"))


def _doubtful(raw: str, sections: list[_Section], outcomes: list[Outcome]) -> list[int]:
    """Which of the sections that were read may be a part of one before them that could not be, and was left open."""
    found: set[int] = set()
    first = next((number for number, each in enumerate(outcomes) if not each.events), len(outcomes))
    for number in range(first + 1, len(outcomes)):
        above = sections[number - 1]
        is_deeper = _margin(raw, sections[number].opening) > _margin(raw, above.opening)
        if not outcomes[number - 1].events and is_deeper:
            found.add(number)
        if _closes_more(outcomes[number]):
            found.update(range(first + 1, number + 1))
    return [number for number in found if outcomes[number].events]


def _closes_more(outcome: Outcome) -> bool:
    """Whether a bracket or a quote stands behind an event that it did not open."""
    return any(
        repair.code == "stray_bracket" or (repair.leaves_out_words and repair.before.startswith(_CLOSING))
        for event in outcome.events
        for repair in event.repairs
    )


def _margin(raw: str, opening: int) -> int:
    """How far to the right a line begins, whatever marks of quoting stand before it."""
    line = raw[opening : opening + _NEAR]
    marks = _MARKS.match(line)
    space = marks[0].rpartition(">") if marks is not None else ("", "", "")
    return len(space[2]) - bool(space[1] and space[2])  # one space is a part of the mark


def _refusal(text: Traced, place: int, code: str) -> str:
    ink = _SPACE.match(text.text, place)
    return str(RefusedError(text, place if ink is None else ink.end(), code))


def _errors(text: Traced, section: _Section, outcome: Outcome) -> tuple[str, ...]:
    """All that is told of a section that cannot be read, each once."""
    return (*dict.fromkeys((*_reasons(text, section, outcome), *_further(text, section))),)


def _reasons(text: Traced, section: _Section, outcome: Outcome) -> tuple[str, ...]:
    """Why a section cannot be read, with a place; what code is told of itself may have none."""
    has_place = outcome.errors and outcome.source not in LANGUAGES
    reasons = outcome.errors if has_place else (_refusal(text, section.opening, "no_whole_event"),)
    part = text.slice(section.opening, section.words).strip()
    if not part.text:  # words before an event of which nothing is left
        return reasons
    (line, column), (last, _end) = part.line_column(0), part.line_column(len(part.text) - 1)
    if line == last:
        return reasons
    # Where the event would end cannot be told, so that other things may stand in these lines too.
    extent = _(
        "Nothing is read from line {line}, column {column}, to the end of line {last}, which ends with: “{end}”."
    )
    # What was taken off may have held the only end of a line.
    ends = [at for at in (part.text.find("\n"), part.text.find("\r")) if at >= 0]
    below = part.slice(min(ends, default=0)).strip()
    said = extent.format(line=line, column=column, last=last, end=excerpt_around(below.text, _FOUND))
    return (f"{reasons[0]} {said}", *reasons[1:])


def _further(text: Traced, section: _Section) -> Iterator[str]:
    """Why the events are not read that begin within a section behind its own."""
    own = BEGINS.search(text.text, section.opening, section.end)
    places = _FURTHER.finditer(text.text, own.end(), section.end) if own is not None else ()
    yield from (_refusal(text, match.start("place"), "part_of_another") for match in places)


def _words(text: Traced, section: _Section, outcome: Outcome) -> list[Repair]:
    """What is told of the words behind an event, and of those before it where it cannot be read."""
    before = (section.start, section.start if outcome.events else section.opening)
    return [told(text, span) for span in (before, (section.words, section.end)) if text.text[slice(*span)].strip()]


def _is_more(whole: Outcome, outcomes: list[Outcome]) -> bool:
    """Whether the sections hold all the events of the whole and more; source code is none to be read in parts."""
    found = [event.text.strip() for outcome in outcomes for event in outcome.events]
    if any(outcome.source in LANGUAGES and outcome.source != "powershell" for outcome in outcomes):
        return False
    return len(found) > len(whole.events) and all(event.text.strip() in found for event in whole.events)


def _as_one(whole: Outcome, outcomes: list[Outcome], words: list[list[Repair]]) -> Outcome:
    """What the sections hold, with the words that stand around them at the event before, or the first."""
    read: list[Outcome] = []
    waiting: list[Repair] = []
    for outcome, around in zip(outcomes, words, strict=True):
        if outcome.events:
            read.append(_with(_with(outcome, 0, waiting), -1, around))
            waiting = []
        elif read:
            read[-1] = _with(read[-1], -1, around)
        else:
            waiting += around
    known = [found.secret for outcome in outcomes for found in outcome.secrets]
    secrets = (*(found for outcome in outcomes for found in outcome.secrets),)
    secrets += (*(found for found in whole.secrets if found.secret not in known),)
    sources = [outcome.source for outcome in read]
    return replace(
        together(read),
        source=whole.source if whole.source in sources else sources[0],
        errors=tuple(error for outcome in outcomes for error in outcome.errors),
        secrets=secrets,
    )


def _with(outcome: Outcome, number: int, repairs: list[Repair]) -> Outcome:
    """The same with these repairs at one of its events."""
    events = [*outcome.events]
    found = sorted((*events[number].repairs, *repairs), key=lambda repair: repair.offset)
    events[number] = replace(events[number], repairs=tuple(found))
    return replace(outcome, events=tuple(events))
