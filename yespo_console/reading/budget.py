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
#: A text may hold one event for so many characters, beside a number that any text may. Whoever is given the events has
#: something to do for each (to check one and to show it takes twice as long as to read it), and that time is promised
#: too; rows of ordinary tables are longer.
CHARACTERS_PER_EVENT: Final = 100
EVENTS_AT_LEAST: Final = 20_000


class ReadingStoppedError(Exception):
    """The reading was cancelled, or used up its steps.

    Attributes:
        cancelled: True when a person stopped it; False when the text asked for too much work or time.
        most_events: how many events a text of its length may hold, when it holds more; else None.
    """

    def __init__(self, cancelled: bool, most_events: int | None = None) -> None:
        self.cancelled = cancelled
        self.most_events = most_events
        super().__init__(cancelled, most_events)


class Budget:
    """Counts steps. Every loop over a pasted text spends from it, about as much as it costs.

    Attributes:
        used: steps so far.
        limit: steps at which the reading stops.
        most_events: how many events the text may hold.
    """

    __slots__ = ("_cancelled", "_unasked", "_until", "limit", "most_events", "used")

    def __init__(self, length: int, cancelled: Callable[[], bool] | None = None) -> None:
        self.limit = _START + STEPS_PER_CHARACTER * length
        self.most_events = EVENTS_AT_LEAST + length // CHARACTERS_PER_EVENT
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

    def hold(self, events: int) -> None:
        """Say how many events were found by now, in one way of reading the text.

        Raises:
            ReadingStoppedError: there are too many to be answered in time.
        """
        if events > self.most_events:
            raise ReadingStoppedError(cancelled=False, most_events=self.most_events)
