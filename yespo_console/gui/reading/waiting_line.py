"""The line that says a payload is being read once more, with a way to give that up. A quick reading never shows it."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from yespo_console.gui.reading.job import PATIENCE_MS
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _


class WaitingLine(QWidget):
    """Hidden until a reading takes longer than ``patience``.

    Attributes:
        cancel: gives up.
        patience: the timer that shows the line.
    Signals:
        cancelled(): the user does not want to wait any longer.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        words = QLabel(_("Reading again without this change…"), self)
        progress = QProgressBar(self)
        progress.setRange(0, 0)  # how far it is nobody knows
        progress.setTextVisible(False)
        progress.setFixedWidth(15 * GRID)
        progress.setAccessibleName(words.text())
        self.cancel = QPushButton(_("Cancel"), self)
        self.cancel.setAccessibleName(_("Cancel the reading; the change stays"))
        self.cancel.setToolTip(_("Cancel the reading; the change stays"))
        self.cancel.clicked.connect(lambda: self.cancelled.emit())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        line.addWidget(words)
        line.addWidget(progress)
        line.addStretch(1)
        line.addWidget(self.cancel)
        self.patience = QTimer(self)
        self.patience.setSingleShot(True)
        self.patience.setInterval(PATIENCE_MS)
        self.patience.timeout.connect(self._appear)
        self.hide()

    def begin(self) -> None:
        """A reading has begun."""
        self.patience.start()

    def end(self) -> None:
        """It has ended, however."""
        self.patience.stop()
        self.hide()

    def _appear(self) -> None:
        self.show()
        self.cancel.setFocus()
