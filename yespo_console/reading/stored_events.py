"""Thousands of events that came from another process: each is made when it is looked at.

A list shows some dozens of them at a time. All of them at once are millions of objects, which hold the interpreter up
while they are made, and again each time garbage is looked for among them.
"""

import pickle
from collections.abc import Sequence
from typing import Final, overload

from yespo_console.reading.reading import ReadEvent

#: So many stand in one piece.
_PIECE: Final = 100


class StoredEvents(Sequence[ReadEvent]):
    """Events as they travel, in pieces. Can be pickled.

    Attributes:
        urls: where they were meant to go, each address once, None for those that do not say.
    """

    def __init__(self, events: Sequence[ReadEvent]) -> None:
        self.urls = urls_of(events)
        self._count = len(events)
        self._pieces = [
            pickle.dumps(tuple(events[at : at + _PIECE]), pickle.HIGHEST_PROTOCOL)
            for at in range(0, len(events), _PIECE)
        ]
        self._open: tuple[int, tuple[ReadEvent, ...]] = (-1, ())

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> ReadEvent: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[ReadEvent, ...]: ...

    def __getitem__(self, at: int | slice) -> ReadEvent | tuple[ReadEvent, ...]:
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(self._count)))
        piece, place = divmod(range(self._count)[at], _PIECE)
        if piece != self._open[0]:
            self._open = piece, pickle.loads(self._pieces[piece])  # this class has written it
        return self._open[1][place]


def urls_of(events: Sequence[ReadEvent]) -> tuple[str | None, ...]:
    """Where ``events`` were meant to go, each address once; None for those that do not say."""
    return events.urls if isinstance(events, StoredEvents) else tuple(dict.fromkeys(event.url for event in events))
