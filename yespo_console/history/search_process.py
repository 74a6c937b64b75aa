"""Searching a large history in a process of its own: neither the window nor a send then waits for the interpreter.

A search looks into rows with Python, thousands of them a second, and a thread that does so takes turns with all others
of its process. The process starts soon after the first search and ends with the history. A search that comes before it
stands is refused here, and so done by whoever asked, as is every search once the process is lost.
"""

import logging
import multiprocessing
import os
import queue
import signal
import threading
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from yespo_console.history.errors import HistoryError, SearchCancelledError
from yespo_console.history.query import ExchangeRow, Position, Query
from yespo_console.history.reading import Cancellation, HistoryReader

if TYPE_CHECKING:
    from yespo_console.history.precedence import Precedence

_log = logging.getLogger(__name__)

#: Seconds from the first search to the start of the process, which is not to make that one slower.
_START_AFTER: Final = 1.0
#: Seconds between two looks at whether a search is still wanted.
_LOOK_EVERY: Final = 0.005
#: So long, in seconds, a search waits for the one before it, which was given up as a rule.
_TURN_WITHIN: Final = 0.05
#: Seconds after which a process that does not give up a search is ended.
_GIVE_UP_WITHIN: Final = 5.0


class NotSearchedError(Exception):
    """The process does not stand, has another search to do, or was lost: search without it."""


@dataclass(frozen=True, slots=True)
class _Job:
    """A method of HistoryReader to be called with ``arguments``. None in its place ends the search that runs."""

    method: str
    arguments: tuple[Any, ...]


class SearchProcess:
    """Searches the history ``path``, one search at a time. Methods may be called from any thread, and block it.

    ``is_wanted`` is asked again and again; once it says no, SearchCancelledError is raised. All methods raise the
    errors of the history, and NotSearchedError.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = threading.Lock()
        self._state = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._precedence: Precedence | None = None
        self._is_ready = False
        self._is_over = False

    def ids(self, query: Query, is_wanted: Callable[[], bool]) -> "array[int]":
        """See ``HistoryReader.ids``."""
        found: array[int] = self._ask(_Job("ids", (query,)), is_wanted)
        return found

    def page(
        self, query: Query, before: Position | None, limit: int, is_wanted: Callable[[], bool]
    ) -> list[ExchangeRow]:
        """See ``HistoryReader.page``."""
        rows: list[ExchangeRow] = self._ask(_Job("page", (query, before, limit)), is_wanted)
        return rows

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Have the process stand still meanwhile, though not for ever. For the one thread that writes."""
        if self._precedence is None:
            yield
        else:
            with self._precedence.of_a_write():
                yield

    def close(self) -> None:
        """End the process; a search that waits for it raises NotSearchedError."""
        with self._state:
            self._is_over = True
            process, self._process = self._process, None
        if process is not None:
            process.kill()  # it holds nothing that could be lost
            process.join()

    def _ask(self, job: _Job, is_wanted: Callable[[], bool]) -> Any:
        if not self._turn.acquire(timeout=_TURN_WITHIN):
            raise NotSearchedError
        try:
            return self._answer(self._ready_pipe(), job, is_wanted)
        except (EOFError, OSError) as error:
            self._lose()
            raise NotSearchedError from error
        finally:
            self._turn.release()

    def _answer(self, pipe: Connection, job: _Job, is_wanted: Callable[[], bool]) -> Any:
        pipe.send(job)
        while not pipe.poll(_LOOK_EVERY):
            if not is_wanted():
                pipe.send(None)
                if not pipe.poll(_GIVE_UP_WITHIN):
                    raise EOFError
                break
        if self._precedence is not None:
            self._precedence.give_way()  # taking a page apart keeps the writer from the interpreter
        answer = pipe.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _ready_pipe(self) -> Connection:
        """The pipe to the process once it stands. The first call has it started, and waits for nothing."""
        with self._state:
            if self._is_over:
                raise NotSearchedError
            if self._pipe is None:
                ours, theirs = multiprocessing.Pipe()
                self._pipe = ours
                start = threading.Timer(_START_AFTER, self._start, (theirs,))
                start.daemon = True
                start.start()
            pipe = self._pipe
        if not self._is_ready:
            if not pipe.poll():
                raise NotSearchedError
            self._is_ready = pipe.recv()
        return pipe

    def _start(self, theirs: Connection) -> None:
        from yespo_console.history.precedence import Precedence  # here, where nobody waits for it

        with self._state, theirs:  # once it is closed here, the end of the process is the end of the pipe
            if self._is_over:
                return
            try:
                precedence = Precedence()
                process = multiprocessing.get_context("spawn").Process(
                    target=_serve, args=(theirs, self._path, precedence), name="history searches", daemon=True
                )
                process.start()
            except OSError:
                _log.exception("The process that searches the history cannot be started")
            else:
                self._process = process
                self._precedence = precedence

    def _lose(self) -> None:
        if not self._is_over:
            _log.warning("The process that searches the history was lost; searches go on without it")
        self.close()


def _serve(pipe: Connection, path: Path, precedence: "Precedence") -> None:
    """Run in the process: search until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the window, which ends us
    _come_last()
    jobs: queue.SimpleQueue[tuple[_Job, Cancellation]] = queue.SimpleQueue()
    with HistoryReader(path, precedence.give_way) as reader:
        pipe.send(True)
        threading.Thread(target=_listen, args=(pipe, jobs), daemon=True).start()
        while True:
            job, cancel = jobs.get()
            try:
                answer = getattr(reader, job.method)(*job.arguments, cancel=cancel)
            except (HistoryError, SearchCancelledError) as error:
                answer = error
            try:
                pipe.send(answer)
            except OSError:
                return


def _listen(pipe: Connection, jobs: "queue.SimpleQueue[tuple[_Job, Cancellation]]") -> None:
    cancel = Cancellation()
    try:
        while True:
            job: _Job | None = pipe.recv()
            if job is None:
                cancel.cancel()
            else:
                cancel = Cancellation()
                jobs.put((job, cancel))
    except (EOFError, OSError):
        os._exit(0)  # whoever asked is gone; a search may be at work, and nothing is written here


def _come_last() -> None:
    """Where the system can be told: others that wake up, the window or a send, do not wait for this process."""
    if hasattr(os, "SCHED_BATCH"):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
