"""How far a long job is, and the wish to end it: written by one thread, read by another."""

import threading


class TransferCancelledError(Exception):
    """The job was given up because somebody asked for it."""


class Progress:
    """Pass it to a job and look at it from wherever the user is.

    Attributes:
        done, total: how far the job is, in its own units; ``total`` is 0 while it is not known.
        so_far: what a long job can tell before it ends; each time another object. None: nothing yet.
    """

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.so_far: object = None
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Have the job raise TransferCancelledError at its next step. From any thread."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def expect(self, total: int) -> None:
        """The job begins and will come to ``total``."""
        self.done, self.total = 0, total
        self.reach(0)

    def reach(self, done: int) -> None:
        """The job has come to ``done``. Raises TransferCancelledError."""
        if self._cancelled.is_set():
            raise TransferCancelledError
        self.done = done

    def step(self) -> None:
        """One more is done. Raises TransferCancelledError."""
        self.reach(self.done + 1)
