"""One background thread with an asyncio loop; outcomes come back on the Qt thread.

Everything that waits (a send, the sandbox, a credential check) runs there, so the window never does. Worker code
touches no QObject: it returns a value, and the receiver gets it as an ``Outcome`` through one queued signal.
"""

import logging
import threading
import weakref
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    import asyncio

log = logging.getLogger(__name__)
T = TypeVar("T")

#: How long ``stop`` waits for work that ignores its cancellation, in seconds.
STOP_WITHIN = 5.0


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """How a job ended: exactly one of a value, an error, a cancellation.

    Attributes:
        value: what the coroutine returned; None for an error or a cancellation.
        error: what it raised, or None.
        cancelled: the job was cancelled before it ended.
    """

    value: T | None = None
    error: Exception | None = None
    cancelled: bool = False

    def result(self) -> T:
        """The value. Raises the error; a receiver that expects none calls this, so that a bug is not lost."""
        if self.error is not None:
            raise self.error
        if self.cancelled:
            raise CancelledJobError("the job was cancelled")
        return self.value  # type: ignore[return-value]  # None is a value of T when there is neither error nor cancel


class CancelledJobError(RuntimeError):
    """The value of a cancelled job was asked for."""


class Job:
    """One running coroutine, seen from the Qt thread."""

    def __init__(self, receiver: "Callable[[Outcome[Any]], object] | None") -> None:
        self._receiver = receiver
        self._cancelled = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[Any] | None = None
        self.done = False

    def cancel(self) -> None:
        """Ask the coroutine to end. Its receiver still gets an outcome: cancelled, or the value if that came first."""
        self._cancelled.set()
        loop, task = self._loop, self._task
        if loop is not None and task is not None and not loop.is_closed():
            loop.call_soon_threadsafe(task.cancel)


class AsyncRunner(QObject):
    """Starts coroutines on the background thread and hands their outcomes to bound methods on the Qt thread.

    The thread starts with the first job. Not reusable after ``stop``.
    """

    _ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: set[Job] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._last: Callable[[], Coroutine[Any, Any, object]] | None = None
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        coroutine_function: Callable[[], Coroutine[Any, Any, T]],
        on_done: Callable[[Outcome[T]], object] | None = None,
    ) -> Job:
        """Run ``coroutine_function()`` on the background thread.

        ``on_done`` is a bound method of a QObject; it is held weakly and skipped when that object is gone by then.
        Without it an error is logged. Raises RuntimeError after ``stop``, TypeError for any other ``on_done``.
        """
        if self._stopped:
            raise RuntimeError("the runner has been stopped")
        job = Job(None if on_done is None else _weak_receiver(on_done))
        loop = self._running_loop()
        self._jobs.add(job)
        loop.call_soon_threadsafe(self._begin, job, coroutine_function)
        return job

    def start_in_thread(
        self,
        function: Callable[[], T],
        on_done: Callable[[Outcome[T]], object] | None = None,
        give_up: Callable[[], object] | None = None,
    ) -> Job:
        """Run ``function()``, which may block, in a worker thread beside the loop; the rest is as with ``start``.

        A cancelled job's function runs to its end all the same; only its outcome is dropped. ``give_up`` asks it to end
        sooner: it is called when the job is cancelled or the program closes, in the thread of the loop.
        """

        async def run() -> T:
            import asyncio

            try:
                return await asyncio.to_thread(function)
            except asyncio.CancelledError:
                if give_up is not None:
                    give_up()
                raise

        return self.start(run, on_done)

    def stop(self, last: Callable[[], Coroutine[Any, Any, object]] | None = None) -> None:
        """Cancel every job, let them end, run ``last``, end what is left, join the thread. Safe to call twice.

        Receivers get no more outcomes: whoever stops the runner is closing down. ``last`` closes what lives in the
        loop; it is skipped when nothing ever ran there.
        """
        self._stopped = True
        self._last = last
        thread, loop = self._thread, self._loop
        if thread is None or loop is None:
            return
        if not loop.is_closed():
            loop.call_soon_threadsafe(loop.stop)
        thread.join(STOP_WITHIN)
        if thread.is_alive():
            log.error("background work did not end within %.0f s", STOP_WITHIN)
        self._thread = self._loop = None
        self._jobs.clear()

    def _running_loop(self) -> "asyncio.AbstractEventLoop":
        if self._loop is None:
            import asyncio  # 30 ms that the first paint need not wait for

            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._run, args=(self._loop,), name="async-runner", daemon=True)
            self._thread.start()
        return self._loop

    def _run(self, loop: "asyncio.AbstractEventLoop") -> None:
        """The background thread."""
        import asyncio

        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
            loop.run_until_complete(_cancel([job._task for job in self._jobs if job._task is not None]))
            if self._last is not None:
                loop.run_until_complete(asyncio.wait_for(self._last(), STOP_WITHIN))
            loop.run_until_complete(_cancel(asyncio.all_tasks(loop)))
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            loop.close()

    def _begin(self, job: Job, coroutine_function: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        """On the background thread."""
        import asyncio

        async def run() -> Any:
            if job._cancelled.is_set():
                raise asyncio.CancelledError
            return await coroutine_function()

        job._task = asyncio.get_running_loop().create_task(run())
        job._loop = asyncio.get_running_loop()
        job._task.add_done_callback(lambda task: self._task_done(job, task))
        if job._cancelled.is_set():
            job._task.cancel()

    def _task_done(self, job: Job, task: "asyncio.Task[Any]") -> None:
        """On the background thread."""
        if task.cancelled():
            outcome: Outcome[Any] = Outcome(cancelled=True)
        else:
            error = task.exception()
            if error is not None and not isinstance(error, Exception):
                raise error
            outcome = Outcome(error=error) if error is not None else Outcome(value=task.result())
        if shiboken6.isValid(self) and not self._stopped:
            self._ended.emit(job, outcome)

    def _deliver(self, job: Job, outcome: Outcome[Any]) -> None:
        """On the Qt thread."""
        job.done = True
        job._task = None
        self._jobs.discard(job)
        if job._receiver is not None:
            job._receiver(outcome)
        elif outcome.error is not None:
            log.error("a background job failed", exc_info=outcome.error)


async def _cancel(tasks: "Iterable[asyncio.Task[Any]]") -> None:
    import asyncio

    others = [task for task in tasks if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _weak_receiver(on_done: Callable[[Outcome[Any]], object]) -> Callable[[Outcome[Any]], object]:
    """``on_done`` that does nothing once its QObject was deleted, by Python or by Qt."""
    owner = getattr(on_done, "__self__", None)
    if not isinstance(owner, QObject):
        raise TypeError(f"on_done must be a bound method of a QObject, not {on_done!r}")
    method = weakref.WeakMethod(on_done)
    receiver = weakref.ref(owner)

    def receive(outcome: Outcome[Any]) -> object:
        alive, target = method(), receiver()
        if alive is None or target is None or not shiboken6.isValid(target):
            return None
        return alive(outcome)

    return receive
