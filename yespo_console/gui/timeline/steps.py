"""The steps of a timeline as a list: a line from top to bottom, a dot for each event, the time between them."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from yespo_console.gui.history.exchange_model import answer_role, answer_words
from yespo_console.gui.icons import icon
from yespo_console.gui.theme import theme
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.history.timeline import Step, gap_words
from yespo_console.platform.i18n import _
from yespo_console.platform.local_time import local_text

Index = QModelIndex | QPersistentModelIndex

_RAIL: Final = 3 * GRID
_DOT: Final = 5
_PICTURE: Final = 16
_RETURNS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StepsModel(QAbstractListModel):
    """The steps that were read so far, oldest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.steps: tuple[Step, ...] = ()

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show these."""
        self.beginResetModel()
        self.steps = tuple(steps)
        self.endResetModel()

    def row_of(self, number: int) -> int | None:
        """Where the exchange with this id stands, or None."""
        return next((at for at, step in enumerate(self.steps) if step.row.id == number), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self.steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        step = self.steps[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return "\n".join((head_of(step), *step.sentences))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(step.sentences)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            gap = [gap_words(step.gap)] if step.gap is not None else []
            return ". ".join((*gap, head_of(step), *step.sentences))
        return None


def head_of(step: Step) -> str:
    """What happened, in a line: ``2026-11-20 10:15:03, cartUpdated to Sandbox, 200 accepted``."""
    row = step.row
    where = _("{name} (real account)") if row.is_real else "{name}"
    return _("{time}, {type} to {environment}, {answer}").format(
        time=local_text(row.sent_at),
        type=row.event_type or _("no event type"),
        environment=where.format(name=row.environment),
        answer=answer_words(row),
    )


class StepsView(QListView):
    """The list. Enter and a double-click activate a step, as in every list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Steps, oldest first"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_StepPainter(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _RETURNS and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            event.accept()  # it is not for the buttons of the dialog
        else:
            super().keyPressEvent(event)


class _StepPainter(QStyledItemDelegate):
    """Paints a step: the gap over it, its head line, and what changed below."""

    def __init__(self, view: StepsView) -> None:
        super().__init__(view)
        theme().changed.connect(self._take_theme)
        self._take_theme()

    def _take_theme(self) -> None:
        self._head: QFont = theme().figures_font()
        self._strong: QFont = theme().font("body", strong=True)
        self._small: QFont = theme().font("caption")
        self._line = QFontMetrics(self._head).height() + HALF
        self._small_line = QFontMetrics(self._small).height() + HALF

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        step = _step(index)
        gap = self._small_line + GRID if step.gap is not None else 0
        return QSize(40 * GRID, gap + GRID + self._line * (1 + len(step.sentences)) + HALF)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        step = _step(index)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = rect.top()
        if step.gap is not None:
            painter.setFont(self._small)
            painter.setPen(theme().colour("muted"))
            place = QRect(rect.left() + _RAIL + 2 * GRID, top + HALF, rect.width(), self._small_line)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), gap_words(step.gap))
            top += self._small_line + GRID
        ground = QRect(rect.left() + _RAIL, top, rect.width() - _RAIL, rect.bottom() - top)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(ground, theme().colour("accent_soft"))
        middle = top + GRID // 2 + self._line // 2
        self._paint_rail(painter, rect, middle, index)
        self._paint_words(painter, ground.adjusted(2 * GRID, GRID // 2, -GRID, 0), step)
        painter.restore()

    def _paint_rail(self, painter: QPainter, rect: QRect, middle: int, index: Index) -> None:
        left = rect.left() + _RAIL // 2 + HALF
        first, last = index.row() == 0, index.row() == index.model().rowCount() - 1
        painter.setPen(QPen(theme().colour("edge"), 2))
        painter.drawLine(left, middle if first else rect.top(), left, middle if last else rect.bottom() + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().colour("accent")))
        painter.drawEllipse(QPointF(left, middle), _DOT, _DOT)

    def _paint_words(self, painter: QPainter, room: QRect, step: Step) -> None:
        row = step.row
        line = QRect(room.left(), room.top(), room.width(), self._line)
        painter.setPen(theme().colour("text"))
        painter.setFont(self._head)
        self._write(painter, line, local_text(row.sent_at))
        painter.setFont(self._strong)
        self._write(painter, line, row.event_type or _("no event type"))
        role = answer_role(row)
        icon(role, role).paint(painter, QRect(line.left(), line.center().y() - _PICTURE // 2, _PICTURE, _PICTURE))
        line.setLeft(line.left() + _PICTURE + HALF)
        painter.setFont(self._head)
        where = _("{answer}, {name} (real account)") if row.is_real else _("{answer}, {name}")
        self._write(painter, line, where.format(answer=answer_words(row), name=row.environment))
        painter.setPen(theme().colour("muted"))
        for at, sentence in enumerate(step.sentences, start=1):
            below = QRect(room.left(), room.top() + at * self._line, room.width(), self._line)
            self._write(painter, below, sentence)

    @staticmethod
    def _write(painter: QPainter, line: QRect, words: str) -> None:
        """Write ``words`` at the left of ``line``, as far as there is room, and move its left edge behind them."""
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, line.width()))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        line.setLeft(line.left() + metrics.horizontalAdvance(shown) + 2 * GRID)


def _step(index: Index) -> Step:
    model = index.model()
    assert isinstance(model, StepsModel)
    return model.steps[index.row()]
