"""Keeps the drafts of one window on disk, beside the window: it never waits for a disk, a lock or an import."""

import itertools
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from yespo_console.gui.async_runner import AsyncRunner, Outcome
from yespo_console.platform.i18n import _
from yespo_console.platform.profile import Profile

if TYPE_CHECKING:
    from yespo_console.gui.compose.drafts import DraftStore, SavedDraft

#: What was typed is on disk this long after the last key, and never later than a pause in a long piece of typing.
KEEP_MS: Final = 400

Opened = tuple[tuple["SavedDraft", ...], tuple[str, ...]]


class DraftKeeper(QObject):
    """The way of drafts to the disk and back.

    Signals:
        restored(tuple, tuple): the ``SavedDraft`` of windows that are gone, in the order of their tabs, and sentences
            about those that could not be read. Comes once; what is typed is kept from then on.
        wanted(): it is time to hand over what the drafts are now, with ``keep``.
        failed(str): the disk does not take them; a sentence.
    """

    restored = Signal(object, object)
    wanted = Signal()
    failed = Signal(str)

    def __init__(self, profile: Profile, runner: AsyncRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._profile = profile
        self._runner = runner
        self._store: DraftStore | None = None
        #: Held by whoever works on the files, in whatever thread.
        self._files = threading.Lock()
        #: What was found and is in no tab yet. Writing goes by what there is, so until then it would be lost.
        self._found: tuple[SavedDraft, ...] = ()
        #: Each state is older than those that are handed over after it.
        self._ages = itertools.count(1)
        self._on_disk = 0
        self._writing = False
        self._waiting: Sequence[SavedDraft] | None = None
        self._closed = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(KEEP_MS)
        self._pause.timeout.connect(self.wanted)

    def keeps(self, path: Path) -> bool:
        """Whether a file is one of the drafts of this window."""
        return self._store is not None and self._store.folder.resolve() in path.resolve().parents

    def begin(self) -> None:
        """Look for what windows that are gone have left; ``restored`` or ``failed`` tells."""
        self._runner.start_in_thread(self._open, self._opened)

    def touch(self) -> None:
        """Something was typed: it is wanted on disk soon."""
        if not self._pause.isActive():
            self._pause.start()

    def keep(self, drafts: "Sequence[SavedDraft]") -> None:
        """Have exactly these on disk soon; while an older state is being written, the newest one waits."""
        if self._store is None or self._found or self._closed:
            return
        if self._writing:
            self._waiting = drafts
            return
        self._writing = True
        self._runner.start_in_thread(partial(self._save, self._store, next(self._ages), drafts), self._saved)

    def writing(self, drafts: "Sequence[SavedDraft]") -> Callable[[], None]:
        """What puts exactly these on disk when it is called beside the window; an older state is not written after it.

        It raises OSError.
        """
        self._pause.stop()
        if self._writing:
            self._waiting = drafts
        store = self._store
        return partial(self._save, store, next(self._ages), drafts) if store is not None else _nothing

    def close(self, drafts: "Sequence[SavedDraft]") -> None:
        """The window ends: write the last state at once and leave the drafts to the next window."""
        self._pause.stop()
        with self._files:
            self._closed = True
            if self._store is None:
                return
            if self._found:  # the sample that stands in their place until they come is not worth keeping
                drafts = (*self._found, *(draft for draft in drafts if draft.text != draft.saved_text))
            try:
                self._store.save(drafts)
            except OSError as error:
                self.failed.emit(_not_written(error))
            self._store.close()

    def _open(self) -> Opened:
        """In a thread: the module locks through a library that takes as long to import as the window to build."""
        from yespo_console.gui.compose.drafts import DraftStore

        with self._files:
            if self._closed:
                return (), ()
            store = DraftStore(self._profile)
            saved = self._found = store.take_over()
            self._store = store
        return saved, tuple(store.notices)

    def _opened(self, outcome: Outcome[Opened]) -> None:
        if isinstance(outcome.error, OSError):
            message = _("Drafts cannot be kept: {reason}. What you type is lost when the window closes.")
            self.failed.emit(message.format(reason=outcome.error))
            self.restored.emit((), ())
        elif not outcome.cancelled:
            self.restored.emit(*outcome.result())
            self._found = ()
            self.touch()  # what was typed meanwhile

    def _save(self, store: "DraftStore", age: int, drafts: "Sequence[SavedDraft]") -> None:
        """In a thread, which may come to it after one that was started later."""
        with self._files:
            if not self._closed and age > self._on_disk:
                store.save(drafts)
                self._on_disk = age

    def _saved(self, outcome: Outcome[None]) -> None:
        self._writing = False
        waiting, self._waiting = self._waiting, None
        if isinstance(outcome.error, OSError):
            self.failed.emit(_not_written(outcome.error))
        elif not outcome.cancelled:
            outcome.result()
        if waiting is not None:
            self.keep(waiting)


def _not_written(error: OSError) -> str:
    return _("The drafts cannot be written: {reason}.").format(reason=error)


def _nothing() -> None:
    """No draft was ever written."""
