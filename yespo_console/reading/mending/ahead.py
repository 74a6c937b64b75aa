"""Whether a text in quotes may end at a place: what stands behind it must go on as JSON, through every open bracket."""

import re
import unicodedata
from typing import Final

from yespo_console.reading.bodies import BODY_MEMBERS
from yespo_console.reading.mending.level import Following, Frame, Level
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.mending.tokens import CLOSERS, ELLIPSIS, LINE_END, SOUND_NAME, gap, name_ahead

_NEXT_TEXT: Final = {
    opener: re.compile(rf"(?:[^\\\r\n{closers}]|\\.){{0,200}}[{closers}]") for opener, closers in CLOSERS.items()
}
_BARE: Final = re.compile(r"[\w$<%.+-][^\s,\]}\[{\"/#]{0,80}")
_LITERAL: Final = re.compile(r"(?:true|false|null|-?\d[\d.eE+-]{0,400})(?=[\s,\]/#])")
#: What may stand behind the quote that a whole event was put in.
ENDS_OF_QUOTING: Final = ";,) \t\r\n"
#: Kinds of characters that are in no JSON outside of texts: emoji and what colours them.
_PICTURES: Final = ("So", "Sk")
#: How many brackets and commas are followed; more is taken for sound.
_FAR: Final = 200


def follows(level: Level, position: int) -> Following:
    """How well what begins at ``position`` fits behind a value of ``level``.

    ``strong``: a comma and a name, or closing brackets and what may follow them. ``weak``: in a list, a comma and a
    value, which quotes inside a text can look like; or the end of all brackets, and words. ``unclear``: in a list,
    another text without a comma. ``no``: the value cannot end here.
    """
    raw, budget = level.raw, level.budget
    depth = len(level.stack)
    budget.spend(40)
    for _step in range(_FAR):
        start = position
        budget.spend(10)
        position, _comments = gap(raw, position, budget)
        here = raw[position : position + 1]
        if depth == 0:
            if level.outer is None:
                return _after_everything(raw, start, position)
            while here and here in "]}":
                position, _comments = gap(raw, position + 1, budget)
                here = raw[position : position + 1]
            if not here or here not in level.closers:
                return "no"
            level, position = level.outer, position + 1
            depth = len(level.stack)
            continue
        if not here or raw.startswith("/*", position):  # cut off, or a comment without an end: the walk says so
            return "weak"
        frame = level.stack[depth - 1]
        if here == frame.closer:
            depth -= 1
            position += 1
        elif here and here in "]}":  # one too many
            position += 1
        elif (
            here == ","
            or is_semicolon(level, frame, position)
            or (here in (".", "…") and ELLIPSIS.match(raw, position))
        ):
            after = _after_comma(level, position + (here in (",", ";")))
            here = raw[after : after + 1]
            if not here or raw.startswith("/*", after):
                return "weak"
            if here in "]}":
                position = after
            elif frame.bracket == "{":
                return "strong" if name_ahead(raw, after, budget, lines=True) else "no"
            else:
                return _item(level, after)
        elif frame.bracket == "{":
            return "strong" if name_ahead(raw, position, budget) and _may_lack_comma(raw, start, position) else "no"
        else:
            return _item_without_comma(level, start, position)
    return "strong"


def is_semicolon(level: Level, frame: Frame, position: int) -> bool:
    """Whether a semicolon stands at ``position`` where a comma is meant: the next member or object follows."""
    raw = level.raw
    if raw[position : position + 1] != ";":
        return False
    after, _comments = gap(raw, position + 1, level.budget)
    if frame.bracket == "[":
        return raw[after : after + 1] == "{"
    return raw[after : after + 1] in CLOSERS and name_ahead(raw, after, level.budget)


def refuse_if_opening(level: Level, frame: Frame, position: int) -> None:
    """Refuse the end of a list of objects behind a comma, where members follow as if another object began there.

    Only a member that Yespo knows may follow such a list without a comma.
    """
    if frame.bracket != "[" or frame.last != "{":
        return
    following, _comments = gap(level.raw, position + 1, level.budget)
    name = SOUND_NAME.match(level.raw, following)
    if name is not None and name[2] not in BODY_MEMBERS:
        raise RefusedError(level.text, position, "opening_bracket", final=True, bracket=level.raw[position])


def refuse_if_shortened(level: Level, frame: Frame, dots: re.Match[str]) -> None:
    """Refuse an ``…`` for which a program left out members or items at the end, as a preview of Chrome does.

    It puts the sign right behind a comma. A person who means more of the same writes a space before it, but never
    where a param would be left without its value.
    """
    end, _comments = gap(level.raw, dots.end(), level.budget)
    if level.raw[end : end + 1] != frame.closer:
        return
    is_preview = dots[0] == "…" and level.raw[dots.start() - 1] == ","
    if is_preview or (frame.bracket == "{" and _is_param_without_value(level, frame)):
        raise RefusedError(level.text, dots.start(), "shortened", final=True, dots=dots[0])


def _is_param_without_value(level: Level, frame: Frame) -> bool:
    steps = level.pointer_steps()
    return frame.count == 1 and frame.name == "name" and len(steps) > 2 and steps[-3] in ("params", "parameters")


def _after_everything(raw: str, start: int, position: int) -> Following:
    """Behind the last bracket comes the end, another line, another event or punctuation; words perhaps."""
    here = raw[position : position + 1]
    if not here or here in "{[,;)]}`'<" or LINE_END.search(raw, start, position):
        return "strong"
    if here == '"' and not raw[position + 1 : position + 9].strip(ENDS_OF_QUOTING):
        return "strong"
    if unicodedata.category(here) in _PICTURES:
        return "strong"
    return "weak" if position > start or here in ".!?:|=_" else "no"


def _may_lack_comma(raw: str, start: int, position: int) -> bool:
    """Whether the name at ``position`` may follow a value without a comma: without quotes, only on another line."""
    return raw[position] in CLOSERS or LINE_END.search(raw, start, position) is not None


def _after_comma(level: Level, position: int) -> int:
    """Where the next item begins: over further commas and ``...``."""
    raw = level.raw
    for _comma in range(_FAR):
        position, _comments = gap(raw, position, level.budget)
        if raw[position : position + 1] == ",":
            position += 1
        elif (dots := ELLIPSIS.match(raw, position)) is not None:
            position = dots.end()
        else:
            break
    return position


def _item(level: Level, position: int) -> Following:
    """What stands behind a comma in a list."""
    raw = level.raw
    here = raw[position : position + 1]
    if not here:
        return "no"
    if here in "{[":
        return "strong"
    if here in CLOSERS:
        return "weak"
    bare = _BARE.match(raw, position)
    if bare is None:
        return "no"
    end, _comments = gap(raw, bare.end(), level.budget)
    return "weak" if raw[end : end + 1] in (",", "]") else "no"


def _item_without_comma(level: Level, start: int, position: int) -> Following:
    raw = level.raw
    here = raw[position : position + 1]
    if here and here in "{[":
        return "strong"
    lines = LINE_END.search(raw, start, position) is not None
    if _LITERAL.match(raw, position):
        return "weak" if lines else "unclear"
    if not here or here not in CLOSERS:
        return "no"
    text = _NEXT_TEXT[here].match(raw, position + 1)
    level.budget.spend(40)
    if text is None:
        return "no"
    end, _comments = gap(raw, text.end(), level.budget)
    if raw[end : end + 1] not in (",", "]"):
        return "no"
    return "weak" if lines else "unclear"
