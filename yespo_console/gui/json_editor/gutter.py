"""The strip left of the text: line numbers, the mark of a problem, and a line along what travels as text."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from yespo_console.events.problems import Severity
from yespo_console.gui.theme import theme
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.json_editor.view import JsonView

_MARK: Final = 8


class Gutter(QWidget):
    """Paints beside a ``JsonView`` and answers the pointer with the sentences of a line's problems."""

    def __init__(self, view: "JsonView", ground: QPalette.ColorRole = QPalette.ColorRole.Base) -> None:
        """``ground``: what the text stands on; one that can only be read stands on the window's."""
        super().__init__(view)
        self._view = view
        self.setAccessibleName(_("Line numbers and problem marks"))
        # The ground is left to Qt: the first ``fillRect`` of a program has PySide6 make all gradients ready.
        self.setBackgroundRole(ground)
        self.setAutoFillBackground(True)

    def width_wanted(self) -> int:
        digits = max(2, len(str(self._view.blockCount())))
        return GRID + _MARK + HALF + self._view.fontMetrics().horizontalAdvance("9") * digits + GRID

    def sizeHint(self) -> QSize:
        return QSize(self.width_wanted(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme().tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._view.font())
            current = self._view.textCursor().blockNumber()
            height = self._view.fontMetrics().height()
            for block, top, bottom in self._view.visible_blocks():
                if bottom < event.rect().top() or top > event.rect().bottom():
                    continue
                number = block.blockNumber()
                painter.setPen(QColor(tokens.text if number == current else tokens.muted))
                space = QRect(0, top, self.width() - GRID, height)
                painter.drawText(
                    space, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(number + 1)
                )
                if self._view.is_inside_text_value(number):
                    painter.fillRect(QRectF(self.width() - 3, top, 2, bottom - top), QColor(tokens.edge))
                worst = self._view.worst_of_line(number)
                if worst is not None:
                    paint_mark(painter, QRectF(HALF, top + (height - _MARK) / 2, _MARK, _MARK), worst)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._view.go_to_line(self._view.line_at(event.position().toPoint().y()))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            line = self._view.line_at(event.pos().y())
            sentences = self._view.sentences_of_line(line)
            if not sentences and self._view.is_inside_text_value(line):
                sentences = [_("This value travels as text that holds JSON. It is shown here as if it were not text.")]
            QToolTip.showText(event.globalPos(), "\n".join(sentences), self)
            return True
        return super().event(event)


def paint_mark(painter: QPainter, place: QRectF, severity: Severity) -> None:
    """The mark of a severity: a disc for an error, a triangle for a warning, a ring for a hint."""
    colour = theme().colour(severity.value)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if severity is Severity.ERROR:
        painter.drawEllipse(place)
    elif severity is Severity.WARNING:
        corners = [place.bottomLeft(), QPointF(place.center().x(), place.top()), place.bottomRight()]
        painter.drawPolygon(QPolygonF(corners))
    else:
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(place.adjusted(1, 1, -1, -1))
