"""Writes come first: while one is made, the process that searches stands still, and disk and processors are free."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_uint64
from multiprocessing.sharedctypes import RawValue
from typing import Final

#: The longest that a search stands still for one write, in seconds: the write may be waiting for another program.
_LONGEST: Final = 0.02
#: How often it looks whether the write is made, in seconds.
_LOOK_EVERY: Final = 0.0003


class Precedence:
    """What the process that writes and the one that searches share; handed over when that one starts.

    Only one thread may write. Raises OSError where the system has no memory to share.
    """

    def __init__(self) -> None:
        self._turns = RawValue(c_uint64)  # odd while a write is made
        self._longest = _LONGEST
        self._given_up = 0
        self._rested_until = 0.0

    @contextmanager
    def of_a_write(self) -> Iterator[None]:
        """Have searches stand still meanwhile."""
        self._turns.value += 1
        try:
            yield
        finally:
            self._turns.value += 1

    def give_way(self) -> None:
        """In the process that searches: wait while a write is made, once for each and not too long.

        Then it searches on for as long as it waited, whatever is written: where writes follow one another without a
        pause, a search takes twice as long and no longer.
        """
        turn = self._turns.value
        if turn % 2 == 0 or turn == self._given_up or (began := time.monotonic()) < self._rested_until:
            return
        until = began + self._longest
        while self._turns.value == turn:
            if time.monotonic() >= until:
                self._given_up = turn
                break
            time.sleep(_LOOK_EVERY)
        ended = time.monotonic()
        self._rested_until = ended + (ended - began)
