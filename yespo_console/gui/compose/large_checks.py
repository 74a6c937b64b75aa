"""Checks large texts in a process of their own: the window never waits for it, and it can be ended."""

import contextlib
import multiprocessing
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance, Slot

from yespo_console.events.catalog import Catalog
from yespo_console.events.checking import Check
from yespo_console.events.event import ApiVersion, Node, Object
from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.events.problems import Problem
from yespo_console.events.rules.body import read_body
from yespo_console.gui.compose.check_process import Answer, Job, serve
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.text_sizes import LONGEST_TEXT
from yespo_console.platform import pipe

#: A check that takes longer while a newer text waits is ended with its process.
PATIENCE_MS: Final = 8_000


@dataclass(frozen=True, slots=True)
class _Work:
    """A text that the process has."""

    number: int
    draft: Draft
    text: str
    api: ApiVersion
    catalog: Catalog


class LargeChecks(QObject):
    """One process and the texts that wait for it; the latest text of each draft wins."""

    _answered = Signal(int, object)
    _lost = Signal(object)

    def __init__(self, catalog: Callable[[], Catalog], user_types: Path | None, parent: QObject) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._user_types = user_types
        self._waiting: dict[Draft, None] = {}
        self._number = 0
        self._at_work: _Work | None = None
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._starting: threading.Thread | None = None
        self._closed = False
        self._given_back: Draft | None = None  # its text was with a process that died
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self.start_over)
        self._answered.connect(self._take_answer)
        self._lost.connect(self._process_lost)

    def submit(self, draft: Draft) -> None:
        """Check the text ``draft`` has when its turn comes."""
        self._waiting.pop(draft, None)
        self._waiting[draft] = None
        self._send_next()

    def drop(self, draft: Draft) -> None:
        """The text of ``draft`` that waits is old."""
        self._waiting.pop(draft, None)

    def forget(self, draft: Draft) -> None:
        """Nothing about ``draft`` is wanted any more, what the process has at the moment included."""
        self.drop(draft)
        if self._at_work is not None and self._at_work.draft is draft:
            self.start_over()

    def prepare(self) -> None:
        """Have the process ready."""
        self._ensure_process()

    @Slot()
    def start_over(self) -> None:
        """What the process does is no longer wanted: end it, and go on with the next text in a new one."""
        self._end_process()
        self._send_next()

    @property
    def process_id(self) -> int | None:
        """Of the process that runs; None when none does. Waits for one that is being started."""
        if self._starting is not None:
            self._starting.join()
        return self._process.pid if self._process is not None else None

    def close(self) -> None:
        """End the process and answer nothing more."""
        self._closed = True
        self._waiting.clear()
        self._end_process()

    def _send_next(self) -> None:
        if not self._waiting or self._closed:
            return
        if self._at_work is not None:
            if not self._patience.isActive():
                self._patience.start()
            return
        draft = next(iter(self._waiting))
        del self._waiting[draft]
        connection = self._ensure_process()
        self._number += 1
        self._at_work = _Work(self._number, draft, draft.text, draft.encoding.api, self._catalog())
        # A pipe holds little: a large text is written by a thread, the Qt thread never waits for the process to read.
        job = (self._number, draft.text, draft.encoding.api.value)
        threading.Thread(target=_send, args=(connection, job), name="check-text", daemon=True).start()

    def _ensure_process(self) -> Connection:
        if self._connection is not None:
            return self._connection
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, self._user_types), name="check", daemon=True)
        self._connection = ours
        # Three frames go by until the system has copied what a new process needs.
        self._starting = threading.Thread(target=_start, args=(self._process, theirs), name="check-start", daemon=True)
        self._starting.start()
        threading.Thread(target=self._listen, args=(ours,), name="check-answers", daemon=True).start()
        return ours

    def _listen(self, connection: Connection) -> None:
        """Run in a thread for the life of one process: read its answers and the event of each, tell the Qt thread."""
        while True:
            try:
                answer: Answer = pipe.receive(connection)
            except (EOFError, OSError):
                break
            work = self._at_work
            if work is not None and work.number == answer[0]:
                self._tell(self._answered, work.number, _whole(work, *answer[1:]))
        self._tell(self._lost, connection)

    def _tell(self, signal: SignalInstance, *arguments: object) -> None:
        """Emit from the listening thread, unless the program is closing and this object is gone already."""
        if not self._closed:
            signal.emit(*arguments)

    @Slot(int, object)
    def _take_answer(self, number: int, result: Check) -> None:
        if self._at_work is None or self._at_work.number != number:
            return
        draft = self._at_work.draft
        self._at_work = self._given_back = None
        self._patience.stop()
        draft.take_check(result)
        self._send_next()

    @Slot(object)
    def _process_lost(self, connection: Connection) -> None:
        """The process is gone without our doing: what it had is checked again by the next, once."""
        if connection is not self._connection:
            return
        work = self._at_work
        self._end_process()
        if work is not None and work.draft not in self._waiting and work.draft is not self._given_back:
            self._given_back = work.draft
            self._waiting[work.draft] = None
        self._send_next()

    def _end_process(self) -> None:
        process = self._process
        if self._starting is not None:
            self._starting.join()  # a process that does not run yet cannot be ended
            self._starting = None
        # The pipe is closed when the threads that hold its end are done with it.
        self._process = self._connection = self._at_work = None
        self._patience.stop()
        if process is not None and process.pid is not None:
            process.kill()
            process.join()
            process.close()


def _start(process: SpawnProcess, theirs: Connection) -> None:
    # When it does not start, the other end of the pipe tells the thread that listens.
    with contextlib.suppress(OSError), theirs:
        process.start()


def _send(connection: Connection, job: Job) -> None:
    # A pipe that broke is noticed by the thread that listens.
    with contextlib.suppress(OSError):
        pipe.send(connection, job)


def _whole(work: _Work, problems: tuple[Problem, ...], outline: Object | None) -> Check:
    """The check of a text whose problems the process found. The event is read here: sending it costs more.

    Of a text above ``LONGEST_TEXT`` it is the outline: reading all of it would take the interpreter for seconds.
    """
    node: Node = outline
    if outline is None and len(work.text) <= LONGEST_TEXT:
        try:
            node = parse(work.text)
        except JsonTextError:
            node = None
    if not isinstance(node, Object):
        return Check(work.text, work.api, problems)
    body = read_body(work.text, node, work.api, work.catalog)
    return Check(work.text, work.api, problems, body)
