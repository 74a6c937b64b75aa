"""What every function that takes a wrapping off answers; it answers None when its kind of wrapping is not there."""

from collections.abc import Sequence
from dataclasses import dataclass

from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A text without one wrapping.

    Attributes:
        parts: the texts that were wrapped, in order.
        repairs: what was taken off.
    """

    parts: Sequence[Traced]
    repairs: tuple[Repair, ...]
