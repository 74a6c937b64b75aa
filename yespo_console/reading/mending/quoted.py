"""Texts in quotes: where they end, what is inside, and JSON inside them whose quotes are not escaped."""

import re
from collections.abc import Callable, Set
from json.encoder import encode_basestring
from typing import Final

from yespo_console.events.json_text import escape_surrogates
from yespo_console.reading.bodies import is_json
from yespo_console.reading.coded_values import may_be_coded_literal, without_codes
from yespo_console.reading.mending.ahead import follows
from yespo_console.reading.mending.level import MAX_LEVELS, Frame, Level
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.mending.stray_quotes import stray_quote
from yespo_console.reading.mending.strings import Content, decoded, halved, json_as_it_stands, mended_content
from yespo_console.reading.mending.tokens import (
    CLOSERS,
    LINE_END,
    ODD_SPACES,
    SOUND_MEMBER,
    closed_otherwise,
    gap,
    otherwise_closed_name,
)
from yespo_console.reading.origin import Traced

#: Walks a value from a place on a level and says where it ends.
Walk = Callable[[Level, int], int]

_QUOTES_BY_CLOSERS: Final = {
    closers: (
        re.compile(rf"\\.|[{closers}]", re.DOTALL),
        re.compile(rf"\\+[{closers}]?|[{closers}]"),
    )
    for closers in set(CLOSERS.values())
}
_STYLES: Final = {
    **dict.fromkeys("“”„‟«»‘’‚‛″´＂", "typographic_quotes"),
    "'": "single_quotes",
    "`": "backquotes",
}
#: Inside a text with bare quotes these look like the end of one text and the beginning of the next.
_SEVERAL_TEXTS: Final = re.compile(
    r"[\"'”“»]\s{0,80}(?::\s{0,80}[\"'“”„«\d\[{tfn-]|[,+.][\s\[\]{}]{0,80}[\"'“”„«]|[\]}+])|\+\s{0,80}[\"'“”„«]"
    r"|[\"'”“»][\s,\]}]{0,80}[A-Za-z_$][\w$]{0,60}[\s\]}]{0,9}:\s{0,9}(?:[\"'“”„«\[{]|-?\d[\d.]{0,40}\s{0,9}[,\]}])"
)
#: So does a member that has lost its colon: the name of one that Yespo knows behind a quote, or any in quotes and
#: another quote behind it.
_LOST_COLON: Final = re.compile(
    rf"[\"'”“»][\s,;{ODD_SPACES}]{{0,20}}[\"'“”«]?(?:eventTypeKey|eventKey|keyValue|params|parameters|name|value)[\"'”»]"
    r"|[\"'“„«]\w{1,60}[\"'”»]\s{0,20}[\"'“„«]\w"
)
_NESTED_START: Final = re.compile(r"\s*(?:[\[{]|//|/\*)")
#: A bare quote that can be no end of a name, and what a name with bare quotes may not hold.
_INSIDE_A_WORD: Final = re.compile(r"\w\W\w")
_NOT_IN_A_NAME: Final = re.compile(r"[\s:,{}\[\]]")
#: Whoever doubled a backslash escaped the quote behind it too, unless both lost their escapes.
_DOUBLED_BEFORE_QUOTE: Final = re.compile(r"(?<!\\)(?:\\\\)+[\"'“”„«»]")
_COMMA_BEHIND_QUOTE: Final = re.compile(r"[\"'”]\s{0,80},")
_TWO_TEXTS: Final = re.compile(r"[^\"]*\"\s*[/|&+–—-]?\s*\"[^\"]*")
#: A quote before a word, and none behind one up to the next such quote or the end: ``he said "yes``.
_OPENED_ONLY: Final = {
    closers: re.compile(rf"(?:(?<=[\s(\[])|\A)[{closers}](?=\w)[^{closers}]*(?:\Z|(?<=[\s(\[])[{closers}](?=\w))")
    for closers in set(CLOSERS.values())
}
#: Beside bare quotes: an escaped one, or one behind a backslash of its own.
_ESCAPED_QUOTE: Final = re.compile(r"[^\s\\]\\\"")
_DOUBLED_CODE: Final = re.compile(r"(?<!\\)\\\\u[0-9a-fA-F]{4}")
_MEMBER: Final = re.compile(r"[\"'\w”]\s{0,80}:")
#: The members that Yespo knows, or that are known to be meant for those.
_PARAMS: Final = ("params", "parameters")
_OF_AN_EVENT: Final = ("eventTypeKey", "eventKey", "keyValue", *_PARAMS)
_OF_A_PARAM: Final = ("name", "value")
#: What a text in quotes may not hold, and JSON in it neither.
_BREAKS: Final = frozenset(("line_break", "control_character", "nested_layout"))
#: How far a nested text is searched for backslashes.
_WINDOW: Final = 20_000


def quoted_value(level: Level, start: int, walk: Walk) -> int:
    """Write the text whose opening quote stands at ``start``; returns where it ends.

    Raises:
        RefusedError: it has no end, or more than one end fits.
    """
    raw = level.raw
    sound = SOUND_MEMBER.match(raw, start) if level.stack and level.stack[-1].bracket == "{" else None
    if sound is not None and not may_be_coded_literal(raw, start, sound.end()):
        level.budget.spend(20 + (sound.end() - start) // 8)
        level.out.append(sound[0])
        return sound.end()
    closers = CLOSERS[raw[start]]
    first = _next_quote(level, start + 1, closers)
    fit = "no" if first < 0 else follows(level, first + 1)
    if fit in ("weak", "strong"):
        _take(level, start, first, walk)
        return first + 1
    otherwise = closed_otherwise(raw, start, level.budget) if fit == "no" else -1
    if otherwise >= 0 and follows(level, otherwise + 1) == "strong":
        _take(level, start, otherwise, walk)
        return otherwise + 1
    nested_refusal: RefusedError | None = None
    if level.depth < MAX_LEVELS and _NESTED_START.match(raw, start + 1):
        try:
            return _nested(level, start, walk)
        except RefusedError as refusal:
            if refusal.final:
                raise
            nested_refusal = refusal
    if first < 0:
        raise RefusedError(level.text, start, "string_cut_off")
    if fit == "unclear":
        raise RefusedError(level.text, first + 1, "comma_or_quote")
    end = _end_with_inner_quotes(level, start, first, closers, nested_refusal)
    _take(level, start, end, walk)
    return end + 1


def quoted_name(level: Level, start: int, walk: Walk) -> tuple[int, str]:
    """Write the name whose opening quote stands at ``start``; returns where it ends, and its content as JSON."""
    raw = level.raw
    closers = CLOSERS[raw[start]]
    end = first = _next_quote(level, start + 1, closers)
    while end >= 0:
        after, _comments = gap(raw, end + 1, level.budget)
        if raw[after : after + 1] == ":":
            if LINE_END.search(raw, start, end):
                raise RefusedError(level.text, start, "wrapped", final=True)
            return end + 1, _take(level, start, end, walk)
        if not _INSIDE_A_WORD.match(raw, end - 1) or _NOT_IN_A_NAME.search(raw, start + 1, end):
            break  # no colon, or bare quotes in the name, which could be several things
        end = _next_quote(level, end + 1, closers)
    if (otherwise := otherwise_closed_name(raw, start, level.budget)) >= 0:
        return otherwise + 1, _take(level, start, otherwise, walk)
    if first < 0:
        raise RefusedError(level.text, start, "string_cut_off")
    raise RefusedError(level.text, first + 1, "colon")


def _next_quote(level: Level, start: int, closers: str) -> int:
    """The next quote that is not escaped, or -1."""
    raw = level.raw
    single, doubled = _QUOTES_BY_CLOSERS[closers]
    if not level.doubled:
        for match in single.finditer(raw, start):
            if match[0][0] != "\\":
                level.budget.spend(30 + (match.start() - start) // 8)
                return match.start()
    else:
        for match in doubled.finditer(raw, start):
            backslashes = len(match[0].rstrip(closers))
            if backslashes % 2:
                break
            if match[0][-1] in closers and backslashes % 4 == 0:
                level.budget.spend(30 + (match.start() - start) // 8)
                return match.end() - 1
    level.budget.spend(1 + (len(raw) - start) // 8)
    return -1


def _end_with_inner_quotes(
    level: Level, start: int, first: int, closers: str, nested_refusal: RefusedError | None
) -> int:
    """The end of a text that holds quotes of its own kind which are not escaped."""
    raw, end, inner = level.raw, first, 0
    while True:
        end = _next_quote(level, end + 1, closers)
        inner += 1
        if end < 0:
            raise nested_refusal or RefusedError(level.text, start, "quote_missing")
        fit = follows(level, end + 1)
        if fit == "unclear":
            raise RefusedError(level.text, end + 1, "comma_or_quote")
        if fit != "no":
            break
    inside = raw[start + 1 : end]
    level.budget.spend(len(inside) // 4)
    if "\n" in inside or "\r" in inside or _SEVERAL_TEXTS.search(inside) or _DOUBLED_BEFORE_QUOTE.search(inside):
        raise nested_refusal or RefusedError(level.text, start, "quote_missing")
    if _LOST_COLON.search(inside):
        raise RefusedError(level.text, start, "inner_quotes", final=True)
    if inner == 2 and _TWO_TEXTS.fullmatch(inside):
        raise RefusedError(level.text, start, "comma_or_quote")
    if _OPENED_ONLY[closers].search(inside) or ('"' in closers and _ESCAPED_QUOTE.search(inside)):
        raise RefusedError(level.text, start, "inner_quotes")
    if (stray := stray_quote(level, start + 1, end, closers)) >= 0:
        raise RefusedError(level.text, stray, "stray_quote")
    if _may_be_made_up(level):
        raise RefusedError(level.text, start, "inner_quotes")
    in_a_list = bool(level.stack) and level.stack[-1].bracket == "["
    if (fit == "weak" and inner % 2) or (in_a_list and _COMMA_BEHIND_QUOTE.search(inside)):
        raise RefusedError(level.text, start, "inner_quotes")
    return end


def _may_be_made_up(level: Level) -> bool:
    """Whether the current member is none of an event or a param, so that it may be a part of the text before it.

    A quote beside such a member may as well be one of that text: ``"value": "x", "note": "y" z"``.
    """
    names = [frame.name for frame in level.stack if frame.bracket == "{"]
    if level.depth or not names or level.stack[-1].bracket != "{" or level.stack[-1].count < 2:
        return False
    if len(names) == 1:
        return names[0] not in _OF_AN_EVENT
    return len(names) == 2 and level.stack[-2].bracket == "[" and names[0] in _PARAMS and names[1] not in _OF_A_PARAM


def _take(level: Level, start: int, end: int, walk: Walk) -> str:
    """Write the text between the quotes at ``start`` and ``end``; returns its content as JSON."""
    raw = level.raw
    opener = raw[start]
    level.budget.spend(60 + (end - start) // 8)
    if level.doubled and "\\" in raw[start:end]:
        halves = halved(raw[start + 1 : end])
        if halves is None:
            raise RefusedError(level.text, start, "not_certain")
        text = Traced.of(halves)
        content = mended_content(text, 0, len(halves), opener)
        level.out.append(f'"{content.json}"')
        return content.json
    content = mended_content(level.text, start + 1, end, opener)
    if opener != '"' or raw[end] != '"':
        level.repair(_STYLES[raw[end] if opener == '"' else opener], start, end + 1, f'"{content.json}"')
    if may_be_coded_literal(raw, start, end):
        literal = level.text.slice(start, end + 1)
        if (read := without_codes(literal, level.budget, level.refused)) is not None:
            level.repairs.append(read[1])
            level.out.append(read[0].text)
            return read[0].text[1:-1]
    inner = None if opener == '"' else json_as_it_stands(raw[start + 1 : end], content)
    if inner is not None:
        level.repair("inner_json", start, end + 1, inner)
    elif content.repairs:
        inner = _mended_as_wanted(level, start, end, content, walk)
    if inner is not None:
        level.out.append(inner)
        return inner[1:-1]
    for code, begin, stop, after in content.repairs:
        level.repair(code, begin, stop, after)
    if "\u00a0" in content.json and level.odd_text < 0:
        level.odd_text = start
    level.out.append(f'"{content.json}"')
    return content.json


def _mended_as_wanted(level: Level, start: int, end: int, content: Content, walk: Walk) -> str | None:
    """The mended JSON of a text that is to hold JSON, or in which line breaks are all that is wrong, as around it.

    Any other text may begin with a bracket: ``{size: XL}`` stays, whatever quotes it stands in.
    """
    if level.is_to_hold_json:
        return mended_inside(level, start, end, walk)
    if not _BREAKS.issuperset(code for code, *_place in content.repairs):
        return None
    return mended_inside(level, start, end, walk, may=_BREAKS)


def mended_inside(level: Level, start: int, end: int, walk: Walk, may: Set[str] | None = None) -> str | None:
    """The text as a JSON string of mended JSON, when it holds JSON that is escaped well and broken otherwise.

    With ``may``, only where no other changes than these are needed.

    Raises:
        RefusedError: that JSON has two readings; not with ``may``.
    """
    if level.depth >= MAX_LEVELS or not _NESTED_START.match(level.raw, start + 1):
        return None
    inside = decoded(level.text, start + 1, end)
    if inside is None or not _MEMBER.search(inside.text) or is_json(inside.text):
        return None
    below = Level(
        inside,
        level.budget,
        level.refused,
        placeholders=level.placeholders_within(),
        path=level.pointer_steps(),
        depth=level.depth + 1,
        compact=True,
    )
    try:
        position, _space = below.gap(0)
        if _behind_strays(below, walk(below, position)) < len(inside):
            return None
    except RefusedError as refusal:
        if refusal.final and may is None:
            raise
        return None
    mended = "".join(below.out)
    if not is_json(mended) or (may is not None and any(repair.code not in may for repair in below.repairs)):
        return None
    level.repairs += below.listed()
    level.unopened |= below.unopened
    return escape_surrogates(encode_basestring(mended))


def _nested(level: Level, start: int, walk: Walk) -> int:
    """Write a text with JSON in it whose quotes are not escaped; returns where it ends."""
    readings: list[tuple[Level, int]] = []
    level.budget.spend(100)  # what is walked and repaired counts by itself
    failure: RefusedError | None = None
    for doubled in (False, True):
        if doubled and "\\" not in level.raw[start : readings[0][1] if readings else start + _WINDOW]:
            break
        below = Level(
            level.text,
            level.budget,
            level.refused,
            placeholders=level.placeholders_within(),
            outer=level,
            closers=CLOSERS[level.raw[start]],
            doubled=doubled,
            compact=True,
            path=level.pointer_steps(),
            depth=level.depth + 1,
        )
        try:
            readings.append((below, _nested_end(below, start + 1, walk)))
        except RefusedError as refusal:
            if refusal.final:
                raise
            failure = failure or refusal
    if not readings:
        raise failure or RefusedError(level.text, start, "not_certain")
    below, end = readings[0]
    if len(readings) == 2 and _DOUBLED_CODE.search(level.raw, start, end):
        below, end = readings[1]  # nobody writes the six characters of a code as text
    elif len(readings) == 2 and ("".join(readings[1][0].out), readings[1][1]) != ("".join(below.out), end):
        raise RefusedError(level.text, start, "nested_backslashes", final=True)
    inner = escape_surrogates(encode_basestring("".join(below.out)))
    if below.loose or any(code == "unquoted_name" for code, _item in below.counts):
        level.loose[level.way()] = start
    level.repair("inner_json", start, end, inner)
    level.repairs += below.listed()
    level.unopened |= below.unopened
    level.odd_text = below.odd_text if level.odd_text < 0 else level.odd_text
    level.out.append(inner)
    return end


def refuse_if_shiftable(level: Level, closed: Frame | None, stray: int) -> None:
    """Refuse a bracket too many behind ``closed``, when one of that frame's own brackets could be the one instead."""
    bracket = level.raw[stray]
    if closed is not None and closed.closer == bracket and closed.shiftable:
        raise RefusedError(level.text, stray, "stray_bracket", final=True, bracket=bracket)


def _behind_strays(below: Level, position: int) -> int:
    """Where brackets that are too many behind the JSON of a text end, and the white space around them."""
    position, _space = below.gap(position)
    stray = position
    while below.raw[position : position + 1] in ("]", "}"):
        position += 1
    if position > stray:
        refuse_if_shiftable(below, below.root, stray)
        below.repair("stray_bracket", stray, position, bracket=below.raw[stray:position])
        if below.raw[stray:position] == "]":
            below.left_unopened(below.path, stray)
        position, _space = below.gap(position)
    return position


def _nested_end(below: Level, start: int, walk: Walk) -> int:
    """Walk the JSON of a nested text up to its closing quote and behind it.

    Raises:
        RefusedError: it is not whole, or the JSON around it does not go on behind the quote.
    """
    raw = below.raw
    position, _space = below.gap(start)
    if raw[position : position + 1] not in ("{", "["):
        raise RefusedError(below.text, position, "not_certain")
    position = _behind_strays(below, walk(below, position))
    if raw[position : position + 1] not in tuple(below.closers):
        raise RefusedError(below.text, position, "not_certain")
    assert below.outer is not None
    if follows(below.outer, position + 1) not in ("weak", "strong"):
        raise RefusedError(below.text, position, "not_certain")
    if not is_json("".join(below.out)):
        raise RefusedError(below.text, start, "not_certain")
    return position + 1
