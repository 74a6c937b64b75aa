"""Words and pictures in the cells of a table, painted by ourselves.

Not left to ``QStyledItemDelegate``: through a style sheet it takes ten times as long for each cell, and a window full
of rows would miss its frame.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter

from yespo_console.gui.theme import theme
from yespo_console.gui.tokens import GRID, HALF

_PICTURE_PX: Final = 16


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell shows.

    Attributes:
        words: in one line; its end is left out when it is too long.
        picture: an icon before the words.
        second: another one beside it.
        figures: a number or a time: in figures of one width.
        right: the words stand at the right edge.
        muted: they say that there is nothing.
    """

    words: str
    picture: QIcon | None = None
    figures: bool = False
    right: bool = False
    muted: bool = False
    second: QIcon | None = None


class CellPainter(QObject):
    """Paints looks in the fonts and colours of the theme, which it asks for once and again when they change."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        theme().changed.connect(self._take_theme)
        self._take_theme()

    def _take_theme(self) -> None:
        self._fonts: dict[bool, tuple[QFont, QFontMetrics]] = {
            figures: (font, QFontMetrics(font))
            for figures, font in ((False, theme().font()), (True, theme().figures_font()))
        }
        self._text: QColor = theme().colour("text")
        self._muted: QColor = theme().colour("muted")
        self.selection: QColor = theme().colour("accent_soft")

    def paint(self, painter: QPainter, rect: QRect, look: Look) -> None:
        """Paint ``look`` in a cell; the ground is painted already."""
        inner = rect.adjusted(GRID, 0, -GRID, 0)
        for picture in (look.picture, look.second):
            if picture is not None:
                top = inner.top() + (inner.height() - _PICTURE_PX) // 2
                picture.paint(painter, QRect(inner.left(), top, _PICTURE_PX, _PICTURE_PX))
                inner.setLeft(inner.left() + _PICTURE_PX + HALF + 2)
        if not look.words:
            return
        font, metrics = self._fonts[look.figures]
        painter.setFont(font)
        painter.setPen(self._muted if look.muted else self._text)
        words, left = look.words, inner.left()
        # Measured only when it has to be, and painted at a point instead of into a rectangle: each halves the time.
        if look.right or len(words) * metrics.height() > inner.width():
            width = metrics.horizontalAdvance(words)
            if width > inner.width():
                words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
            elif look.right:
                left += inner.width() - width
        painter.drawText(left, inner.top() + (inner.height() + metrics.ascent() - metrics.descent()) // 2, words)

    def size(self, look: Look, height: int) -> QSize:
        """What ``look`` needs to be seen whole, in a row of ``height`` px."""
        pictures = (_PICTURE_PX + HALF + 2) * sum(one is not None for one in (look.picture, look.second))
        width = self._fonts[look.figures][1].horizontalAdvance(look.words) + pictures + 2 * GRID
        return QSize(width, height)
