"""The event of JSON that is sound: it stays as it is written, but for misnamed members and placeholders in quotes.

Both are found by what the JSON says and changed where they stand, so that nothing beside them is touched. Refusing such
a change leaves sound JSON, so it is simply not made.
"""

from collections.abc import Set

from yespo_console.events.event import Object
from yespo_console.events.json_places import Document
from yespo_console.events.json_text import parse
from yespo_console.reading.bodies import encoding_of
from yespo_console.reading.budget import Budget
from yespo_console.reading.masking import word_without_secrets
from yespo_console.reading.mending.emptied import emptied
from yespo_console.reading.mending.level import MISNAMED
from yespo_console.reading.mending.placeholders import quoted_placeholders
from yespo_console.reading.numbered_params import with_listed_params
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import ReadEvent, Repair, repair_at

#: A change: where what is replaced begins and ends in the body, what comes in its place, and what is said about it.
_Change = tuple[int, int, str, Repair]


def sound_event(text: Traced, start: int, end: int, body: Object, budget: Budget, refused: Set[str]) -> ReadEvent:
    """The event that stands in ``text`` from ``start`` up to ``end`` as sound JSON, of which ``body`` is the tree."""
    json = text.text[start:end]
    document = Document(json)
    changes, body = _renamed(text, start, document, body, refused)
    if placeholders := quoted_placeholders(body):
        budget.spend(len(json))
        for each in emptied(document, placeholders, document):
            repair = repair_at(
                text,
                start + each.begin,
                start + each.stop,
                "placeholder",
                '""',
                each.pointer,
                placeholder=word_without_secrets(each.word),
            )
            budget.spend(100)
            changes.append((each.start, each.end, "", repair))
    changes = sorted(change for change in changes if change[3].identity not in refused)
    if changes:
        json = _changed(json, changes)
    node = parse(json) if changes else body
    event = ReadEvent(None, json, encoding_of(node), tuple(repair for *_, repair in changes))
    return with_listed_params(event, node, text, start, refused)


def _renamed(
    text: Traced, start: int, document: Document, body: Object, refused: Set[str]
) -> tuple[list[_Change], Object]:
    """What gives members their right names where these are free, and the body with them."""
    names = list(body.names)
    entered = None if MISNAMED.keys().isdisjoint(names) else document.enter(document.root)
    if entered is None:
        return [], body
    changes: list[_Change] = []
    for number, (name, place) in enumerate(zip(body.names, entered[1].places, strict=True)):
        right = MISNAMED.get(name)
        if right is None or right in names:
            continue
        begin, stop = place.name_start, place.name_end
        repair = repair_at(
            text, start + begin, start + stop, "misnamed_member", f'"{right}"', None, name=name, right=right
        )
        if repair.identity not in refused:
            names[number] = right
            changes.append((begin, stop, repair.after, repair))
    return changes, Object(tuple(zip(names, (value for _name, value in body), strict=True)))


def _changed(json: str, changes: list[_Change]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end, after, _repair in changes:
        pieces += (json[position:start], after)
        position = end
    return "".join((*pieces, json[position:]))
