"""What the user makes of exchanges (pins, tags, notes) as changes that can be taken back. No SQL in here.

What is done to many goes in steps, each on the disk before the next is begun, so that it can be given up between two.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from yespo_console.history.errors import HistoryError
from yespo_console.history.exchange import tag_key, tidy_tags
from yespo_console.history.query import ExchangeRow
from yespo_console.history.reached import Progress, Reached, Stage

if TYPE_CHECKING:
    from concurrent.futures import Future

    from yespo_console.history.store import Cancellation, HistoryStore

#: So many exchanges are written in one step, so that a send between two never waits long.
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing done to all of ``ids``; None leaves note or pin as it is."""

    ids: tuple[int, ...]
    note: str | None = None
    pinned: bool | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What was done, and what takes it back. Only exchanges that became others are in it.

    Attributes:
        forward, backward: in the order in which they are carried out.
    """

    forward: tuple[Edit, ...] = ()
    backward: tuple[Edit, ...] = ()

    @property
    def ids(self) -> tuple[int, ...]:
        """The exchanges that it changes, each once."""
        return tuple(dict.fromkeys(number for edit in self.forward for number in edit.ids))


def pinning(rows: Iterable[ExchangeRow], pinned: bool) -> Change:
    """Pin these exchanges, or unpin them."""
    ids = tuple(row.id for row in rows if row.pinned is not pinned)
    return Change((Edit(ids, pinned=pinned),), (Edit(ids, pinned=not pinned),)) if ids else Change()


def tagging(rows: Iterable[ExchangeRow], tag: str) -> Change:
    """Give these exchanges a tag; an empty one changes nothing."""
    tags = tidy_tags((tag,))
    ids = tuple(row.id for row in rows if tags and _spelling(row, tag) is None)
    return Change((Edit(ids, add_tags=tags),), (Edit(ids, remove_tags=tags),)) if ids else Change()


def untagging(rows: Iterable[ExchangeRow], tag: str) -> Change:
    """Take a tag from these exchanges; taken back, each has it as it was spelled there."""
    spelled = sorted((spelling, row.id) for row in rows if (spelling := _spelling(row, tag)) is not None)
    ids = tuple(number for _name, number in spelled)
    backward = tuple(
        Edit(tuple(number for _name, number in same), add_tags=(name,))
        for name, same in groupby(spelled, key=lambda one: one[0])
    )
    return Change((Edit(ids, remove_tags=(tag,)),), backward) if ids else Change()


def noting(number: int, before: str, after: str) -> Change:
    """Write another note."""
    if before == after:
        return Change()
    return Change((Edit((number,), note=after),), (Edit((number,), note=before),))


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of something that was to be done to many exchanges.

    Attributes:
        steps: what was done, in this order. Taken back, they are taken back from the last to the first.
        done, every: so many exchanges were gone through, and so many there are.
        error: why it went no further; None as well when it was given up.
    """

    steps: tuple[Change, ...]
    done: int
    every: int
    error: HistoryError | None = None

    @property
    def is_complete(self) -> bool:
        return self.done == self.every


#: Carries something out, or takes it back.
Work = Callable[["HistoryStore", Progress, "Cancellation"], Carried]


def to_all(ids: Sequence[int], make: Callable[[Sequence[ExchangeRow]], Change]) -> Work:
    """Do to these exchanges what ``make`` makes of their rows."""

    def steps(store: "HistoryStore") -> Iterator[_Step]:
        for part in _parts(ids):
            change = make(store.rows(part))
            yield _Step(change, change.forward, len(part))

    return lambda store, progress, cancel: _carry_out(store, steps(store), len(ids), progress, cancel)


def taking_back(steps: Sequence[Change]) -> Work:
    """Take back what was done."""
    wanted = [_Step(step, step.backward, len(step.ids)) for step in reversed(steps)]
    return lambda store, progress, cancel: _carry_out(store, wanted, _size(wanted), progress, cancel)


def doing_again(steps: Sequence[Change]) -> Work:
    """Do again what was taken back."""
    wanted = [_Step(step, step.forward, len(step.ids)) for step in steps]
    return lambda store, progress, cancel: _carry_out(store, wanted, _size(wanted), progress, cancel)


@dataclass(frozen=True, slots=True)
class _Step:
    """A change, the side of it that is to be carried out, and how many exchanges it goes through."""

    change: Change
    edits: tuple[Edit, ...]
    size: int


def _size(steps: Iterable[_Step]) -> int:
    return sum(step.size for step in steps)


def _carry_out(
    store: "HistoryStore", steps: Iterable[_Step], every: int, progress: Progress, cancel: "Cancellation"
) -> Carried:
    carried: list[Change] = []
    done = 0
    try:
        for step in steps:
            progress(Reached(Stage.ANNOTATING, done, every))
            if cancel.is_cancelled:
                break
            for future in carry_out(store, step.edits):
                future.result()
            done += step.size
            if step.edits:
                carried.append(step.change)
    except HistoryError as error:
        return Carried(tuple(carried), done, every, error)
    return Carried(tuple(carried), done, every)


def carry_out(store: "HistoryStore", edits: Sequence[Edit]) -> "list[Future[None]]":
    """Have ``edits`` written, in this order; each Future is done once its part is safe on the disk."""
    return [
        store.annotate(part, note=edit.note, pinned=edit.pinned, add_tags=edit.add_tags, remove_tags=edit.remove_tags)
        for edit in edits
        for part in _parts(edit.ids)
    ]


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _spelling(row: ExchangeRow, tag: str) -> str | None:
    """How ``tag`` is spelled there; None when the exchange does not have it."""
    key = tag_key(tag)
    return next((name for name in row.tags if tag_key(name) == key), None)
