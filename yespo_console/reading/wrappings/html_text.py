"""JSON as HTML writes it: with codes for quotes and other characters, between tags, in attributes."""

import html
import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Repair, excerpt_around, repair_at
from yespo_console.reading.word_set import word_set
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_OPENING: Final = re.compile(r"[{\[]")
_QUOTE_ENTITY: Final = r"&(?:quot|apos|#0*34|#0*39|#[xX]0*22|#[xX]0*27);"
_ENTITY_QUOTES: Final = re.compile(
    r"[{\[,:]\s*&(?:amp;){0,4}(?:quot|apos|[lrb]dquo|[lr]squo|#0*34|#0*39|#[xX]0*22|#[xX]0*27);"
)
#: How the codes below begin: most texts have none of them.
_SIGN_ENTITY: Final = re.compile(r"&(?:quot|apos|[lrb]dquo|[lr]squo|gt|amp|#)")
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
#: The same in single quotes, where JSON needs no codes for its own: the tag is that of an element with attributes.
_SINGLE: Final = re.compile(r"(?<==)'(\s{0,99}[{\[][^']*+)'")
_IN_TAG: Final = re.compile(r"<[A-Za-z][A-Za-z0-9-]{0,40}\s(?>(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*)\Z")
#: So much of a tag may stand before an attribute.
_LONGEST_TAG: Final = 2000
#: A tag, with its slash where it is an end.
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})(?:\s[^<>]{0,300})?>")
_WITHOUT_END: Final = word_set("br hr img input meta link wbr col")
#: Tags of a page that a copy may begin with and not end with.
_SHOWN: Final = word_set("pre code textarea td p div span samp tt li blockquote body b i em strong kbd")
#: Where codes mean themselves.
_CODE: Final = re.compile(r"<(?:script|style|\?php|\?=|!\[CDATA\[)", re.IGNORECASE)
_IN_QUOTES: Final = re.compile(r"['\"`]\s*\Z")
#: Tags for line ends between the members of an object.
_LAYOUT: Final = re.compile(
    r"[{\[,]\s{0,20}(?:(?:</?(?:br|div|span)\s{0,3}/?>|&nbsp;)\s{0,20}){1,50}(?:\"\w{1,60}\"\s{0,9}:|[{\[]\s{0,9}[\"<{&])",
    re.IGNORECASE,
)
#: An element that is a line of text; those that a line end may be written as are read where they stand.
_ELEMENT: Final = re.compile(
    r"\s*+<(?P<tag>p|li|td|code)(?:\s[^<>]{0,300})?>(?P<within>(?>(?:[^<\r\n]++|<(?!/(?P=tag)\b))*))</(?P=tag)\s?>",
    re.IGNORECASE,
)
#: What a page looks like; its brackets are none of JSON.
_STYLE: Final = re.compile(r"<style(?:\s[^<>]{0,300})?>", re.IGNORECASE)
_END_OF_STYLE: Final = re.compile(r"</style\s{0,9}>", re.IGNORECASE)
_FOUND: Final = 60


def without_style(text: Traced, _budget: Budget) -> Unwrapped | None:
    """The text without what says how a page looks, which stands before the first bracket of all else."""
    raw = text.text
    builder = TracedBuilder(text.original)
    told = []
    done = 0
    while (begin := _STYLE.search(raw, done)) is not None:
        end = _END_OF_STYLE.search(raw, begin.end())
        if end is None or _OPENING.search(raw, done, begin.start()) or mentions_event(raw[begin.end() : end.start()]):
            break
        builder.copy(text, done, begin.start())
        done = end.end()
        found = excerpt_around(raw[begin.start() : done], _FOUND)
        told.append(repair_at(text, begin.start(), done, "text_around", found=found))
    if not told:
        return None
    builder.copy(text, done)
    return Unwrapped((builder.build(),), tuple(told))


def with_entities(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text with HTML codes as characters, when its quotes are such codes, or all that HTML has codes for.

    Raises:
        RefusedError: some characters were turned into codes and others of their kind were not.
    """
    if _SIGN_ENTITY.search(text.text) is None:
        return None
    first = _ENTITY_QUOTES.search(text.text)
    if first is None or '"' in text.text[: first.start()]:
        first = _ENTITY_SIGNS.search(text.text)
        if first is None or _BARE.search(text.text):
            return None
    return decoded_entities(text, first.start(), budget)


def between_tags(text: Traced, budget: Budget) -> Unwrapped | None:
    """What stands between an HTML tag and its end, with HTML codes as characters; None when there are no codes in it.

    Raises:
        RefusedError: as ``with_entities``.
    """
    raw = text.text
    opening = _OPENING.search(raw)
    if opening is None or "&" not in raw or _CODE.search(raw) is not None:
        return None
    tag = _open_tag(raw, opening.start(), budget)
    if tag is None:
        return None
    last = max(raw.rfind("}"), raw.rfind("]")) + 1
    closing = re.compile(rf"</{tag[2]}\s*>", re.IGNORECASE).search(raw, last)
    if closing is None and (tag[2].lower() not in _SHOWN or _TAG.sub("", raw[: tag.end()]).strip()):
        return None
    start, end = tag.end(), len(raw) if closing is None else closing.start()
    code = _first_code(text, start, end, budget)
    if code is None:
        return None
    inside = decoded_entities(text.slice(start, end), code - start, budget)
    around = [
        repair_at(text, begin, stop, "text_around", found=excerpt_around(raw[begin:stop], _FOUND))
        for begin, stop in ((0, start), (end, len(raw)))
        if begin < stop
    ]
    return Unwrapped(inside.parts, (around[0], *inside.repairs, *around[1:]))


def between_layout_tags(text: Traced, budget: Budget) -> Unwrapped | None:
    """JSON with tags of HTML for its line ends, with HTML codes as characters; None when there are no codes in it.

    Raises:
        RefusedError: as ``with_entities``.
    """
    if "&" not in text.text or _LAYOUT.search(text.text) is None or _CODE.search(text.text) is not None:
        return None
    code = _first_code(text, 0, len(text), budget)
    return None if code is None else decoded_entities(text, code, budget)


def tagged_lines(text: Traced, budget: Budget) -> Unwrapped | None:
    """JSON of which each line is an element of HTML (``<p>{</p>``), as an editor copies it; None for anything else."""
    raw = text.text
    if not raw.lstrip().startswith("<"):
        return None
    builder = TracedBuilder(text.original)
    count = done = 0
    while (element := _ELEMENT.match(raw, done)) is not None:
        budget.spend(20 + element.end() - done)
        builder.copy(text, *element.span("within"))
        builder.put("\n", text.offset(element.end()), 0)
        done = element.end()
        count += 1
    lines = builder.build()
    if count < 2 or raw[done:].strip() or not lines.text.lstrip().startswith(("{", "[")):
        return None
    opening = raw.index("<")
    told = repair_at(text, opening, raw.index(">", opening) + 1, "layout_tag", "", None, count=str(count))
    return Unwrapped((lines,), (told,))


def _open_tag(raw: str, bracket: int, budget: Budget) -> re.Match[str] | None:
    """The tag before a bracket whose end does not stand before it; None in a text in quotes, or within a tag."""
    opened: list[re.Match[str]] = []
    last = 0
    for tag in _TAG.finditer(raw, 0, bracket):
        budget.spend(20)
        last = tag.end()
        if not tag[1] and tag[2].lower() not in _WITHOUT_END:
            opened.append(tag)
        elif tag[1] and opened and opened[-1][2].lower() == tag[2].lower():
            opened.pop()
    if not opened or raw.find("<", last, bracket) >= 0:
        return None
    tag = opened[-1]
    return None if _IN_QUOTES.search(raw, max(0, tag.start() - 2), tag.start()) else tag


def _first_code(text: Traced, start: int, end: int, budget: Budget) -> int | None:
    """Where the first code stands that means a character; None when there is none, or codes were read before."""
    for code in _ENTITY.finditer(text.text, start, end):
        budget.spend(20)
        if code[0] != "&nbsp;" and html.unescape(code[0]) != code[0]:
            return code.start() if text.original_text(code.start(), code.end()) == code[0] else None
    return None


def attributes(text: Traced, budget: Budget) -> Unwrapped | None:
    """The JSON in attributes of HTML: ``<a data-event="{&quot;eventTypeKey&quot;: ...}">``.

    Raises:
        RefusedError: as ``with_entities``.
    """
    values = [value for value in _ATTRIBUTE.finditer(text.text) if _ENTITY_QUOTES.match(value[1].lstrip())]
    first = _OPENING.search(text.text)
    if not values or first is None or first.start() < values[0].start(1):
        return _in_single_quotes(text, budget)
    start = values[0].start(1)
    parts = [text.slice(value.start(1), value.end(1)) for value in values]
    return Unwrapped(parts, (repair_at(text, start, start, "html_attribute"),))


def _in_single_quotes(text: Traced, budget: Budget) -> Unwrapped | None:
    """The events in attributes whose quotes are single ones; None where another stands beside them."""
    raw = text.text
    parts: list[Traced] = []
    codes: list[Repair] = []
    done = first = 0
    for value in _SINGLE.finditer(raw) if "<" in raw else ():
        if not mentions_event(value[1]):
            continue
        begin = raw.rfind("<", max(done, value.start() - _LONGEST_TAG), value.start())
        budget.spend(200)
        if (
            begin < 0
            or _IN_TAG.match(raw, begin, value.start()) is None
            or _IN_QUOTES.search(raw[max(0, begin - 2) : begin])
        ):
            return None
        if mentions_event(raw[done:begin]):
            return None
        part = text.slice(value.start(1), value.end(1))
        if (code := _first_code(part, 0, len(part), budget)) is not None:
            decoded = decoded_entities(part, code, budget)
            part = decoded.parts[0]
            codes += decoded.repairs
        first = first or value.start(1)
        parts.append(part)
        done = value.end()
    if not parts or mentions_event(raw[done:]):
        return None
    return Unwrapped(parts, (repair_at(text, first, first, "html_attribute"), *codes))


def decoded_entities(text: Traced, first: int, budget: Budget) -> Unwrapped:
    """The text with its HTML codes as characters, of which one stands at ``first`` or behind.

    Raises:
        RefusedError: some characters were turned into codes and others of their kind were not.
    """
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
