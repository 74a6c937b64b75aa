"""JSON as HTML writes it: with codes for quotes and other characters, between tags, in attributes."""

import html
import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import excerpt_around, repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_OPENING: Final = re.compile(r"[{\[]")
_QUOTE_ENTITY: Final = r"&(?:quot|apos|#0*34|#0*39|#[xX]0*22|#[xX]0*27);"
_ENTITY_QUOTES: Final = re.compile(r"[{\[,:]\s*&(?:amp;){0,4}(?:quot|apos|#0*34|#0*39|#[xX]0*22|#[xX]0*27);")
#: Codes where data, code or a command has quotes, arrows and the marks between the fields of a form.
_ENTITY_SIGNS: Final = re.compile(
    rf"=&(?:gt|#0*62);|[{{\[(:=]\s*\\{{0,3}}{_QUOTE_ENTITY}|{_QUOTE_ENTITY}\s{{0,20}}[{{\[]"
    rf"|\^{_QUOTE_ENTITY}"
    r"|&amp;(?:eventTypeKey|keyValue|params)\b"
)
#: Characters that became codes where those did. A quote in the middle of a word is an apostrophe.
_BARE: Final = re.compile(r"[\"<>]|(?<!\w)'|'(?!\w)")
_ONLY_QUOTE: Final = re.compile(_QUOTE_ENTITY)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ATTRIBUTE: Final = re.compile(r'=\s{0,9}"([^"]*+)"')
#: Tags that show a text as it is written in HTML; that of a script is none.
_TAG_BEFORE: Final = re.compile(r"<(pre|code|textarea|td|p|div|span|samp|tt)(?: [^<>]{0,60})?>\s*\Z")
#: What stands further before a bracket is not looked at for a tag.
_FAR_BEFORE: Final = 80
_FOUND: Final = 60


def with_entities(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text with HTML codes as characters, when its quotes are such codes, or all that HTML has codes for.

    Raises:
        RefusedError: some characters were turned into codes and others of their kind were not.
    """
    first = _ENTITY_QUOTES.search(text.text)
    if first is None or '"' in text.text[: first.start()]:
        first = _ENTITY_SIGNS.search(text.text)
        if first is None or _BARE.search(text.text):
            return None
    return _decoded_entities(text, first.start(), budget)


def between_tags(text: Traced, budget: Budget) -> Unwrapped | None:
    """The JSON between an HTML tag and its end, with HTML codes as characters; None when there are no codes in it.

    Raises:
        RefusedError: as ``with_entities``.
    """
    raw = text.text
    opening = _OPENING.search(raw)
    if opening is None:
        return None
    start, end = opening.start(), max(raw.rfind("}"), raw.rfind("]")) + 1
    tag = _TAG_BEFORE.search(raw, max(0, start - _FAR_BEFORE), start)
    if tag is None or not re.compile(rf"\s{{0,80}}</{tag[1]}>").match(raw, end):
        return None
    code = next((code for code in _ENTITY.finditer(raw, start, end) if html.unescape(code[0]) != code[0]), None)
    if code is None:
        return None
    inside = _decoded_entities(text.slice(start, end), code.start() - start, budget)
    around = [
        repair_at(text, begin, stop, "text_around", found=excerpt_around(raw[begin:stop], _FOUND))
        for begin, stop in ((0, start), (end, len(raw)))
    ]
    return Unwrapped(inside.parts, (around[0], *inside.repairs, around[1]))


def attributes(text: Traced, _budget: Budget) -> Unwrapped | None:
    """The JSON in attributes of HTML: ``<a data-event="{&quot;eventTypeKey&quot;: ...}">``."""
    values = [value for value in _ATTRIBUTE.finditer(text.text) if _ENTITY_QUOTES.match(value[1].lstrip())]
    first = _OPENING.search(text.text)
    if not values or first is None or first.start() < values[0].start(1):
        return None
    start = values[0].start(1)
    parts = [text.slice(value.start(1), value.end(1)) for value in values]
    return Unwrapped(parts, (repair_at(text, start, start, "html_attribute"),))


def _decoded_entities(text: Traced, first: int, budget: Budget) -> Unwrapped:
    """The text with its HTML codes as characters, of which one stands at ``first`` or behind."""
    raw = text.text
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
    place = raw.index("&", first)
    end = raw.index(";", place) + 1
    made = repair_at(text, place, end, "html_entities", html.unescape(raw[place:end]), count=str(count))
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
