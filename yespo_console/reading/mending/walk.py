"""The walk over a value that is almost JSON: what is sound is copied, what is not is mended or refused.

Two states, no recursion: at a value, or behind one. Commas, colons and brackets are judged here, texts in ``quoted``,
values without quotes in ``bare_words``.
"""

import contextlib
import json
import re
from json.encoder import encode_basestring

from yespo_console.events.json_places import Document
from yespo_console.events.json_text import MAX_DEPTH, join
from yespo_console.reading.masking import word_without_secrets
from yespo_console.reading.mending.ahead import is_semicolon, refuse_if_opening, refuse_if_shortened
from yespo_console.reading.mending.bare_words import COMPUTED, BareValue, bare_value
from yespo_console.reading.mending.emptied import emptied, without
from yespo_console.reading.mending.level import MISNAMED, Frame, Item, Level
from yespo_console.reading.mending.misnamed import rename
from yespo_console.reading.mending.missing_brackets import is_unclosed, not_closed
from yespo_console.reading.mending.placeholders import Placeholders
from yespo_console.reading.mending.printed_words import is_placeholder_of_a_member
from yespo_console.reading.mending.quoted import mended_inside, quoted_name, quoted_value
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.mending.sound_items import sound_end
from yespo_console.reading.mending.strings import decoded
from yespo_console.reading.mending.tokens import (
    BARE_NAME,
    CLOSERS,
    ELLIPSIS,
    LINE_BREAK,
    SOUND_NAME,
    name_ahead,
    word_at,
)
from yespo_console.reading.reading import excerpt_around

#: Where the walk goes on, and whether a value stands there.
_Place = tuple[int, bool]


def walk(level: Level, start: int) -> int:
    """Write the value that begins at ``start`` (an opening bracket or anything else); returns where it ends.

    Raises:
        RefusedError: what stands there has no reading, or more than one.
    """
    position, at_value = start, True
    while at_value or level.stack:
        level.budget.spend(60)
        position, at_value = _value(level, position) if at_value else _behind(level, position)
    return position


def _value(level: Level, position: int) -> _Place:
    here = level.raw[position : position + 1]
    if here and here in "{[" and not _is_placeholder(level, position):
        if level.may_skip and (end := sound_end(level.raw, position)) is not None:
            return _skip(level, position, end)
        if len(level.stack) >= MAX_DEPTH:
            raise RefusedError(level.text, position, "too_deep", final=True, limit=str(MAX_DEPTH))
        level.stack.append(Frame(here, position))
        level.out.append(here)
        return _next_item(level, position + 1, None, "")
    if level.stack:
        level.stack[-1].last = ""
    if here and here in CLOSERS:
        written = len(level.out)
        end = quoted_value(level, position, walk)
        if level.placeholders and (found := level.placeholders.get(level.way())) is not None:
            if isinstance(found, str):
                _empty(level, written, position, end, found)
            else:
                _mend_within(level, found, position, end)
        return end, False
    return _bare(level, position), False


def _empty(level: Level, written: int, position: int, end: int, pointer: str) -> None:
    """Make a placeholder in quotes empty; refusing that leaves the text readable, so it is simply kept."""
    found = excerpt_around(level.raw[position + 1 : end - 1])
    with contextlib.suppress(RefusedError):
        level.repair("placeholder", position, end, '""', pointer, placeholder=found)
        level.out[written:] = ['""']


def _mend_within(level: Level, placeholders: Placeholders, position: int, end: int) -> None:
    """Mend JSON inside a text that was copied as it is, since its quotes are escaped, and empty its placeholders.

    In any other it was walked, which did both. A text that cannot be mended stays as it is.
    """
    level.budget.spend(end - position)
    inside = decoded(level.text, position + 1, end - 1)
    whole = Document(level.out[-1])
    entered = whole.enter(whole.root)
    if entered is None:
        with contextlib.suppress(RefusedError):
            level.out[-1] = mended_inside(level, position, end - 1, walk) or whole.text
        return
    if inside is None or entered[0].text != inside.text:
        return
    below = Level(inside, level.budget, level.refused)
    changed = []
    for each in emptied(whole, placeholders, entered[0]):
        with contextlib.suppress(RefusedError):
            word = excerpt_around(each.word)
            below.repair("placeholder", each.begin, each.stop, '""', each.pointer, placeholder=word)
            changed.append(each)
    level.out[-1] = without(whole.text, changed)
    level.repairs += below.repairs


def _skip(level: Level, position: int, end: int) -> _Place:
    """Copy a whole object or list that is sound."""
    level.budget.spend((end - position) // 2)
    level.out.append(level.raw[position:end])
    if level.stack:
        # Inside it nobody looked, so a bracket too many behind it is not judged.
        level.stack[-1].last, level.stack[-1].last_shiftable = level.raw[position], True
    return end, False


def _is_placeholder(level: Level, position: int) -> bool:
    return level.raw.startswith("{{", position) and bare_value(level.raw, position).kind == "placeholder"


def _bare(level: Level, position: int) -> int:
    """A value without quotes."""
    level.budget.spend(60)
    value = bare_value(level.raw, position)
    after = value.text
    if value.kind in ("placeholder", "word"):
        is_word = value.kind == "word" and not _stands_for_a_member(level, value.text)
        if is_word and _names_something(level) and not level.raw.startswith('"', value.end):
            raise RefusedError(
                level.text, position, "quotes_missing", final=True, found=word_without_secrets(value.text)
            )
        after = '""'
        level.repair(
            "bare_word" if is_word else "placeholder",
            position,
            value.end,
            after,
            join(*level.pointer_steps()),
            placeholder=word_without_secrets(value.text),
        )
    elif value.kind == "plain_text":
        after = encode_basestring(value.text)
        level.repair("unquoted_text", position, value.end, after)
    elif value.kind in ("other_literal", "loose_number", "mongodb_value"):
        level.repair(value.kind, position, value.end, after, found=level.raw[position : value.end], json=after)
    elif value.kind not in ("number", "literal"):
        raise _no_value(level, position, value)
    level.out.append(after)
    return value.end


def _stands_for_a_member(level: Level, word: str) -> bool:
    return level.may_hold_members and is_placeholder_of_a_member(word, level.stack[-1].name)


def _names_something(level: Level) -> bool:
    """Whether the current value is the type or the key of an event, or the name of a param."""
    frame = level.stack[-1] if level.stack else None
    if frame is None or frame.bracket != "{":
        return False
    if level.may_hold_members:
        return frame.name in ("eventTypeKey", "eventKey", "keyValue")
    steps = level.pointer_steps()
    return frame.name == "name" and len(steps) > 2 and steps[-3] in ("params", "parameters")


def _no_value(level: Level, position: int, value: BareValue) -> RefusedError:
    if position >= len(level.raw):
        return _cut_off(level, position)
    found = word_at(level.raw, position)
    if level.raw.startswith("/*", position):
        return RefusedError(level.text, position, "comment_open")
    if value.kind == "nothing":
        code = "value_missing" if found in (",", "}", "]") else "value"
        return RefusedError(level.text, position, code, found=found)
    code = {"bad_number": "number", "bad": "computed" if value.text in COMPUTED else "bare_text"}[value.kind]
    return RefusedError(level.text, position, code, found=word_without_secrets(value.text))


def _cut_off(level: Level, position: int) -> RefusedError:
    if not level.stack:
        return RefusedError(level.text, position, "value_missing")
    frame = level.stack[-1]
    return not_closed(level) or RefusedError(level.text, frame.opened, "cut_off", bracket=frame.bracket)


def _behind(level: Level, position: int) -> _Place:
    """What follows a value inside brackets: a comma, a closing bracket, or what stands there instead."""
    frame = level.stack[-1]
    if level.items and len(level.stack) == 1:
        level.items[-1].ends(len(level.out), position)
    end, space = level.gap(position)
    here = level.raw[end : end + 1]
    if here == ",":
        return _next_item(level, end + 1, end, space)
    if here == frame.closer:
        level.out.append(space)
        return _close(level, end)
    if not here:
        raise _cut_off(level, end)
    if here in "]}":
        if is_unclosed(level, end):
            return _close_in_front(level, position, end, space)
        _drop_bracket(level, frame, end)
        if here == "]":  # in an object, behind the value of a member
            level.left_unopened(level.pointer_steps(), end)
        level.out.append(space)
        return end + 1, False
    if ELLIPSIS.match(level.raw, end):
        return _next_item(level, end, None, space)
    if is_semicolon(level, frame, end):
        level.repair("semicolon", end, end + 1, ",")
        return _next_item(level, end + 1, end, space)
    if not _comma_is_missing(level, frame, position, end):
        code = "comment_open" if level.raw.startswith("/*", end) else "after_value"
        raise RefusedError(level.text, end, code, found=word_at(level.raw, end))
    level.repair("missing_comma", position, position, ",")
    level.out.append("," + space)
    return _item(level, frame, end)


def _comma_is_missing(level: Level, frame: Frame, position: int, end: int) -> bool:
    """Whether the next item begins at ``end`` without a comma before it, for certain."""
    here = level.raw[end]
    if frame.bracket == "{":
        return name_ahead(level.raw, end, level.budget)
    if here in "{[":
        return True
    if LINE_BREAK.search(level.raw, position, end):
        return here in CLOSERS or bare_value(level.raw, end).kind in ("number", "literal")
    if level.out[-1] in ("}", "]"):
        return here in CLOSERS or here.isalnum() or here == "-"
    return here in CLOSERS and not level.out[-1].endswith('"')


def _drop_bracket(level: Level, frame: Frame, position: int) -> None:
    bracket = level.raw[position]
    if frame.last and frame.last_shiftable and bracket == ("}" if frame.last == "{" else "]"):
        raise RefusedError(level.text, position, "stray_bracket", final=True, bracket=bracket)
    level.repair("stray_bracket", position, position + 1, bracket=bracket)


def _next_item(level: Level, position: int, comma: int | None, space: str) -> _Place:
    """Go to the next item behind an opening bracket or a comma, or close the bracket.

    Args:
        level: the walk.
        position: behind the bracket or the comma.
        comma: where the comma stands; None behind a bracket or before a ``...`` without one.
        space: what is to be written before the comma.
    """
    frame = level.stack[-1]
    raw = level.raw
    elided = False
    before = space
    while True:
        end, space = level.gap(position)
        here = raw[end : end + 1]
        if here == frame.closer:
            if elided and not frame.count:
                raise RefusedError(level.text, frame.opened, "elided", final=True)
            if comma is not None and not elided:
                refuse_if_opening(level, frame, end)
                level.repair("trailing_comma", comma, comma + 1)
            level.out.append(space if elided else before + space)
            return _close(level, end)
        if not here:
            raise _cut_off(level, end)
        if (dots := ELLIPSIS.match(raw, end)) is not None:
            refuse_if_shortened(level, frame, dots)
            level.repair("ellipsis", end, dots.end(), dots=dots[0])
            elided = True
            position, _space = level.gap(dots.end())
            if raw[position : position + 1] == ",":
                comma = position if comma is None else comma
                position += 1
        elif here == ",":
            level.repair("extra_comma", end, end + 1)
            position = end + 1
        elif here in "]}":
            _drop_bracket(level, frame, end)
            position = end + 1
        else:
            break
    if frame.count:
        if comma is None:
            level.repair("missing_comma", end, end, ",")
        level.out.append("," + space if elided else before + "," + space)
    else:
        level.out.append(space)
    return _item(level, frame, end)


def _item(level: Level, frame: Frame, position: int) -> _Place:
    """Begin an item: in an object, its name and colon."""
    frame.shiftable = frame.shiftable or frame.last == frame.bracket
    frame.last = ""
    frame.count += 1
    if frame.bracket == "[":
        if level.lists_events and len(level.stack) == 1:
            level.items.append(Item(len(level.out), position))
        return position, True
    sound = SOUND_NAME.match(level.raw, position)
    if sound is not None and not level.compact:
        return _sound_name(level, frame, sound)
    position = _name(level, frame, position)
    end, space = level.gap(position)
    if level.raw[end : end + 1] != ":":
        raise RefusedError(level.text, end, "colon")
    level.out.append(space + ":")
    end, space = level.gap(end + 1)
    level.out.append(space)
    return end, True


def _sound_name(level: Level, frame: Frame, sound: re.Match[str]) -> _Place:
    """Copy a name, its colon and the white space around: what nearly every member begins with."""
    level.out.append(sound[1])
    _noted(level, frame, sound[2], sound.start(), sound.end(1))
    level.out.append(sound[3])
    end, space = level.gap(sound.end())
    if space:
        level.out.append(space)
    return end, True


def _name(level: Level, frame: Frame, start: int) -> int:
    raw = level.raw
    if raw[start] in CLOSERS:
        end, content = quoted_name(level, start, walk)
    else:
        bare = BARE_NAME.match(raw, start)
        if bare is None or not name_ahead(raw, start, level.budget):
            code = "comment_open" if raw.startswith("/*", start) else "name"
            if raw[start].isdigit() and frame.count > 1:
                code = "name_or_number"
            raise RefusedError(level.text, start, code, found=word_at(raw, start))
        end, content = bare.end(), bare[0]
        level.repair("unquoted_name", start, end, f'"{content}"', name=content)
        level.out.append(f'"{content}"')
    _noted(level, frame, content if "\\" not in content else json.loads(f'"{content}"'), start, end)
    return end


def _noted(level: Level, frame: Frame, name: str, start: int, end: int) -> None:
    """Remember the name of a member whose last piece of output is that name."""
    frame.name = name
    if level.may_hold_members:
        frame.names.add(name)
        if name in MISNAMED:
            frame.misnamed.append((len(level.out) - 1, start, end, name))


def _close(level: Level, position: int) -> _Place:
    """Close the innermost bracket with the one at ``position``."""
    frame = level.stack[-1]
    if frame.misnamed:
        rename(level, frame)
    level.stack.pop()
    level.out.append(frame.closer)
    if level.stack:
        around = level.stack[-1]
        around.last, around.last_shiftable = frame.bracket, frame.shiftable
        around.shiftable = around.shiftable or (frame.shiftable and frame.bracket == around.bracket)
    else:
        level.root = frame
    return position + 1, False


def _close_in_front(level: Level, position: int, end: int, space: str) -> _Place:
    """Put in the bracket that closes the innermost list, behind its last item, in front of the one at ``end``."""
    level.left_unclosed()
    level.repair("missing_bracket", position, position, "]", bracket="]")
    _close(level, position)
    level.out.append(space)
    return end, False
