"""The one thread of this process that writes to the history; what it is given is on disk when its Future is done."""

import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager, nullcontext
from copy import copy
from functools import partial
from pathlib import Path
from typing import Any, Final

from yespo_console.history import long_rows, merging
from yespo_console.history.checkpoints import Checkpoints
from yespo_console.history.errors import HistoryClosedError, HistoryError, typed
from yespo_console.history.indexing import index_batch
from yespo_console.history.open_files import OpenFiles
from yespo_console.history.schema import begin_writing, connect
from yespo_console.platform.in_process import CallCancelledError, CallLostError, call_in_process

_log = logging.getLogger(__name__)

#: Writes that wait together share one transaction, and so one wait for the disk.
_MOST_AT_ONCE: Final = 64

#: How long the thread waits for a write before it turns to the index.
_QUIET_SECONDS: Final = 0.05

#: How long it leaves the index alone after it could not be written.
_INDEX_PAUSE_SECONDS: Final = 5.0

#: How long the thread waits for the write lock before it looks whether it still should, in ms.
_LOOK_EVERY_MS: Final = 100

#: Who waits longer for the write lock, in seconds, waits for another program.
_HELD_SECONDS: Final = 0.25

#: The most that one part of long work computes, in seconds, so that no other program waits long for the write lock.
PART_SECONDS: Final = 0.015

#: So many times as long it may take, where others compute: with less done in each, the commits are most of the work.
_MOST_STRETCHED: Final = 3

#: How long the write lock is left to other programs after each part, in seconds.
_GAP_SECONDS: Final = 0.010

#: How often the index may be merged a little, after a part of long work and before the next one.
_MERGES: Final = 4

#: So long after a part of long work others are expected, in seconds.
_ADDS_SECONDS: Final = 2.0

#: How long a part of long work waits for the journal to be carried over, in seconds.
_JOURNAL_SECONDS: Final = 5.0

Work = Callable[[sqlite3.Connection], Any]

#: Whether a part of long work may take another step: False once a write waits, or the part has had its time.
HasTime = Callable[[], bool]

Part = Callable[[sqlite3.Connection, HasTime], Any]

_Waiting = tuple[Work, Future[Any]]


class Writer:
    """Takes work from any thread and does it in order, inside transactions.

    Args:
        refusal: what everybody gets who gives it work; only the index is written then.
        coming_first: held while something is written that somebody waits for.

    Attributes:
        path: the history file.
        files: that it and its journal consist of; nothing is written once they are not those of these names any more.
        index_error: why the index could not be brought up to date lately, or None. Searches still find everything.
    """

    def __init__(
        self,
        path: Path,
        refusal: HistoryError | None = None,
        coming_first: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self.path = path
        self._refusal = refusal
        self._coming_first = coming_first
        self.index_error: Exception | None = None
        self._connection = _standing(path)
        self.files = OpenFiles(path)
        self._waits_since: float | None = None  # for the write lock, on the clock of ``time.monotonic``
        self._checkpoints = Checkpoints(path)
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._behind: queue.SimpleQueue[tuple[Part, Future[Any]]] = queue.SimpleQueue()
        self._merges_owed = 0
        self._adds_until = 0.0  # long work adds parts to the index, by the clock of ``time.monotonic``
        self._long: threading.Thread | None = None
        self._reads_long = False  # for the index; a mistake of ours leaves it so, and nothing long is tried again
        self._long_from = 0.0  # nothing long is read for the index before this, on the clock of ``time.monotonic``
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._indexed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="history writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work) -> Future[Any]:
        """Have ``work`` done inside a transaction; the Future holds what it returned once that is durable.

        It can be cancelled until no other program writes any more, and then nothing is written.
        """
        if self._refusal is not None:
            return _refused(self._refusal)
        future: Future[Any] = Future()
        with self._lock:
            if self._closing.is_set():
                raise HistoryClosedError(self.path)
            self._indexed.clear()
            self._queue.put((work, future))
        return future

    def submit_behind(self, part: Part, is_wanted: Callable[[], bool] = lambda: True) -> Future[Any]:
        """The same for a part of long work, once nothing else waits; a write that comes meanwhile waits for one step.

        ``part`` takes at least one step, and others as long as it is told that there is time. It is taken only when
        what was written before is in the file, nearly: so this may wait a while itself, as long as it is wanted.
        """
        if self._refusal is not None:
            return _refused(self._refusal)
        self._checkpoints.wait_until_near(_JOURNAL_SECONDS, is_wanted)
        future: Future[Any] = Future()
        woken: Future[Any] = Future()
        woken.cancel()
        with self._lock:
            if self._closing.is_set():
                raise HistoryClosedError(self.path)
            self._behind.put((part, future))
            self._queue.put((_no_work, woken))  # never done: it only ends the thread's waiting
        return future

    @property
    def waits_for_another(self) -> bool:
        """Whether another program holds the history, and what is to be written waits for it."""
        since = self._waits_since
        return since is not None and time.monotonic() - since > _HELD_SECONDS

    def wait_until_indexed(self, timeout: float) -> bool:
        """Wait until every finished write can be found through the index; False when that took too long."""
        return self._indexed.wait(timeout)

    def close(self) -> None:
        """Finish what was submitted and stop. What is not indexed yet is left to the next program that opens it."""
        with self._lock:
            if not self._closing.is_set():
                self._closing.set()
                self._queue.put(None)
        self._thread.join()
        if self._long is not None:
            self._long.join()
        self._checkpoints.close()

    def _run(self) -> None:
        wait: float | None = 0.0
        batch: list[_Waiting] = []
        try:
            more = True
            while more:
                batch, more = self._take(wait)
                if batch:
                    with self._coming_first():
                        self._write(batch)
                    wait = _QUIET_SECONDS if self._behind.empty() else 0.0
                elif more:
                    wait = _GAP_SECONDS if self._work_behind() else self._index()
                    if not self._behind.empty() and (wait is None or wait > _GAP_SECONDS):
                        wait = 0.0  # nothing was written, so the lock was free since the part before
        finally:
            self._connection.close()
            self._refuse(batch)

    def _refuse(self, batch: list[_Waiting]) -> None:
        """Leave nobody waiting, should the thread end before its time."""
        with self._lock:
            self._closing.set()
            while not self._queue.empty():
                item = self._queue.get()
                if item is not None and item[1].set_running_or_notify_cancel():
                    batch.append(item)
            while not self._behind.empty():
                part, future = self._behind.get()
                if future.set_running_or_notify_cancel():
                    batch.append((self._timed(part), future))
        for _, future in batch:
            if not future.done():
                future.set_exception(HistoryClosedError(self.path))

    def _take(self, wait: float | None) -> tuple[list[_Waiting], bool]:
        """The writes that wait now, and whether there may be more. ``wait`` None: as long as it takes."""
        batch: list[_Waiting] = []
        try:
            item = self._queue.get(timeout=wait) if wait != 0.0 else self._queue.get_nowait()
            while item is not None:
                if not item[1].cancelled():
                    batch.append(item)
                if len(batch) == _MOST_AT_ONCE:
                    return batch, True
                item = self._queue.get_nowait()
        except queue.Empty:
            return batch, True
        return batch, False

    def _write(self, batch: list[_Waiting]) -> None:
        taken: list[_Waiting] = []
        try:
            with self._transaction() as connection:
                taken = _still_wanted(batch)
                results = [work(connection) for work, _ in taken]
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for the Future
            if len(taken) > 1:
                for one in taken:  # so that one bad write does not take its neighbours with it
                    self._write_alone(*one)
            else:
                for _, future in taken or _still_wanted(batch):
                    future.set_exception(self._typed(error))
            return
        for (_, future), result in zip(taken, results, strict=True):
            future.set_result(result)
        self._checkpoints.note_write()

    def _write_alone(self, work: Work, future: Future[Any]) -> None:
        try:
            with self._transaction() as connection:
                result = work(connection)
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for the Future
            future.set_exception(self._typed(error))
        else:
            future.set_result(result)
            self._checkpoints.note_write()

    def _work_behind(self) -> bool:
        """Do one part of the long work that waits; False when there is none, or when the index has to be merged first.

        What is removed adds parts to the index. Were they not merged as fast, merging would be ever slower.
        """
        if self._merges_owed or self._behind.empty():
            return False
        self._merges_owed = _MERGES
        self._adds_until = time.monotonic() + _ADDS_SECONDS
        part, future = self._behind.get()
        if not future.cancelled():
            self._write([(self._timed(part), future)])
        return True

    def _timed(self, part: Part) -> Work:
        """``part`` with a clock that runs from now on, in the thread that does it."""
        computed, until = time.thread_time() + PART_SECONDS, time.monotonic() + PART_SECONDS * _MOST_STRETCHED

        def has_time() -> bool:
            return self._queue.empty() and time.thread_time() < computed and time.monotonic() < until

        return lambda connection: part(connection, has_time)

    @contextmanager
    def _transaction(self, is_wanted: Callable[[], bool] = lambda: True) -> Iterator[sqlite3.Connection]:
        """Begun once no other program writes. At its end all is on the disk, where the next one to look finds it."""
        connection = self._connection
        self._waits_since = time.monotonic()
        try:
            begin_writing(connection, is_wanted)
        finally:
            self._waits_since = None
        try:
            yield connection
            self.files.check()
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _index(self) -> float | None:
        """Index one batch and merge a little; how long to wait for a write before more of it, None: for ever."""
        try:
            with self._transaction(self._queue.empty) as connection:
                done = index_batch(connection, self._queue.empty)
            together = merging.MANY if time.monotonic() < self._adds_until else merging.FEW
            with self._transaction(self._queue.empty) as connection:
                merged = self._timed(partial(merging.tend, together=together))(connection)
            more = bool(done) or self._index_long()
        except (sqlite3.Error, HistoryError) as error:
            self.index_error = self._typed(error)
            self._merges_owed = 0
            if isinstance(self.index_error, HistoryError):
                return _INDEX_PAUSE_SECONDS
            _log.exception("The search index of %s cannot be brought up to date", self.path)
            return None  # a mistake of ours: recording goes on, and searches look through what is not indexed
        self.index_error = None
        self._merges_owed = max(0, self._merges_owed - 1) if merged else 0
        if not more:
            with self._lock:
                if self._queue.empty():
                    self._indexed.set()
        if done or merged:
            self._checkpoints.note_write()
            return 0.0 if done else _GAP_SECONDS
        pause = self._long_from - time.monotonic()
        return pause if pause > 0 else None

    def _index_long(self) -> bool:
        """Have what is long read beside the writes; whether there is any."""
        if self._reads_long or time.monotonic() < self._long_from:
            return True
        job = long_rows.due(self._connection)
        if job is not None:
            self._reads_long = True
            self._long = threading.Thread(target=self._read_long, args=(job,), name="history long rows", daemon=True)
            self._long.start()
        return job is not None

    def _read_long(self, job: "long_rows.LongRow | long_rows.LongBlock") -> None:
        """In a thread of its own: read it in a process, and queue what the index is to be told."""
        work: Work
        try:
            prepared = self._prepared(job)
            work = partial(long_rows.write, prepared=prepared) if prepared else _no_work
        except CallCancelledError:
            return
        except sqlite3.Error as error:
            work = partial(_fail, error=error)
        told: Future[Any] = Future()
        told.add_done_callback(self._long_told)
        with self._lock:
            if not self._closing.is_set():
                self._queue.put((work, told))

    def _prepared(self, job: "long_rows.LongRow | long_rows.LongBlock") -> "long_rows.Prepared | None":
        try:
            return call_in_process(long_rows.prepare, self.path, job, cancelled=self._closing.is_set)
        except CallLostError:
            return long_rows.prepare(self.path, job)

    def _long_told(self, told: Future[Any]) -> None:
        """In the writer's thread. What may get better, such as a full disk, is tried again after a pause."""
        error = told.exception()
        if isinstance(error, HistoryError):
            self._long_from = time.monotonic() + _INDEX_PAUSE_SECONDS
        elif error is not None:
            _log.error("What is long in %s cannot be indexed; searches look through it", self.path, exc_info=error)
            return
        self._reads_long = False

    def _typed(self, error: Exception) -> Exception:
        return typed(error, self.path) if isinstance(error, sqlite3.Error) else error


def _standing(path: Path) -> sqlite3.Connection:
    """A connection that has the file and its journal open; before it reads it has neither."""
    connection = connect(path)
    try:
        connection.execute(f"PRAGMA busy_timeout = {_LOOK_EVERY_MS}")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _still_wanted(batch: list[_Waiting]) -> list[_Waiting]:
    """Those that nobody has cancelled; nobody can from now on."""
    return [one for one in batch if one[1].set_running_or_notify_cancel()]


def _refused(refusal: HistoryError) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_exception(copy(refusal))
    return future


def _no_work(_connection: sqlite3.Connection) -> None:
    """What ends the waiting of the writer's thread."""


def _fail(_connection: sqlite3.Connection, error: sqlite3.Error) -> None:
    """Have the writer's thread meet an error of another one."""
    raise error
