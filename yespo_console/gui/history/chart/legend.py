"""What the colours and patterns of a chart mean, with how many there are of each."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from yespo_console.gui.history.chart.canvas import fill
from yespo_console.gui.history.chart.words import CLASS_WORDS, count_words
from yespo_console.gui.theme import theme
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.history.series import Became
from yespo_console.platform.i18n import _

_SWATCH = 12


class Legend(QWidget):
    """A sign and words for each class that occurs, in a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[tuple[Became, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("What the colours mean"))
        theme().changed.connect(self._dress)
        self._dress()

    def show_totals(self, totals: tuple[int, ...]) -> None:
        """Tell the classes that occur; ``totals`` in the order of ``Became``, or empty."""
        found = zip(Became, totals, strict=False)
        self._entries = [(became, f"{count:,} {_(CLASS_WORDS[became])}") for became, count in found if count]
        words = count_words(totals) if totals else ""
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(int(sum(map(self._width, self._entries))), self.fontMetrics().height() + HALF)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def _width(self, entry: tuple[Became, str]) -> float:
        return _SWATCH + HALF + self.fontMetrics().horizontalAdvance(entry[1]) + 2 * GRID

    def _dress(self) -> None:
        self.setFont(theme().figures_font("caption"))
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with QPainter(self) as painter:
            painter.setPen(theme().colour("text"))
            metrics = self.fontMetrics()
            left = 0.0
            for entry in self._entries:
                if left + self._width(entry) - 2 * GRID > self.width():
                    break  # the tool tip says them all
                fill(painter, [QRectF(left, (self.height() - _SWATCH) / 2, _SWATCH, _SWATCH)], entry[0])
                base = (self.height() + metrics.ascent() - metrics.descent()) / 2
                painter.drawText(QPointF(left + _SWATCH + HALF, base), entry[1])
                left += self._width(entry)
