"""Large texts compared in a process of their own: the window never waits for the interpreter, and it can be ended."""

import gc
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from yespo_console.events.comparison import ComparisonCancelledError
from yespo_console.gui.comparing.sides import Compared, Side, compare_sides
from yespo_console.platform.in_process import CallCancelledError, CallLostError, call_in_process

#: From so many characters on, all texts together, the start of a process is the smaller evil.
LARGE: Final = 1_000_000


class ComparisonBrokenError(Exception):
    """The process ended without a word, for want of memory as a rule."""


def compare_any(before: Side, after: Side, cancelled: Callable[[], bool]) -> tuple[Compared, ...]:
    """``compare_sides`` for texts of any length; to be called in a thread.

    Raises:
        ComparisonCancelledError: ``cancelled`` said yes.
        ComparisonBrokenError: the process was lost.
    """
    length = sum(len(text) for side in (before, after) for text in (side.request, side.answer))
    if length < LARGE:
        return compare_sides(before, after, cancelled)
    try:
        parts = call_in_process(_compared, before, after, cancelled=cancelled)
    except CallCancelledError as error:
        raise ComparisonCancelledError from error
    except CallLostError as error:
        raise ComparisonBrokenError from error
    texts = (before.request, after.request), (before.answer, after.answer)
    return tuple(replace(part, texts=pair) for part, pair in zip(parts, texts, strict=False))


def _compared(before: Side, after: Side) -> tuple[Compared, ...]:
    """In the process. The texts stay there; whoever asked has them."""
    gc.disable()  # millions of values are made, none of them in a circle
    return tuple(replace(part, texts=("", "")) for part in compare_sides(before, after, lambda: False))
