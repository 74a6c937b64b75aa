"""The bars of a chart, painted, and walked through by key."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QBrush,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from yespo_console.gui.history.chart.words import bar_words, series_words, tick_words
from yespo_console.gui.theme import theme
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.history.series import Bar, Became, Series
from yespo_console.platform.i18n import _

#: What a class looks like: a colour of the theme, and a pattern for who cannot tell the colours apart.
LOOKS: Final[dict[Became, tuple[str, Qt.BrushStyle]]] = {
    Became.ACCEPTED: ("success", Qt.BrushStyle.SolidPattern),
    Became.REFUSED: ("error", Qt.BrushStyle.BDiagPattern),
    Became.SERVER_FAILED: ("error", Qt.BrushStyle.SolidPattern),
    Became.NETWORK_FAILED: ("warning", Qt.BrushStyle.FDiagPattern),
    Became.UNANSWERED: ("muted", Qt.BrushStyle.Dense5Pattern),
    Became.OTHER: ("info", Qt.BrushStyle.HorPattern),
}

_BARS_HEIGHT: Final = 72
#: Where there is little room.
_LOW: Final = 40
_WIDEST: Final = 40
#: A single failure among thousands is still seen.
_LEAST: Final = 3.0


def fill(painter: QPainter, areas: Iterable[QRectF], became: Became) -> None:
    """Paint ``areas`` as pieces of a class: its colour, and a frame where it is a pattern."""
    name, pattern = LOOKS[became]
    colour = theme().colour(name)
    faint = QColor(colour)
    faint.setAlphaF(0.25)
    brush = QBrush(colour, pattern)
    for area in areas:
        if pattern is not Qt.BrushStyle.SolidPattern:
            painter.fillRect(area, faint)
        painter.fillRect(area, brush)


def heights(counts: tuple[int, ...], most: int, height: float) -> list[float]:
    """How high each class of a bar is, in px, when ``most`` sends fill ``height``; what is there is seen."""
    if most <= 0:
        return [0.0 for _count in counts]
    found = [max(_LEAST, height * count / most) if count else 0.0 for count in counts]
    too_much = sum(found) - height
    if too_much > 0:
        found[found.index(max(found))] -= too_much
    return found


class Canvas(QWidget):
    """Left and Right go from bar to bar, Enter or a click takes the time of one.

    Attributes:
        current: the bar that the keys or the mouse are on, or None.
    Signals:
        current_changed(): ``current`` is another.
        taken(int): the user wants only what is in that bar.
        widened(): the user wants to see what was there before (Backspace).
        left(): the user wants to go on to the list.
    """

    current_changed = Signal()
    taken = Signal(int)
    widened = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.series = Series()
        self.current: int | None = None
        self._most = 0  # sends in a bar
        self._bars_height = _BARS_HEIGHT
        self._painted: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Chart of sends over time"))
        theme().changed.connect(self._dress)
        self._dress()

    def show_series(self, series: Series) -> None:
        """Draw ``series``; the bar the user was on stays the current one where it is still there."""
        before = self.bar
        self.series = series
        self._most = max((bar.total for bar in series.bars), default=0)
        self._painted = None
        starts = [bar.start for bar in series.bars]
        self.current = starts.index(before.start) if before is not None and before.start in starts else None
        self.setAccessibleDescription(series_words(series))
        self.current_changed.emit()
        self.update()

    def set_low(self, low: bool) -> None:
        """Take little room, or as much as is good."""
        height = _LOW if low else _BARS_HEIGHT
        if height != self._bars_height:
            self._bars_height = height
            self._dress()

    @property
    def bar(self) -> Bar | None:
        """The current one."""
        return self.series.bars[self.current] if self.current is not None else None

    # -- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self.series.bars)
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Left if count:
                step = 1 if event.key() == Qt.Key.Key_Right else -1
                self._go_to(count - 1 if self.current is None else self.current + step)
            case Qt.Key.Key_Home if count:
                self._go_to(0)
            case Qt.Key.Key_End if count:
                self._go_to(count - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.current is not None:
                self.taken.emit(self.current)
            case Qt.Key.Key_Backspace:
                self.widened.emit()
            case Qt.Key.Key_Down:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current is None and self.series.bars and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self._go_to(len(self.series.bars) - 1)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._set_current(None)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._bar_at(event.position())
        if at is not None or not self.hasFocus():
            self._set_current(at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._bar_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and at is not None:
            self._set_current(at)
            self.taken.emit(at)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._set_current(None)

    def _go_to(self, at: int) -> None:
        self._set_current(max(0, min(at, len(self.series.bars) - 1)))
        bar = self.bar
        if bar is not None:
            words = bar_words(bar, self.series.unit)
            self.setAccessibleDescription(words)
            if QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _set_current(self, at: int | None) -> None:
        if at != self.current:
            self.current = at
            self.current_changed.emit()
            self.update()

    # -- painting

    def _dress(self) -> None:
        self.setFont(theme().figures_font("caption"))
        self.setFixedHeight(self._bars_height + self.fontMetrics().height() + 2 * HALF)
        self._painted = None
        self.update()

    def _plot(self) -> QRectF:
        """Where the bars stand: beside the greatest number, over the times."""
        left = self.fontMetrics().horizontalAdvance(f"{self._most:,}") + GRID
        return QRectF(left, HALF, max(1.0, self.width() - left - HALF), self._bars_height)

    def _slot(self, plot: QRectF, at: int) -> QRectF:
        """The room of a bar, with the gap to the next one."""
        width = min(float(_WIDEST), plot.width() / len(self.series.bars))
        return QRectF(plot.left() + at * width, plot.top(), width, plot.height())

    def _bar_at(self, place: QPointF) -> int | None:
        if not self.series.bars:
            return None
        plot = self._plot()
        at = int((place.x() - plot.left()) // self._slot(plot, 0).width())
        return at if 0 <= at < len(self.series.bars) and place.x() >= plot.left() else None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if not self.series.bars:
            return
        with QPainter(self) as painter:
            if self.current is not None:
                plot = self._plot()
                slot = self._slot(plot, self.current)
                painter.fillRect(slot, theme().colour("accent_soft"))
                if self.hasFocus():
                    painter.fillRect(QRectF(slot.left(), plot.bottom() + 1, slot.width(), 3), theme().colour("accent"))
            painter.drawPixmap(0, 0, self._picture())

    def _picture(self) -> QPixmap:
        """Scale and bars, painted when they are another: all else that is painted again has them as they were."""
        ratio = self.devicePixelRatioF()
        size = (QSizeF(self.size()) * ratio).toSize()
        if self._painted is None or self._painted.size() != size or self._painted.devicePixelRatio() != ratio:
            self._painted = QPixmap(size)
            self._painted.setDevicePixelRatio(ratio)
            self._painted.fill(Qt.GlobalColor.transparent)
            with QPainter(self._painted) as painter:
                painter.setFont(self.font())
                plot = self._plot()
                self._paint_scale(painter, plot)
                for became, areas in self._pieces(plot).items():
                    fill(painter, areas, became)
        return self._painted

    def _pieces(self, plot: QRectF) -> dict[Became, list[QRectF]]:
        """Where each class is to be painted, in all bars."""
        ratio = self.devicePixelRatioF()
        pieces: dict[Became, list[QRectF]] = {became: [] for became in Became}
        for at, bar in enumerate(self.series.bars):
            slot = self._slot(plot, at)
            gap = 2.0 if slot.width() >= 6 else 1.0
            left, right = (round(edge * ratio) / ratio for edge in (slot.left(), slot.right() - gap))
            bottom = plot.bottom()
            for areas, height in zip(pieces.values(), heights(bar.counts, self._most, plot.height()), strict=True):
                if height:
                    areas.append(QRectF(left, bottom - height, max(1.0, right - left), height))
                    bottom -= height
        return pieces

    def _paint_scale(self, painter: QPainter, plot: QRectF) -> None:
        """The greatest number, two lines, and the times under the bars as far as there is room."""
        painter.setPen(theme().colour("line"))
        for height in (plot.top(), plot.bottom()):
            painter.drawLine(QPointF(plot.left(), height), QPointF(plot.right(), height))
        painter.setPen(theme().colour("muted"))
        metrics = self.fontMetrics()
        beside = QRectF(0, 0, plot.left() - HALF, metrics.height())
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        painter.drawText(beside, right, f"{self._most:,}")
        painter.drawText(beside.translated(0, plot.bottom() - metrics.ascent()), right, "0")
        free_from, before = 0.0, None
        for at, bar in enumerate(self.series.bars):
            left = self._slot(plot, at).left()
            if left < free_from:
                continue
            words = tick_words(bar, before, self.series.unit)
            width = metrics.horizontalAdvance(words)
            if left + width <= self.width():
                painter.drawText(QPointF(left, plot.bottom() + HALF + metrics.ascent()), words)
                free_from, before = left + width + 2 * GRID, bar
