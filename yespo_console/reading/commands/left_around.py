"""What stands around commands and is none: a bullet, a time or a prompt before one, sentences above and below.

A shell would run all of it; nobody meant that. It is left out, and told. What runs a command (``sudo``), what sets a
variable for it and what comes before it in a list of commands is a part of it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair, excerpt_around, repair_at
from yespo_console.reading.wrappings.words import NO_CODE, is_words

#: Behind one of these a command of its own begins.
_SEPARATOR: Final = re.compile(r"[|;&(](?=[^|;&(]*\Z)")
_RUNS_IT: Final = re.compile(
    r"\s*+(?:(?:sudo|exec|time|nohup|env|command|then|do|if|while|else|!)[ \t]++|[A-Za-z_]\w{0,60}=\S{0,200}[ \t]++)*+"
    r"[\s'\"`@]*+"
)
_LETTER: Final = re.compile(r"[^\W\d_]")
#: No more is looked at before a command on its line, and in the lines around it.
_FAR: Final = 300
_FARTHEST: Final = 4000
_FOUND: Final = 60


def left_around(text: Traced, commands: list[int], end: int) -> list[tuple[Repair, ...]]:
    """What was left out before each command that sends an event; at the last one also what stands below it.

    Args:
        text: all of them.
        commands: where each stands in the original, in order.
        end: where the last one ends in ``text``.
    """
    starts = [index_of(text, offset) for offset in commands]
    around = [[*_before(text, start)] for start in starts]
    if starts:
        around[0] = [*_sentences(text, 0, _line_start(text.text, starts[0]), above=True), *around[0]]
        around[-1] += _sentences(text, _line_end(text.text, max(end, starts[-1])), len(text), above=False)
    return [tuple(each) for each in around]


def index_of(text: Traced, offset: int) -> int:
    """Which character of ``text`` is the first that stands at ``offset`` in the original, or behind it."""
    return bisect_left(range(len(text)), offset, key=text.offset)


def _before(text: Traced, start: int) -> Iterator[Repair]:
    """What a command is written behind on its line."""
    begin = max(_line_start(text.text, start), start - _FAR)
    separator = _SEPARATOR.search(text.text, begin, start)
    begin = separator.end() if separator else begin
    before = text.text[begin:start]
    if _RUNS_IT.fullmatch(before) is None:
        yield _told(text, begin, start)


def _sentences(text: Traced, start: int, end: int, *, above: bool) -> Iterator[Repair]:
    """The lines above all commands or right below them that are parts of sentences."""
    start, end = (max(start, end - _FARTHEST), end) if above else (start, min(end, start + _FARTHEST))
    lines = text.text[start:end].splitlines(keepends=True)
    if above:
        lines.reverse()
    length = 0
    for line in lines:
        if not is_words(line):
            break
        length += len(line)
    if above and length < end:
        return  # sentences begin a paste; between other lines such a line is a part of those
    if not above and lines and _is_end_of_a_document(text.text, lines[0].strip(), start):
        return
    begin, stop = (end - length, end) if above else (start, start + length)
    letter = _LETTER.search(text.text, begin, stop)
    if letter is not None and (letter[0].isupper() or NO_CODE.search(text.text[begin:stop])):
        yield _told(text, begin, stop)


def _is_end_of_a_document(raw: str, word: str, before: int) -> bool:
    """Whether a line ends what the command reads (``<<EOF``)."""
    return word.isidentifier() and re.search(rf"<<-?\s?['\"\\]?{word}\b", raw[:before]) is not None


def _told(text: Traced, begin: int, end: int) -> Repair:
    part = text.slice(begin, end).strip()
    return repair_at(part, 0, len(part), "text_around", "", None, found=excerpt_around(part.text, _FOUND))


def _line_start(raw: str, at: int) -> int:
    return max(raw.rfind("\n", 0, at), raw.rfind("\r", 0, at)) + 1


def _line_end(raw: str, at: int) -> int:
    end = raw.find("\n", at)
    return len(raw) if end < 0 else end + 1
