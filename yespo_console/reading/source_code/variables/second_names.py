"""Variables by way of which others are changed: second names for them or a part of them, and what they are held in.

``box = {event: e}`` makes ``box.event`` the same object as ``e``. What is done to the one is done to the other, so a
change that leads through ``box.event`` into it makes ``e`` unknown; one of ``box.headers`` does not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from tree_sitter import Node

from yespo_console.reading.budget import Budget

#: The name of a member, the number of an item, or None for one that is not told.
Key = str | int | None
Path = tuple[Key, ...]

#: Longer ways are cut off: variables that hold each other would make endless ones.
_LONGEST: Final = 8
#: A variable changed in more places than this counts as changed everywhere.
_MOST_PLACES: Final = 60
#: Members of an event, in any case of letters. What a function gives is taken for the event it was given when one of
#: them is changed in it.
_OF_AN_EVENT: Final = frozenset(("eventtypekey", "eventkey", "keyvalue", "params", "parameters", "name", "value"))


class SecondName(NamedTuple):
    """One variable, or a part of it, that is another one or a part of that.

    Attributes:
        name, at: the second name, and the part of it.
        other, part: the variable that it is, and the part of that.
        somewhere: a call stands between them: the other one may be anywhere in the second one, or a copy of it.
    """

    name: str
    at: Path
    other: str
    part: Path
    somewhere: bool = False


class SecondNames:
    """All of them in one text. What is done to the one is done to both."""

    def __init__(self, budget: Budget, note_held: Callable[[str, Path, Node], None]) -> None:
        """``note_held`` adds those that come of a value which a variable holds in a part of it."""
        self._budget = budget
        self._note_held = note_held
        #: What variables hold, and where, as far as it was not looked at yet.
        self._held: dict[str, list[tuple[Path, Node]]] = {}
        #: By name, and by the first step into it (None: it is the whole, or the step is not told).
        self._by_step: dict[str, dict[Key, dict[SecondName, None]]] = {}

    def add(self, second: SecondName) -> None:
        """Note one; a variable that holds itself is none."""
        if second.name != second.other:
            first = second.at[0] if second.at and not second.somewhere else None
            self._by_step.setdefault(second.name, {}).setdefault(first, {})[second] = None

    def hold(self, name: str, at: Path, value: Node) -> None:
        """A variable holds ``value`` in its part ``at``: which names that gives is looked at when it is asked for.

        Nobody asks for a variable by way of which nothing is changed.
        """
        self._held.setdefault(name, []).append((at, value))

    def __contains__(self, name: str) -> bool:
        for at, value in self._held.pop(name, ()):
            self._note_held(name, at, value)
        return name in self._by_step

    def changed(self, changes: Iterable[tuple[str, Path, bool]]) -> dict[str, set[Path]]:
        """The variables that are changed by way of others, and where.

        Args:
            changes: the variable that a statement changes, the way into it, and whether it changes what is there and
                not only what stands under that name.
        """
        found: dict[str, set[Path]] = {}
        seen: dict[str, set[tuple[Path, bool]]] = {}
        pending = list(changes)
        while pending:
            self._budget.spend(4)
            name, path, inside = pending.pop()
            if name not in self:
                continue
            places = seen.setdefault(name, set())
            if len(places) >= _MOST_PLACES or len(path) > _LONGEST:
                path, inside = path[:1] if len(places) < 2 * _MOST_PLACES else (), True
            if (path, inside) in places:
                continue
            places.add((path, inside))
            for second in self._reached(name, path):
                self._budget.spend(4)
                reached = _through(second, path, inside)
                if reached is not None:
                    found.setdefault(second.other, set()).add(reached[0][:1])
                    pending.append((second.other, *reached))
        return found

    def _reached(self, name: str, path: Path) -> Iterator[SecondName]:
        by_step: Mapping[Key, Iterable[SecondName]] = self._by_step[name]
        if not path or path[0] is None:
            for seconds in by_step.values():
                yield from seconds
            return
        yield from by_step.get(path[0], ())
        yield from by_step.get(None, ())


def _through(second: SecondName, path: Path, inside: bool) -> tuple[Path, bool] | None:
    """Where a change of the second name changes the other variable; None when it does not."""
    shared = min(len(path), len(second.at))
    if any(
        None not in (step, other) and step != other
        for step, other in zip(path[:shared], second.at[:shared], strict=True)
    ):
        return None
    if len(path) <= len(second.at):
        return (second.part, True) if inside else None
    rest = path[len(second.at) :]
    if not second.somewhere:
        return (*second.part, *rest), inside
    return (second.part, True) if any(step is None or str(step).lower() in _OF_AN_EVENT for step in rest) else None
