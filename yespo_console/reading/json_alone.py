"""JSON of an event that stands by itself in a text which a finder takes for source code.

One line like ``order_id=15`` or ``puts x`` above JSON makes the text one of Python or Ruby, and by their rules ``\\/``
stays two characters and ``null`` is a variable. What no code takes is JSON and nothing else, so it is read by the rules
of JSON, and what stands around it is told. Where it is given to a name that is said nowhere else, both may be meant:
then JSON counts where the code reads something else and only JSON is spelled like that, or where nothing around it is
code of a certain language.
"""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from yespo_console.events.event import Node
from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.finder import Found
from yespo_console.reading.json_beside import LANGUAGES, broken_value, is_taken
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced
from yespo_console.reading.source_code.language_signs import JAVASCRIPT, PHP, POWERSHELL, PYTHON, RUBY
from yespo_console.reading.standing_apart import MEMBER, end_of_layout, found_apart, is_event_json, sound_value
from yespo_console.reading.wrappings.sentences import OpenSigns

_SIGNS: Final = (JAVASCRIPT, PHP, POWERSHELL, PYTHON, RUBY)
#: Longer texts are no source code that is read.
_LONGEST: Final = 300_000
#: When so many brackets begin nothing that stands by itself, nothing does.
_MOST_TRIED: Final = 50
#: The first bracket of a line that may begin JSON.
_OPENING: Final = re.compile(
    r"^((?:[ \t]*[\"'][\w.-]{1,60}[\"'](?=[ \t]*[:=]))?[^{\"'`\r\n]{0,150}?)(?=\{\s{0,200}\"|\[\s{0,200}\{\s{0,200}\")",
    re.MULTILINE,
)
#: What gives JSON to a name, on its line or on the one above; also the end of Base64 on a line of its own.
_GIVEN: Final = re.compile(
    r"(?:[ \t]*[\"'][\w.-]{1,60}[\"']|(?:[^\"'`(){},\n]{0,80}[^\w.@$,\n-])?[\w.@$-]{0,60}\w)"
    r"[ \t]{0,9}(?:=>?|:=?|<-|->|==(?=\n))[ \t]{0,9}"
    r"(?:\n[ \t]{0,40})?"
)
#: Words and marks that take nothing; words that do, or a comment; words that take it or were written before it.
_WORDS: Final = re.compile(r"(?:.*[\w;:>$%#\])])?[ \t]+|=>[ \t]*|.*[;>]")
_MARK_OF_A_LIST: Final = re.compile(r"[ \t]*(?:[-*•–—]|\d{1,3}[.)])[ \t]+")
_TAKERS: Final = re.compile(
    r"\b(?:and|assert|await|default|do|else|export|in|is|new|not|of|or|return|then|throw|typeof|yield)[ \t]*\Z"
    r"|^\s*(?:#|//|--)"
)
_PRINTS: Final = re.compile(r"\b(?:echo|p|pp|print|puts)[ \t]*\Z")
#: What may stand on the line behind JSON: the end of a statement, a comment, another part of a line of a log.
_LINE_END: Final = re.compile(r"[ \t]*[,;]?[ \t]*(?=\r?\n|\Z)|[ \t]++(?=#|//|--|\w[\w-]{0,60}=)")
#: A line up to the bracket that it ends with.
_LAST_BRACKET: Final = re.compile(r"[^\r\n]*[}\]](?=[ \t]*[,;]?[ \t]*(?:\r?\n|\Z))")
_NEXT: Final = re.compile(r"\s*,?\s*(?=\{)")
#: What begins a line that goes on behind the JSON above it, or gives back what stands there.
_GOES_ON: Final = re.compile(r"['\"`‘’“”„)\]},;:.+|\\&?]|(?:end|else|elsif|ensure|rescue|when)\b")
#: JSON that no language spells so: an escaped slash, a character in two halves, a name for nothing.
_ONLY_JSON: Final = re.compile(r"\\/|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD]|[:,\[]\s{0,99}null\b")
_TRUTH: Final = re.compile(r"[:,\[]\s{0,99}(?:true|false)\b")
#: Code as well as a name that somebody wrote before the JSON.
_NAME_ALONE: Final = re.compile(r"\s*[\w.@$-]{1,60}[ \t]*=[ \t]*")
_LONGEST_NAME: Final = 300
#: A last line that may be the beginning of more.
_CUT_OFF: Final = re.compile(r"(?:\A|\n)[ \t]*[\w.$@]{1,60}(?:[\[({][^\n]{0,200})?\s*\Z")
_SPACE: Final = re.compile(r"\s*")
_WORD: Final = re.compile(r"\w+")


class _Block(NamedTuple):
    """JSON of one or more events.

    Attributes:
        start, end: where it stands.
        before: where that begins which gives it to a name or a word; None if nothing does.
        names: the words there: a name, its type.
        nodes: what it says; None where it is broken.
    """

    start: int
    end: int
    before: int | None
    names: frozenset[str]
    nodes: tuple[Node, ...] | None


def json_alone(text: Traced, found: Found, budget: Budget) -> Found | None:
    """The JSON in ``text`` that stands by itself, for which a finder of source code gave ``found``; None without any.

    It holds all events of the text. A part of it may be broken, and counts only if it can be read.
    """
    raw = text.text
    if found.source not in LANGUAGES or len(raw) > _LONGEST or not mentions_event(raw):
        return None
    budget.spend(len(raw))
    blocks = [*_blocks(raw, budget)]
    edges = [0, *(edge for block in blocks for edge in (block.start, block.end)), len(raw)]
    around = list(zip(edges[::2], edges[1::2], strict=True))
    if not blocks or any(MEMBER.search(raw, *span) for span in around):
        return None
    if any(block.before is not None for block in blocks):
        counts = _counts(raw, blocks, around, found)
        if counts == "code":
            return None
        if counts == "both":
            return Found("json", error=_both(text, blocks[0].start))
    known = tuple(secret.secret.reveal() for secret in found.secrets)
    apart = found_apart(text, [(block.start, block.end) for block in blocks], budget, known)
    return Found("json", apart.requests, (*found.secrets, *apart.secrets))


def _blocks(raw: str, budget: Budget) -> Iterator[_Block]:
    signs = OpenSigns(raw, budget)
    done = tried = 0
    for line in _OPENING.finditer(raw):
        budget.spend(200)
        start = line.end()
        if start < done:
            continue
        block = _block(raw, line, budget) if signs.is_outside(line.start()) else None
        if block is not None and (block.before is None or block.before >= done):
            done = block.end
            signs.pass_over(done)
            yield block
            continue
        tried += 1
        if tried > _MOST_TRIED:
            return


def _block(raw: str, line: re.Match[str], budget: Budget) -> _Block | None:
    """The JSON at the first bracket of a line, if nothing takes it."""
    start = line.end()
    begin, words = line.start(), line[1]
    given = _GIVEN.fullmatch(raw, begin, start)
    if given is None and not words.strip() and is_taken(raw, begin):
        begin = raw.rfind("\n", 0, max(0, begin - 1)) + 1
        given = _GIVEN.fullmatch(raw, begin, start) if start - begin < _LONGEST_NAME else None
        if given is None:
            return None
    if _MARK_OF_A_LIST.fullmatch(words):
        words = ""
    if _TAKERS.search(words) is not None or words.count("(") != words.count(")"):
        return None
    is_word = given is None and _PRINTS.search(words) is not None
    if given is None and words.strip() and not _WORDS.fullmatch(words):
        return None
    before = begin if given is not None or is_word else None
    names = frozenset(_WORD.findall(given[0])) if given is not None else frozenset()
    nodes, end = _value(raw, start, budget)
    if not end or _GOES_ON.match(raw, _SPACE.match(raw, end).end()):  # type: ignore[union-attr] # it matches nothing too
        return None
    return _Block(start, end, before, names, nodes)


def _value(raw: str, start: int, budget: Budget) -> tuple[tuple[Node, ...] | None, int]:
    """What the JSON of events that begins at ``start`` says, None if it is broken, and where it ends, 0 without any."""
    nodes: list[Node] = []
    position = end = start
    while True:
        budget.spend(200)
        node, stop = sound_value(raw, position, budget)
        if node is None or not is_event_json(node):
            break
        nodes.append(node)
        end = stop
        following = _NEXT.match(raw, end)
        if following is None:
            break
        position = following.end()
    if not nodes:
        return None, _broken(raw, start, budget) if node is None else 0
    line_end = _LINE_END.match(raw, end)
    return (tuple(nodes), line_end.end()) if line_end is not None else (None, 0)


def _broken(raw: str, start: int, budget: Budget) -> int:
    """Where broken JSON of an event ends: with its layout, with its line, or before an empty line; 0 if it is none."""
    end = end_of_layout(raw, start)
    if end is None:
        line = _LAST_BRACKET.match(raw, start)
        end = line.end() if line is not None else 0
    budget.spend(end - start if end else 100)
    is_whole = end and mentions_event(raw[start:end]) and _LINE_END.match(raw, end)
    return end if is_whole else broken_value(raw, start, budget)


def _counts(
    raw: str, blocks: list[_Block], around: list[tuple[int, int]], found: Found
) -> Literal["json", "code", "both"]:
    """What counts where some of the JSON is given to a name: it, the code around it, or both may be meant."""
    starts = [block.start if block.before is None else block.before for block in blocks]
    ends = [0, *(block.end for block in blocks)]
    outside = "\n".join(raw[begin:end] for begin, end in zip(ends, [*starts, len(raw)], strict=True))
    names = frozenset[str]().union(*(block.names for block in blocks))
    if not names.isdisjoint(_WORD.findall(outside)):
        return "code"
    rest = "\n".join(raw[begin:end] for begin, end in around) if names else outside
    is_certain = any(signs.stand_in(rest, len(rest)) for signs in _SIGNS)
    read = _read(found)
    if read == [node for block in blocks for node in block.nodes or (None,)]:
        is_name = not outside.strip() and _NAME_ALONE.fullmatch(raw, around[0][0], around[0][1])
        return "code" if is_name or is_certain else "json"
    written = "".join(raw[block.start : block.end] for block in blocks)
    if not _ONLY_JSON.search(written) and (found.source != "python" or not _TRUTH.search(written)):
        return "code"
    behind = raw[blocks[-1].end :]
    if is_certain or _CUT_OFF.search(behind) or behind.count("(") != behind.count(")"):
        return "code" if read is None else "both"
    return "json"


def _both(text: Traced, index: int) -> str:
    line, column = text.line_column(index)
    return _(
        "Line {line}, column {column}: this may be JSON, or an object of the code around it, which reads the same "
        "otherwise. Copy the JSON alone, or all of the code."
    ).format(line=line, column=column)


def _read(found: Found) -> list[Node] | None:
    """What a finder read; None where something of it is computed or cannot be read."""
    if found.error is not None or any(each.error or each.repairs for each in found.requests):
        return None
    try:
        return [parse(each.body.text) for each in found.requests]
    except JsonTextError:
        return None
