"""The event of JSON that is sound: it stays as it is written, but for what is known to be meant otherwise.

Misnamed members, placeholders in quotes, values that were encoded twice, and texts that are to hold JSON and hold
broken JSON are found by what the JSON says, and changed where they stand, so that nothing beside them is touched.
Refusing such a change leaves sound JSON, so it is simply not made.
"""

import contextlib
from collections.abc import Set
from dataclasses import replace
from typing import Final, NamedTuple

from yespo_console.events.event import Node, Number, Object
from yespo_console.events.json_places import Document
from yespo_console.events.json_text import parse
from yespo_console.reading.bodies import encoding_of, is_body
from yespo_console.reading.budget import Budget
from yespo_console.reading.encoded_values import decoded_values, has_encoded_values
from yespo_console.reading.mending.broken_texts import broken_texts
from yespo_console.reading.mending.counting import counted
from yespo_console.reading.mending.emptied import emptied, located
from yespo_console.reading.mending.level import MISNAMED, Level
from yespo_console.reading.mending.lost_brackets import may_be_list
from yespo_console.reading.mending.placeholders import Placeholders, Steps, Way, holds_placeholders, quoted_placeholders
from yespo_console.reading.mending.printed_words import may_be_placeholder
from yespo_console.reading.mending.quoted import mended_inside
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.mending.walk import walk
from yespo_console.reading.numbered_params import has_numbered_params, with_listed_params
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import ReadEvent, Repair, excerpt_around, repair_at

#: JSON with none of these in it holds no text with an escape, no code of HTML and no mark that a tool was to fill in.
_SIGNS: Final = ("\\", "&", "<", "{{", "{%", "${", "#{")


def event_as_it_is(json: str, body: Object, at: int | None = None) -> ReadEvent | None:
    """The event of sound JSON in which nothing is to be changed, as in nearly all; None when something is."""
    if _is_plain(json, body):
        return ReadEvent(None, json, encoding_of(body), at=at)
    is_changed = (
        not MISNAMED.keys().isdisjoint(body.names)
        or has_encoded_values(body)
        or has_numbered_params(body)
        or broken_texts(body)
        or holds_placeholders(body)
    )
    return None if is_changed else ReadEvent(None, json, encoding_of(body), at=at)


def _is_plain(json: str, body: Object) -> bool:
    """Whether a body has right names and plain values alone: no JSON or codes in a text, no mark, no placeholder.

    Thousands of events have nothing else, and this costs a fraction of asking for each of these by itself. What cannot
    be told at once is not plain.
    """
    if any(map(json.__contains__, _SIGNS)):
        return False
    for member, value in body.pairs:
        if member != "params":
            if member in MISNAMED or (type(value) is str and may_be_placeholder(value)):
                return False
        elif type(value) is tuple:
            for item in value:
                if type(item) is not Object:
                    return False
                if not all(map(_is_plain_value, [each for name, each in item.pairs if name == "value"])):
                    return False
        elif type(value) is not Object or not all(map(_is_plain_value, [each for _name, each in value.pairs])):
            return False
    return True


def _is_plain_value(value: Node) -> bool:
    if type(value) is not str:
        return type(value) is Number
    return not value or not (value[0] in "[{" or value[0].isspace() or may_be_placeholder(value))


def sound_event(text: Traced, start: int, end: int, body: Object, budget: Budget, refused: Set[str]) -> ReadEvent:
    """The event that stands in ``text`` from ``start`` up to ``end`` as sound JSON, of which ``body`` is the tree."""
    event = event_as_it_is(text.text[start:end], body, text.offset(start))
    return event or changed_event(text, start, end, body, budget, refused)


def changed_event(text: Traced, start: int, end: int, body: Object, budget: Budget, refused: Set[str]) -> ReadEvent:
    """The same of one in which something is to be changed (see ``event_as_it_is``)."""
    if (values := decoded_values(text, start, end, body, budget, refused)) is not None and values[1]:
        text, repairs = values
        event = sound_event(text, 0, len(text), _body(text.text), budget, refused)
        return replace(event, repairs=tuple(sorted((*repairs, *event.repairs), key=lambda repair: repair.offset)))
    json = text.text[start:end]
    changes = _Changes(text, start, json, budget, refused)
    body = changes.rename(body)
    mended: dict[Way, list[_Change]] = {}
    broken = broken_texts(body)
    if broken:
        mended = {way: changes.mended(way, steps, {}) for way, steps in broken.items()}
        made = [change for each in mended.values() for change in each]
        body = _body(_changed(json, made + changes.made)) if made else body
    placeholders = quoted_placeholders(body)
    for way, steps in broken.items():
        if isinstance(within := placeholders.get(way, {}), dict):  # else all of the text is emptied
            placeholders.pop(way, None)
            changes.made += changes.mended(way, steps, within) if within else mended[way]
    if placeholders:
        changes.empty(placeholders)
    if changes.made:
        json = _changed(json, changes.made)
        body = _body(json)
    repairs = counted(repair for change in changes.made for repair in change.repairs)
    event = ReadEvent(None, json, encoding_of(body), repairs, text.offset(start))
    return with_listed_params(event, body, text, start, refused)


class _Change(NamedTuple):
    """What comes in the place of the body's characters from ``start`` up to ``end``, and what is said about it."""

    start: int
    end: int
    after: str
    repairs: list[Repair]


def _changed(json: str, changes: list[_Change]) -> str:
    pieces: list[str] = []
    position = 0
    for change in sorted(changes, key=lambda change: change.start):
        pieces += (json[position : change.start], change.after)
        position = change.end
    return "".join((*pieces, json[position:]))


def _body(json: str) -> Object:
    body = parse(json)
    assert is_body(body)
    return body


class _Changes:
    """The changes of one body.

    Attributes:
        made: those that are certain and that nobody refused.
    """

    def __init__(self, text: Traced, start: int, json: str, budget: Budget, refused: Set[str]) -> None:
        self.made: list[_Change] = []
        self._text = text
        self._start = start
        self._document = Document(json)
        self._budget = budget
        self._refused = refused

    def rename(self, body: Object) -> Object:
        """Give members their right names where these are free; returns the body with them."""
        names = list(body.names)
        entered = None if MISNAMED.keys().isdisjoint(names) else self._document.enter(self._document.root)
        if entered is None:
            return body
        for number, (name, place) in enumerate(zip(body.names, entered[1].places, strict=True)):
            right = MISNAMED.get(name)
            if right is None or right in names:
                continue
            begin, stop = self._start + place.name_start, self._start + place.name_end
            after = f'"{right}"'
            repair = repair_at(self._text, begin, stop, "misnamed_member", after, None, name=name, right=right)
            if repair.identity not in self._refused:
                names[number] = right
                self.made.append(_Change(place.name_start, place.name_end, after, [repair]))
        return Object(tuple(zip(names, (value for _name, value in body), strict=True)))

    def mended(self, way: Way, steps: Steps, placeholders: Placeholders) -> list[_Change]:
        """What mends the broken JSON in a text and empties its placeholders; nothing where that is not certain."""
        _document, place = located(self._document, self._document.root, way)
        level = Level(self._text, self._budget, self._refused, placeholders={(): placeholders}, path=steps)
        self._budget.spend(place.end - place.start)
        with contextlib.suppress(RefusedError):
            after = mended_inside(level, self._start + place.start, self._start + place.end - 1, walk)
            if after is not None:
                change = _Change(place.start, place.end, after, level.listed())
                body = _body(_changed(self._document.text, [change, *self.made])) if level.unopened else None
                return [] if any(may_be_list(body, each) for each in level.unopened) else [change]
        return []

    def empty(self, placeholders: Placeholders) -> None:
        """Cut out what stands between the quotes of placeholders."""
        self._budget.spend(len(self._document.text))
        for each in emptied(self._document, placeholders, self._document):
            self._budget.spend(100)
            word = excerpt_around(each.word)
            begin, stop = self._start + each.begin, self._start + each.stop
            repair = repair_at(self._text, begin, stop, "placeholder", '""', each.pointer, placeholder=word)
            if repair.identity not in self._refused:
                self.made.append(_Change(each.start, each.end, "", [repair]))
