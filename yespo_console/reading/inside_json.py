"""Events inside other JSON: an envelope such as ``{"data": {...}}``, or a list of them under some name."""

from collections import deque
from typing import Final

from yespo_console.events.json_places import Document as Places
from yespo_console.events.json_places import Place, open_document
from yespo_console.events.json_text import parse
from yespo_console.reading.bodies import encoding_of
from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import ReadEvent, excerpt, repair_at

#: Here it takes one of these to know an event: any JSON may have a member ``params``.
_TYPE_MEMBERS: Final = frozenset(("eventTypeKey", "eventKey"))
#: Envelopes in envelopes; what lies deeper is a file of some program that nobody knows.
_DEEPEST: Final = 4
_SHOWN: Final = 60


def events_inside(text: Traced, budget: Budget) -> tuple[ReadEvent, ...]:
    """The events in a text that is sound JSON and no event itself, in its order; each has a repair that says where.

    Names that are slips stay as they are: the rules report them.
    """
    if not any(f'{name}"' in text.text or f'{name}\\"' in text.text for name in _TYPE_MEMBERS):
        return ()
    budget.spend(4 * len(text))
    whole = open_document(text.text)
    events: list[tuple[int, ReadEvent]] = []
    waiting: deque[tuple[Places, Place, str, int]] = deque([(whole, whole.root, "", 0)])
    while waiting:
        document, place, name, depth = waiting.popleft()
        budget.spend(100)
        entered = document.enter(place)
        if entered is None:
            continue
        held, children = entered
        if children.names is not None and _TYPE_MEMBERS.intersection(children.names):
            start = document.outer_offset(place.start)
            events.append((start, _event(text, held, held.root if held is not document else place, start, name)))
        elif depth < _DEEPEST:
            names = children.names or [name] * len(children.places)
            waiting.extend((held, child, below, depth + 1) for child, below in zip(children.places, names, strict=True))
    return tuple(event for _start, event in sorted(events, key=lambda found: found[0]))


def _event(text: Traced, document: Places, place: Place, start: int, name: str) -> ReadEvent:
    body = document.text[place.start : place.end]
    node = parse(body)
    made = repair_at(text, start, start + 1, "envelope", name=excerpt(name, _SHOWN))
    return ReadEvent(None, body, encoding_of(node), (made,))
