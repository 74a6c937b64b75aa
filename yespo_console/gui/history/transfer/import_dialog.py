"""Taking files in, one after another: how far it is, and what could not be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from yespo_console.gui.async_runner import Outcome
from yespo_console.gui.dialog_size import open_at
from yespo_console.gui.history.transfer.job import WHOLE, TransferJob
from yespo_console.gui.tokens import GRID
from yespo_console.gui.wrapped import Wrapped
from yespo_console.history.errors import HistoryError
from yespo_console.history.transfer.importing import Imported, import_file
from yespo_console.history.transfer.progress import Progress
from yespo_console.history.transfer.words import import_lines, unreadable_lines
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.services import Services
    from yespo_console.history.transfer.judged import Judge

#: An import that is done sooner shows no dialog.
_SHOWN_AFTER_MS: Final = 500
_READABLE: Final = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


@dataclass(frozen=True, slots=True)
class FileTakenIn:
    """What came of one file.

    Attributes:
        result: None when nothing of it came in.
        fault: why it was not gone through to its end; empty when it was.
    """

    path: Path
    result: Imported | None
    fault: str = ""

    @property
    def is_whole(self) -> bool:
        """Everything in it was understood."""
        return not self.fault and self.result is not None and not self.result.unreadable_count


class ImportDialog(QDialog):
    """The dialog. ``begin`` it: it shows itself only when it takes a while, or when something could not be read.

    Signals:
        taken_in(tuple[FileTakenIn, ...]): all files were gone through, or the user cancelled; emitted once.
    """

    taken_in = Signal(object)

    def __init__(self, services: "Services", paths: Sequence[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Import exchanges"))
        open_at(self, 620, 400, parent)
        self._services = services
        self._waiting = list(paths)
        self._done: list[FileTakenIn] = []
        self._job: TransferJob | None = None
        self._cancelled = False
        self._judge: Judge | None = None

        self.head = Wrapped("", "title", self)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, WHOLE)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("How much was read"))
        self.told = QPlainTextEdit(self)
        self.told.setTextInteractionFlags(_READABLE)
        self.told.setProperty("quiet", True)
        self.told.setTabChangesFocus(True)
        self.told.setAccessibleName(_("What came of the import"))
        kept = self.told.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.told.setSizePolicy(kept)
        self.cancel_button = _push(_("Cancel the import"), self)
        self.cancel_button.clicked.connect(self._cancel)
        self.close_button = _push(_("Close"), self)
        self.close_button.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.head)
        layout.addWidget(self.progress)
        layout.addWidget(self.told, 1)
        layout.addLayout(buttons)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_SHOWN_AFTER_MS)
        self._patience.timeout.connect(self.open)

    def begin(self) -> None:
        """Take the files in."""
        from yespo_console.delivery.judging import judge_with

        self._judge = judge_with(self._services.catalog)
        self.close_button.hide()
        self.told.hide()
        self.cancel_button.setFocus()
        self._patience.start()
        self._next()

    def reject(self) -> None:
        """Esc and Close: an import under way is cancelled first, and the dialog stays to say what came in."""
        if self._job is not None:
            self._cancel()
        else:
            super().reject()

    def _next(self) -> None:
        assert self._judge is not None
        if not self._waiting or self._cancelled:
            self._end()
            return
        path = self._waiting.pop(0)
        self.head.setText(_("Importing {name} …").format(name=path.name))
        self.progress.setValue(0)
        work = partial(_take_in, self._services, path, self._judge)
        self._job = TransferJob(self._services.runner, work, self)
        self._job.progressed.connect(self.progress.setValue)
        self._job.ended.connect(partial(self._took, path))
        self._job.start()

    def _cancel(self) -> None:
        self._cancelled = True
        if self._job is not None:
            self._job.cancel()

    def _took(self, path: Path, outcome: Outcome[Imported]) -> None:
        from yespo_console.delivery.config_file import ConfigError

        assert self._job is not None
        so_far = self._job.so_far
        self._job = None
        if outcome.cancelled:
            fault = _("Cancelled. What had come in stays; import the file again to bring the rest.")
        elif isinstance(outcome.error, OSError):
            reason = outcome.error.strerror or str(outcome.error)
            fault = _("{file} cannot be read: {reason}.").format(file=path, reason=reason)
        elif isinstance(outcome.error, HistoryError | ConfigError):
            fault = str(outcome.error)
        elif outcome.error is not None:
            fault = _("It was not read to its end, because of a fault of the program.")
        else:
            self._done.append(FileTakenIn(path, outcome.result()))
            self._next()
            return
        self._done.append(FileTakenIn(path, so_far if isinstance(so_far, Imported) else None, fault))
        self._next()
        if not isinstance(outcome.error, OSError | HistoryError | ConfigError | None):
            raise outcome.error  # nobody expected it; but the other files are taken in all the same

    def _end(self) -> None:
        self._patience.stop()
        fault = _("Nothing of it came in: the import was cancelled before.")
        self._done += [FileTakenIn(path, None, fault) for path in self._waiting]
        self.taken_in.emit(tuple(self._done))
        if all(each.is_whole for each in self._done):
            self.done(QDialog.DialogCode.Accepted)
            return
        some = any(each.result is not None and each.result.added for each in self._done)
        self.head.setText(_("Imported, but not all") if some else _("Nothing was imported"))
        self.told.setPlainText("\n\n".join("\n".join(_lines(each)) for each in self._done))
        self.told.show()
        self.progress.hide()
        self.cancel_button.hide()
        self.close_button.show()
        if not self.isVisible():
            self.open()
        self.close_button.setFocus()


def _take_in(services: "Services", path: Path, judge: "Judge", progress: Progress) -> Imported:
    """In a thread: to know the environments may take asking where the sandbox is."""
    from yespo_console.delivery.environments import hosts_of

    return import_file(services.history, path, judge, progress, hosts_of(services.environments.all()))


def _lines(taken: FileTakenIn) -> list[str]:
    told = [*import_lines(taken.result), *unreadable_lines(taken.result)] if taken.result is not None else []
    return [taken.path.name, *([taken.fault] if taken.fault else []), *told]


def _push(words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setAccessibleName(words)
    button.setAutoDefault(False)
    return button
