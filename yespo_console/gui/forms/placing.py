"""Where in the form each problem is shown: at the innermost field that holds its place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from yespo_console.events.problems import Problem
from yespo_console.gui.forms.binding import Binding
from yespo_console.gui.forms.contact_section import CONTACT_CODES
from yespo_console.gui.forms.places import Place


class HasPlace(Protocol):
    """A field, or a section of fields."""

    @property
    def place(self) -> Place: ...


P = TypeVar("P", bound=HasPlace)


@dataclass
class Placed(Generic[P]):
    """Problems by where they are shown.

    Attributes:
        at: by part, each with its place.
        contact: those about who the contact is, and about no field.
        general: those about the event as a whole.
    """

    at: dict[P, list[tuple[Place, Problem]]] = field(default_factory=dict)
    contact: list[Problem] = field(default_factory=list)
    general: list[Problem] = field(default_factory=list)


def placed(problems: Iterable[Problem], parts: Iterable[P], binding: Binding) -> Placed[P]:
    """Give each problem to one of ``parts``, or to none."""
    holders: dict[Place, list[P]] = {}
    for part in parts:
        holders.setdefault(part.place.root, []).append(part)
    for beside in holders.values():
        beside.sort(key=lambda part: -len(part.place.path))
    found: Placed[P] = Placed()
    for problem in problems:
        place = _place_for(problem, holders, binding)
        holder = None if place is None else _innermost(holders.get(place.root, []), place)
        if place is not None and holder is not None:
            found.at.setdefault(holder, []).append((place, problem))
        else:
            (found.contact if problem.code in CONTACT_CODES else found.general).append(problem)
    return found


def _place_for(problem: Problem, holders: Mapping[Place, Sequence[P]], binding: Binding) -> Place | None:
    """Where a problem is shown. A missing param is pointed at where it belongs, so its name says which it is."""
    place = binding.place(problem.pointer)
    if place is None:
        named = Place(dict(problem.args).get("name", ""))
        return named if named in holders else None
    return place


def _innermost(parts: Sequence[P], place: Place) -> P | None:
    return next((part for part in parts if place.inside(part.place)), None)
