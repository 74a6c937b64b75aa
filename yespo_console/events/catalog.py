"""The event types the program knows: the built-in ones and the user's own."""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Final

from yespo_console.events.event_type import EventType
from yespo_console.events.user_types import BrokenType, read_user_types
from yespo_console.platform.resources import resources_dir

__all__ = ["BrokenType", "Catalog", "EventType", "check_user_types", "documented_samples", "load_catalog"]

_UNRANKED: Final = 1_000_000


@dataclass(frozen=True, eq=False)
class Catalog:
    """All event types, the built-in ones first. Compared and hashed by identity, so that it can key a cache.

    Attributes:
        types: in the order a person reads them.
        broken: files of the user's that could not be used.
    """

    types: tuple[EventType, ...]
    broken: tuple[BrokenType, ...] = ()

    @cached_property
    def _by_key(self) -> dict[str, EventType]:
        return {event_type.key: event_type for event_type in self.types}

    @cached_property
    def _folded_keys(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The keys as they are compared, each with its letters."""
        folded = [_folded(event_type.key) for event_type in self.types]
        return tuple([(key, frozenset(key)) for key in folded])

    def get(self, key: str) -> EventType | None:
        """The type with exactly this key: capitals count."""
        return self._by_key.get(key)

    def near(self, key: str) -> tuple[str, ...]:
        """Known keys that ``key`` may be a slip of, best first; nothing when ``key`` itself is known.

        A slip is another case, another way to join the words, or up to two typing errors (one in a short key).
        """
        return _near(self, key)

    def _slips(self, key: str) -> tuple[str, ...]:
        if key in self._by_key:
            return ()
        wanted = _folded(key)
        allowed = 2 if len(wanted) >= 8 else 1
        letters = frozenset(wanted)
        found = []
        for place, (known, letters_of_known) in enumerate(self._folded_keys):
            # an error takes one letter away and brings one in at most
            if abs(len(known) - len(wanted)) > allowed or len(letters ^ letters_of_known) > 2 * allowed:
                continue
            if (errors := _typing_errors(wanted, known, allowed)) is not None:
                found.append((errors, place, self.types[place].key))
        return tuple(known_key for *_order, known_key in sorted(found))


def load_catalog(user_dir: Path | None = None) -> Catalog:
    """The built-in types, and those the user describes in ``*.json`` files of ``user_dir``.

    A file there that cannot be used is reported in ``broken`` and never stops the program; so is a key that repeats a
    built-in type, whose description has a documented source, or an earlier file. A folder that does not exist holds no
    types.
    """
    types = _built_in_types()
    if user_dir is None:
        return Catalog(types)
    own, broken = read_user_types(user_dir, types)
    return Catalog((*types, *sorted(own, key=_place)), broken)


def check_user_types(catalog: Catalog) -> Catalog:
    """The same catalog, with the user's types whose schema is not valid moved to ``broken``.

    Takes some 100 ms the first time (it imports the validator): run it after the window stands.
    """
    own = [event_type for event_type in catalog.types if event_type.source == "user"]
    if not own:
        return catalog
    from yespo_console.events.schema_check import schema_fault

    faults = {event_type.key: fault for event_type in own if (fault := schema_fault(event_type)) is not None}
    if not faults:
        return catalog
    broken = tuple(BrokenType(known.path, faults[known.key]) for known in own if known.key in faults)
    return Catalog(tuple(known for known in catalog.types if known.key not in faults), catalog.broken + broken)


def documented_samples() -> dict[str, str]:
    """The examples of Yespo's documentation that hold real values, mended so that they are JSON: body by key."""
    return {path.stem: path.read_text("utf-8") for path in sorted((resources_dir() / "samples").glob("*.json"))}


@cache
def _built_in_types() -> tuple[EventType, ...]:
    types = []
    for path in (resources_dir() / "events").glob("*.json"):
        schema = json.loads(path.read_bytes(), parse_float=Decimal)
        types.append(EventType(path.stem, schema, schema["x-source"], path))
    return tuple(sorted(types, key=_place))


def _place(event_type: EventType) -> tuple[int, str, str]:
    rank = event_type.schema.get("x-rank")
    return rank if isinstance(rank, int) else _UNRANKED, event_type.key.casefold(), event_type.key


def _folded(key: str) -> str:
    """``key`` without case and without what joins its words: ``Page_Viewed`` is ``pageviewed``."""
    folded = key.casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def _typing_errors(left: str, right: str, allowed: int) -> int | None:
    """How many letters are missing, extra, wrong, or swapped with the next one (restricted Damerau-Levenshtein).

    None when there are more than ``allowed``, which mostly shows in the first letters.
    """
    shorter = min(len(left), len(right))
    ahead = next((n for n in range(shorter) if left[n] != right[n]), shorter)
    behind = next((n for n in range(shorter - ahead) if left[-1 - n] != right[-1 - n]), shorter - ahead)
    left, right = left[ahead : len(left) - behind], right[ahead : len(right) - behind]
    last: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        before_last, last, row = last, row, [i]
        for j, other in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > allowed <= min(last):  # a swap counts one more than what stands two rows above
            return None
    return row[-1] if row[-1] <= allowed else None


#: A file of events has few types and thousands of each.
_near: Final = lru_cache(256)(Catalog._slips)
