"""How much work a reading may do: steps in proportion to the text, and a person who may cancel."""

import time
from collections.abc import Callable
from typing import Final

#: Steps for each character of the text, beside a fixed start that lets every text of ordinary size through, a thousand
#: small broken events among them. A step is about 50 ns of work, so that a text of many characters ends within 2 s per
#: MB, read or refused.
STEPS_PER_CHARACTER: Final = 34
_START: Final = 4_000_000
_ASK_EVERY: Final = 200_000
#: Whoever spends little at a time does more than that: so many steps are added for each call before the time is asked.
_EACH_CALL: Final = 20
#: Seconds of work for each character, and some at least for a small text. A step of source code is dearer than one of
#: JSON, so both are counted; only the work of this thread counts, not how busy the computer is. What is promised is two
#: seconds for each million characters: the rest is for what is done between two looks at the clock.
SECONDS_PER_CHARACTER: Final = 1.7e-6
SECONDS_AT_LEAST: Final = 1.7


class ReadingStoppedError(Exception):
    """The reading was cancelled, or used up its steps.

    Attributes:
        cancelled: True when a person stopped it; False when the text asked for too much work or time.
    """

    def __init__(self, cancelled: bool) -> None:
        self.cancelled = cancelled
        super().__init__(cancelled)


class Budget:
    """Counts steps. Every loop over a pasted text spends from it, about as much as it costs.

    Attributes:
        used: steps so far.
        limit: steps at which the reading stops.
    """

    __slots__ = ("_cancelled", "_unasked", "_until", "limit", "used")

    def __init__(self, length: int, cancelled: Callable[[], bool] | None = None) -> None:
        self.limit = _START + STEPS_PER_CHARACTER * length
        self.used = 0
        self._cancelled = cancelled
        self._unasked = _ASK_EVERY  # the first call asks
        self._until = time.thread_time() + max(SECONDS_AT_LEAST, SECONDS_PER_CHARACTER * length)

    def spend(self, steps: int = 1) -> None:
        """Count steps.

        Raises:
            ReadingStoppedError: there are no steps or no time left, or the reading was cancelled.
        """
        self.used += steps
        if self.used > self.limit:
            raise ReadingStoppedError(cancelled=False)
        self._unasked += steps + _EACH_CALL
        if self._unasked >= _ASK_EVERY:
            self._unasked = 0
            if time.thread_time() > self._until:
                raise ReadingStoppedError(cancelled=False)
            if self._cancelled is not None and self._cancelled():
                raise ReadingStoppedError(cancelled=True)
