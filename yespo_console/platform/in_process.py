"""One call in a process of its own, which can be ended: the only way to stop work that is not ours to interrupt.

To be called in a thread when a window must go on: nothing here holds the interpreter for long.
"""

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Final, TypeVar

from yespo_console.platform import pipe

T = TypeVar("T")
_LOOK_EVERY: Final = 0.05
#: What a process answers that has used up its time.
_USED_UP: Final = 75
#: So long may a process take to end that is over, in seconds.
_TO_END: Final = 5.0


class CallCancelledError(Exception):
    """``cancelled`` said yes."""


class CallTooLongError(Exception):
    """The time was up."""


class CallLostError(Exception):
    """No answer: the process could not be started, ended for want of memory, or the call raised something."""


def call_in_process(
    function: Callable[..., T],
    *arguments: object,
    cancelled: Callable[[], bool] | None = None,
    seconds: float | None = None,
    work_seconds: float | None = None,
) -> T:
    """What ``function`` returns for ``arguments``, all of which can be pickled.

    Args:
        cancelled: asked some twenty times a second; True ends the process.
        seconds: how long it may take, its start included; None for any time.
        work_seconds: how long it may be at work, its start included. On a busy computer that is less than what passes.
            Looked at between two steps of Python; what is one long step to it is ended by ``seconds`` alone.

    Raises:
        CallCancelledError, CallTooLongError, CallLostError.
    """
    call = pipe.Packed((function, arguments, work_seconds))
    until = None if seconds is None else time.monotonic() + seconds
    context = multiprocessing.get_context("spawn")
    try:
        ours, theirs = context.Pipe()
    except OSError as error:
        raise CallLostError from error
    process = context.Process(target=_serve, args=(theirs,), name=function.__name__.strip("_"), daemon=True)
    # in a thread, for it waits until the process reads, and can be given up all the same
    sending = threading.Thread(target=_send, args=(call, ours), name="arguments", daemon=True)
    try:
        with theirs:
            process.start()
        sending.start()
        while not ours.poll(_LOOK_EVERY):
            if cancelled is not None and cancelled():
                raise CallCancelledError
            if until is not None and time.monotonic() > until:
                raise CallTooLongError
        answer: T = pipe.receive(ours, call.texts)
        return answer
    except (EOFError, OSError) as error:
        if process.pid is not None:
            process.join(_TO_END)
            if process.exitcode == _USED_UP:
                raise CallTooLongError from error
        raise CallLostError from error
    finally:
        if process.pid is not None:
            process.kill()
            process.join()
        if sending.ident is not None:
            sending.join()
        ours.close()
        process.close()


def _send(call: pipe.Packed, connection: Connection) -> None:
    with contextlib.suppress(OSError):  # the process is gone, which whoever waits for its answer is told
        call.send(connection)


def _serve(connection: Connection) -> None:
    """Run in the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the program, which ends us
    try:
        (function, arguments, work_seconds), texts = pipe.receive_with_texts(connection)
        if work_seconds is not None:
            threading.Thread(target=_end_after, args=(work_seconds,), name="time", daemon=True).start()
        answer: Any = function(*arguments)
        pipe.send(connection, answer, texts)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _end_after(work_seconds: float) -> None:
    """End this process when it has worked for so long."""
    while (left := work_seconds - time.process_time()) > 0:
        time.sleep(max(left, _LOOK_EVERY))
    os._exit(_USED_UP)
