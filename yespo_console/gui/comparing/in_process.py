"""Large texts compared in a process of their own: the window never waits for the interpreter, and it can be ended."""

import gc
import multiprocessing
import signal
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Final

from yespo_console.events.comparison import ComparisonCancelledError
from yespo_console.gui.comparing.sides import Compared, Side, compare_sides

#: From so many characters on, all texts together, the start of a process is the smaller evil.
LARGE: Final = 1_000_000
_LOOK_EVERY: Final = 0.05


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
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), name="compare", daemon=True)
    process.start()
    theirs.close()
    try:
        ours.send((before, after))
        while not ours.poll(_LOOK_EVERY):
            if cancelled():
                raise ComparisonCancelledError
        parts: tuple[Compared, ...] = ours.recv()
    except (EOFError, OSError) as error:
        raise ComparisonBrokenError from error
    finally:
        ours.close()
        process.kill()
        process.join()
        process.close()
    texts = (before.request, after.request), (before.answer, after.answer)
    return tuple(replace(part, texts=pair) for part, pair in zip(parts, texts, strict=False))


def _serve(connection: Connection) -> None:
    """Run in the process: compare the one pair that comes. The texts stay here; whoever asked has them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the window, which ends us
    gc.disable()  # millions of values are made, none of them in a circle
    try:
        before, after = connection.recv()
        parts = compare_sides(before, after, lambda: False)
        connection.send(tuple(replace(part, texts=("", "")) for part in parts))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
