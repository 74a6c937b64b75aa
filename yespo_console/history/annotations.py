"""What the user makes of exchanges (pins, tags, notes) as changes that can be taken back. No SQL in here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from yespo_console.history.exchange import tag_key, tidy_tags
from yespo_console.history.query import ExchangeRow

if TYPE_CHECKING:
    from concurrent.futures import Future

    from yespo_console.history.store import HistoryStore

#: So many exchanges are written together, so that a send between them never waits long.
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


def carry_out(store: "HistoryStore", edits: Sequence[Edit]) -> "list[Future[None]]":
    """Have ``edits`` written, in this order; each Future is done once its part is safe on the disk."""
    return [
        store.annotate(part, note=edit.note, pinned=edit.pinned, add_tags=edit.add_tags, remove_tags=edit.remove_tags)
        for edit in edits
        for part in _parts(edit.ids)
    ]


def _parts(ids: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _spelling(row: ExchangeRow, tag: str) -> str | None:
    """How ``tag`` is spelled there; None when the exchange does not have it."""
    key = tag_key(tag)
    return next((name for name in row.tags if tag_key(name) == key), None)
