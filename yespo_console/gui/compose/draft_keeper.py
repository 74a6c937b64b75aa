"""Keeps the drafts of one window on disk, beside the window: it never waits for a disk, a lock or an import."""

import errno
import itertools
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from yespo_console.gui.actions import spec
from yespo_console.gui.async_runner import AsyncRunner, Outcome
from yespo_console.platform.i18n import _
from yespo_console.platform.profile import Profile

if TYPE_CHECKING:
    from yespo_console.gui.compose.drafts import DraftStore, SavedDraft

#: What was typed is on disk this long after the last key, and never later than a pause in a long piece of typing.
KEEP_MS: Final = 400
#: A disk that did not take them is tried again after this: it has room again when somebody made some.
AGAIN_MS: Final = 2_000
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)

Opened = tuple[tuple["SavedDraft", ...], tuple[str, ...]]


class DraftKeeper(QObject):
    """The way of drafts to the disk and back.

    Signals:
        restored(tuple, tuple): the ``SavedDraft`` of windows that are gone, in the order of their tabs, and sentences
            about those that could not be read. Comes once; what is typed is kept from then on.
        wanted(): it is time to hand over what the drafts are now, with ``keep``.
        failed(str): the disk does not take them; a sentence that is true until ``works`` takes it back.
        works(object): that sentence is not true any more.
    """

    restored = Signal(object, object)
    wanted = Signal()
    failed = Signal(str)
    works = Signal(object)

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
        #: Those that are being written.
        self._handed: Sequence[SavedDraft] = ()
        self._waiting: Sequence[SavedDraft] | None = None
        self._closed = False
        #: Why the disk does not take them now; "" while it does.
        self._trouble = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
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
            self._pause.start(KEEP_MS)

    def keep(self, drafts: "Sequence[SavedDraft]") -> None:
        """Have exactly these on disk soon; while an older state is being written, the newest one waits."""
        if self._store is None or self._found or self._closed:
            return
        if self._writing:
            self._waiting = drafts
            return
        self._writing, self._handed = True, drafts
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

    def keep_now(self, drafts: "Sequence[SavedDraft]") -> str:
        """Have exactly these on disk when this returns; why something typed is lost all the same, or "" if nothing."""
        self._pause.stop()
        with self._files:
            if self._store is None:  # what began as a sample, or is in a file, is not lost
                return self._trouble if any(draft.text != draft.saved_text for draft in drafts) else ""
            if self._found:  # the sample that stands in their place until they come is not worth keeping
                drafts = (*self._found, *(draft for draft in drafts if draft.text != draft.saved_text))
            self._on_disk = next(self._ages)
            try:
                self._store.save(drafts)
                trouble = ""
            except OSError as error:
                trouble = self._not_written(error, drafts)
            lost = trouble if self._store.lacks(drafts) else ""
        self._tell(trouble)
        return lost

    def close(self) -> None:
        """The window ends: nothing is written any more, and the drafts are left to the next window."""
        self._pause.stop()
        with self._files:
            self._closed = True
            if self._store is not None:
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
            self._tell(message.format(reason=outcome.error.strerror or outcome.error))
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
            self._tell(self._not_written(outcome.error, self._handed))
        elif not outcome.cancelled:
            outcome.result()
            self._tell("")
        if waiting is not None:
            self.keep(waiting)

    def _tell(self, trouble: str) -> None:
        """What the disk does is said when it changes, and not at each key; while it refuses it is tried again."""
        before, self._trouble = self._trouble, trouble
        if before != trouble and before:
            self.works.emit(before)
        if before != trouble and trouble:
            self.failed.emit(trouble)
        if trouble and self._store is not None:
            self._pause.start(AGAIN_MS)

    def _not_written(self, error: OSError, drafts: "Sequence[SavedDraft]") -> str:
        if error.errno in _FULL:
            message = _("There is no room left on the disk for the drafts in {folder}. Free some space there.")
        else:
            message = _("The drafts in {folder} cannot be written: {reason}. Allow your user to write there.")
        told = message.format(folder=self._profile.drafts_dir, reason=error.strerror or error)
        if self._store is None or not self._store.lacks(drafts):
            return told
        way_on = _(
            "What you typed last is in this window only until then; “{action}” ({keys}) writes it to another disk."
        )
        return f"{told} {way_on.format(action=spec('save-as').title, keys=spec('save-as').shortcut)}"


def _nothing() -> None:
    """No draft was ever written."""
