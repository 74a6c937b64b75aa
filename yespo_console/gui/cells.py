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
        second: another icon beside the first.
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
        self._font, self._metrics = self._fonts[False]
        self._line = self._baseline = 0
        self._muted_pen = False
        self._text: QColor = theme().colour("text")
        self._muted: QColor = theme().colour("muted")
        self.selection: QColor = theme().colour("accent_soft")
        self.focus: QColor = theme().colour("accent")

    def paint(self, painter: QPainter, rect: QRect, look: Look) -> None:
        """Paint ``look`` in a cell; the ground is painted already."""
        self.begin(painter, figures=look.figures)
        self.paint_next(painter, rect.left(), rect.top(), rect.width(), rect.height(), look)

    def begin(self, painter: QPainter, *, figures: bool) -> None:
        """Get ready to paint many cells of one kind, such as a column."""
        self._font, self._metrics = self._fonts[figures]
        self._line = self._metrics.height()
        self._baseline = self._metrics.ascent() - self._metrics.descent()
        self._muted_pen = False
        painter.setFont(self._font)
        painter.setPen(self._text)

    def paint_next(self, painter: QPainter, left: int, top: int, width: int, height: int, look: Look) -> None:
        """Paint a cell at this place, of the kind that ``begin`` was told."""
        right = left + width - GRID
        left += GRID
        if look.picture is not None:
            for picture in (look.picture, look.second):
                if picture is not None:
                    picture.paint(painter, QRect(left, top + (height - _PICTURE_PX) // 2, _PICTURE_PX, _PICTURE_PX))
                    left += _PICTURE_PX + HALF + 2
        words = look.words
        if not words:
            return
        if look.muted is not self._muted_pen:
            self._muted_pen = look.muted
            painter.setPen(self._muted if look.muted else self._text)
        # Measured only when it has to be, and painted at a point instead of into a rectangle: each halves the time.
        if look.right or len(words) * self._line > right - left:
            advance = self._metrics.horizontalAdvance(words)
            if advance > right - left:
                words = self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, right - left)
            elif look.right:
                left = right - advance
        painter.drawText(left, top + (height + self._baseline) // 2, words)

    def size(self, look: Look, height: int) -> QSize:
        """What ``look`` needs to be seen whole, in a row of ``height`` px."""
        pictures = (_PICTURE_PX + HALF + 2) * sum(one is not None for one in (look.picture, look.second))
        width = self._fonts[look.figures][1].horizontalAdvance(look.words) + pictures + 2 * GRID
        return QSize(width, height)
