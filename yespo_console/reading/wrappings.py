"""What mails, chats and web pages put around or into a text: taken off before anything else reads it.

Each function answers None when its kind of wrapping is not there.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.mending.strings import decoded
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Repair, repair_at

_FENCE: Final = re.compile(r"^[ \t]{0,40}(`{3,}|~{3,})[^`\r\n]*$", re.MULTILINE)
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_QUOTE_MARKS: Final = re.compile(r"[ \t]{0,8}(?:>[ \t\u00a0]?)+")
_OPENING: Final = re.compile(r"[{\[]")
_ESCAPED_START: Final = re.compile(r"\"?[{\[]\s*(?:[{\[]\s*)?\\+[\"n]")
_DOUBLED_START: Final = re.compile(r"\"?[{\[]\s*(?:[{\[]\s*)?\"\"[\w$]")
_QUOTES: Final = re.compile(r"\"+")
_QUOTE_ENTITY: Final = r"&(?:quot|apos|#0*34|#0*39|#[xX]0*22|#[xX]0*27);"
_ENTITY_QUOTES: Final = re.compile(r"[{\[,:]\s*&(?:amp;){0,4}(?:quot|apos|#0*34|#0*39|#[xX]0*22|#[xX]0*27);")
_ONLY_QUOTE: Final = re.compile(_QUOTE_ENTITY)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A text without one wrapping.

    Attributes:
        parts: the texts that were wrapped, in order.
        repairs: what was taken off.
    """

    parts: Sequence[Traced]
    repairs: tuple[Repair, ...]


def fenced(text: Traced) -> Unwrapped | None:
    """The code blocks of a text in Markdown; a last one without an end goes to the end of the text."""
    marks = list(_FENCE.finditer(text.text))
    if not marks:
        return None
    parts: list[Traced] = []
    opening: re.Match[str] | None = None
    for mark in marks:
        if opening is None:
            opening = mark
        elif mark[1].startswith(opening[1]):
            parts.append(text.slice(opening.end(), mark.start()))
            opening = None
    if opening is not None:
        parts.append(text.slice(opening.end()))
    return Unwrapped(parts, (repair_at(text, marks[0].start(1), marks[0].end(), "code_fence"),))


def quoted_mail(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text without the ``>`` before each line, when the JSON begins on such a line."""
    first = _OPENING.search(text.text)
    if first is None:
        return None
    line_start = max(text.text.rfind("\n", 0, first.start()), text.text.rfind("\r", 0, first.start())) + 1
    marks = _QUOTE_MARKS.match(text.text, line_start)
    if marks is None or text.text[marks.end() : first.start()].strip(" \t\u00a0\"'`"):
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


def with_entities(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text with HTML codes as characters, when its quotes are such codes.

    Raises:
        RefusedError: some characters were turned into codes and others of their kind were not.
    """
    raw = text.text
    first = _ENTITY_QUOTES.search(raw)
    if first is None or '"' in raw[: first.start()]:
        return None
    pattern = _ENTITY
    bare = _bare_ampersand(raw, budget)
    if bare >= 0:
        pattern = _ONLY_QUOTE
        for entity in _ENTITY.finditer(raw):
            if not _ONLY_QUOTE.fullmatch(entity[0]) and html.unescape(entity[0]) != entity[0]:
                raise RefusedError(text, entity.start(), "entities", final=True)
    builder = TracedBuilder(text.original)
    position = count = 0
    for entity in pattern.finditer(raw):
        budget.spend(40)
        builder.copy(text, position, entity.start())
        builder.put(html.unescape(entity[0]), text.offset(entity.start()), len(entity[0]))
        position = entity.end()
        count += 1
    builder.copy(text, position)
    place = raw.index("&", first.start())
    made = repair_at(text, place, raw.index(";", place) + 1, "html_entities", '"', count=str(count))
    return Unwrapped((builder.build(),), (made,))


def _bare_ampersand(raw: str, budget: Budget) -> int:
    """The first ``&`` that begins no known code, or -1."""
    position = raw.find("&")
    while position >= 0:
        budget.spend(20)
        entity = _ENTITY.match(raw, position)
        if entity is None or html.unescape(entity[0]) == entity[0]:
            return position
        position = raw.find("&", entity.end())
    return -1


def doubled_quotes(text: Traced) -> Unwrapped | None:
    """The text of a spreadsheet's cell, in which each quote stands twice: ``"{""eventTypeKey"": ...}"``."""
    whole = text.strip()
    if not _DOUBLED_START.match(whole.text):
        return None
    inner = whole
    if whole.text.startswith('"'):
        if not whole.text.endswith('"'):
            return None
        inner = whole.slice(1, len(whole) - 1)
    builder = TracedBuilder(text.original)
    position = 0
    for match in _QUOTES.finditer(inner.text):
        if len(match[0]) % 2:
            return None
        middle = match.start() + len(match[0]) // 2
        builder.copy(inner, position, middle)
        position = match.end()
    builder.copy(inner, position)
    return Unwrapped((builder.build(),), (repair_at(whole, 0, 1, "doubled_quotes"),))


def escaped(text: Traced) -> Unwrapped | None:
    """The text that stands escaped, as if inside quotes: ``{\\"eventTypeKey\\": ...}``."""
    whole = text.strip()
    if not _ESCAPED_START.match(whole.text):
        return None
    inner = whole
    if whole.text.startswith('"'):
        if not whole.text.endswith('"') or len(whole) < 2:
            return None
        inner = whole.slice(1, len(whole) - 1)
    result = decoded(inner, 0, len(inner))
    if result is None:
        return None
    return Unwrapped((result,), (repair_at(whole, 0, 1, "escaped_text"),))
