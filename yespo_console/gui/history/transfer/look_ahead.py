"""What an export would replace, found out beside the window before anything is written."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from yespo_console.gui.async_runner import Outcome
from yespo_console.gui.history.transfer.job import WHOLE, TransferJob
from yespo_console.gui.history.transfer.replacements import ReplacementTable
from yespo_console.gui.tokens import GRID
from yespo_console.history.errors import HistoryError
from yespo_console.history.transfer.exporting import Redaction, StoredExchanges, preview
from yespo_console.platform.i18n import _
from yespo_console.sharing.personal_names import look_through_words

if TYPE_CHECKING:
    from yespo_console.gui.services import Services


class LookAhead(QWidget):
    """A line of words over a table. All exchanges are gone through; what is known of the newest is shown meanwhile.

    Attributes:
        words, table: what was found.
    """

    def __init__(self, services: "Services", parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self._job: TransferJob | None = None
        self._ids: Sequence[int] = ()
        self._is_known = False
        self.words = QLabel(self)
        self.words.setProperty("role", "caption")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.table = ReplacementTable(self)
        advice = QLabel(look_through_words(), self)
        advice.setProperty("role", "muted")
        advice.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)
        column.addWidget(advice)

    @property
    def is_looking(self) -> bool:
        """It is not known yet for all."""
        return self._job is not None

    def begin(self, ids: Sequence[int]) -> None:
        """Look through the exchanges with these ids, newest first, and give up what was begun before."""
        if self._is_known and ids is self._ids:
            return
        self.stop()
        self._ids, self._is_known = ids, False
        self.table.show_redaction(None)
        self.words.setText(_("Looking for personal data …"))
        job = self._job = TransferJob(
            self._services.runner, partial(preview, StoredExchanges(self._services.history, ids)), self
        )
        job.progressed.connect(partial(self._went_on, job))
        job.ended.connect(partial(self._ended, job))
        job.start()

    def stop(self) -> None:
        """Give up what was begun; what is known stays."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _went_on(self, job: TransferJob, done: int) -> None:
        found = job.so_far
        if job is not self._job or not isinstance(found, Redaction):
            return
        self.table.show_redaction(found)
        if found.replaced or found.left_out:
            words = _("Replaced in the newest {count:,} of {all:,}; the others follow ({percent} %):")
        else:
            words = _("Nothing personal in the newest {count:,} of {all:,}; the others follow ({percent} %).")
        self.words.setText(words.format(count=found.exchanges, all=len(self._ids), percent=100 * done // WHOLE))

    def _ended(self, job: TransferJob, outcome: Outcome[Redaction]) -> None:
        job.deleteLater()
        if job is not self._job:
            return
        self._job = None
        if outcome.cancelled:
            return
        if isinstance(outcome.error, HistoryError):
            self.words.setText(str(outcome.error))
            return
        if outcome.error is not None:
            self.words.setText(_("What would be replaced is not known, because of a fault of the program."))
            raise outcome.error  # nobody expected it; but the export can be begun
        found = outcome.result()
        self._is_known = True
        self.table.show_redaction(found)
        is_any = found.replaced or found.left_out
        self.words.setText(_("Will be replaced:") if is_any else _("No personal data was found."))
