"""What can be done about a history that cannot be opened because it is damaged."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from yespo_console.gui.async_runner import AsyncRunner, Outcome
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _, ngettext

if TYPE_CHECKING:
    from yespo_console.history.recovery import Recovered


class DamageDialog(QDialog):
    """Offers to recover what can be read, or to begin a new history. The damaged file is kept either way.

    Signals:
        mended(str, str): there is a history again; the kind of a sentence about it, and its words.
    """

    mended = Signal(str, str)

    def __init__(self, path: Path, reason: str, runner: AsyncRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("The history is damaged"))
        self.setMinimumWidth(520)
        self._path = path
        self._runner = runner
        head = QLabel(_("The history cannot be read"), self)
        head.setProperty("role", "title")
        self.words = QLabel(
            reason
            + "\n\n"
            + _(
                "Without a history nothing can be sent. What can be read is put into a new file, which may take a "
                "minute; the damaged one is kept beside it in either case. Close other windows first."
            ),
            self,
        )
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.recover = QPushButton(_("Recover what can be read"), self)
        self.recover.setDefault(True)
        self.recover.clicked.connect(self._recover)
        self.begin_anew = QPushButton(_("Begin an empty history"), self)
        self.begin_anew.clicked.connect(self._begin_anew)
        self.later = QPushButton(_("Not now"), self)
        self.later.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        for button in (self.recover, self.begin_anew, self.later):
            button.setAccessibleName(button.text())
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(head)
        layout.addWidget(self.words)
        layout.addLayout(buttons)

    def _recover(self) -> None:
        from yespo_console.history.recovery import repair

        self._wait(_("Reading through the damaged file …"))
        self._runner.start_in_thread(partial(repair, self._path), self._recovered)

    def _recovered(self, outcome: "Outcome[Recovered]") -> None:
        if self._failed(outcome):
            return
        done = outcome.result()
        words = ngettext("{count} exchange was recovered", "{count} exchanges were recovered", done.kept)
        lost = ngettext("{count} could not be read", "{count} could not be read", done.lost)
        told = _("{kept}, {lost}. The damaged file is kept as {path}.").format(
            kept=words.format(count=f"{done.kept:,}"), lost=lost.format(count=f"{done.lost:,}"), path=done.aside
        )
        kind = "warning" if done.lost or done.cut_off_words else "success"
        self.mended.emit(kind, f"{told} {done.cut_off_words}".rstrip())
        self.accept()

    def _begin_anew(self) -> None:
        from yespo_console.history.recovery import put_aside

        self._wait(_("Setting the damaged file aside …"))
        self._runner.start_in_thread(partial(put_aside, self._path), self._put_aside)

    def _put_aside(self, outcome: Outcome[Path]) -> None:
        if not self._failed(outcome):
            told = _("A new history was begun. The damaged file is kept as {path}.")
            self.mended.emit("success", told.format(path=outcome.result()))
            self.accept()

    def _wait(self, words: str) -> None:
        self.words.setText(words)
        for button in (self.recover, self.begin_anew):
            button.setEnabled(False)

    def _failed(self, outcome: Outcome[Any]) -> bool:
        from yespo_console.history.errors import HistoryError, told

        if isinstance(outcome.error, HistoryError | OSError):
            self.words.setText(told(outcome.error))
            for button in (self.recover, self.begin_anew):
                button.setEnabled(True)
            return True
        return outcome.cancelled
