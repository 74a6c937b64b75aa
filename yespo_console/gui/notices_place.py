"""Where the messages lie: over the page, so that nothing moves under the eyes or the pointer when one comes or goes.

They keep off what is worked on: the field or the line that has the keys, and the place under the pointer.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from yespo_console.gui.notices import Notices
from yespo_console.gui.tokens import GRID

#: What is higher is worked on at one place of it.
_HIGHEST_FIELD: Final = 12 * GRID


class NoticesPlace(QObject):
    """Keeps the messages in a corner of the page: below at the right, unless that is where somebody works."""

    def __init__(self, notices: Notices, page: QWidget, body: QWidget) -> None:
        """``body`` holds both."""
        super().__init__(notices)
        self._notices = notices
        self._page, self._body = page, body
        self._is_empty = True
        self._corner = _CORNERS[0]
        for watched in (notices, page):
            watched.installEventFilter(self)
        notices.bars_changed.connect(self.place)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._cursor_moved)
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Move)
        if event.type() in kinds and (watched is self._page or event.type() is QEvent.Type.LayoutRequest):
            self.place()
        return False

    def place(self) -> None:
        """Give them as much room as their words need, where nobody works."""
        size = self._size()
        comes = self._is_empty
        self._is_empty = size.isEmpty()
        room = self._page.geometry().adjusted(GRID, GRID, -GRID, -GRID)
        if self._is_empty:
            self._notices.setGeometry(QRect(room.bottomRight(), QSize(0, 0)))
            self._corner = _CORNERS[0]
            return
        kept_off = self._worked_on()
        if comes:  # once they are there the pointer may come to press something in them
            pointer = self._body.mapFromGlobal(QCursor.pos())
            kept_off.append(QRect(pointer - QPoint(GRID, GRID), QSize(2 * GRID, 2 * GRID)))
        corners = (self._corner, *_CORNERS)  # they stay where they are while that is free
        free = (one for one in corners if not any(_in_corner(size, room, one).intersects(at) for at in kept_off))
        self._corner = next(free, self._corner)
        self._notices.setGeometry(_in_corner(size, room, self._corner))
        self._notices.raise_()

    def _size(self) -> QSize:
        bars = [bar for bar in (self._notices.standing, self._notices.passing) if not bar.isHidden()]
        if not bars:
            return QSize()
        width = min(self._page.width() - 2 * GRID, max(bar.width_of_words() for bar in bars))
        return QSize(width, sum(bar.heightForWidth(width) for bar in bars))

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and not self._is_empty and not self._notices.isAncestorOf(now):
            self.place()

    def _cursor_moved(self) -> None:
        """In whatever has the keys."""
        if not self._is_empty:
            self.place()

    def _worked_on(self) -> list[QRect]:
        """Where the keys go, in the coordinates of the body."""
        field = self._page.window().focusWidget()
        if field is None or not self._page.isAncestorOf(field):
            return []
        inner, place = field, field.rect()
        if isinstance(field, QAbstractItemView):
            inner, place = field.viewport(), field.visualRect(field.currentIndex())
        elif field.height() > _HIGHEST_FIELD:
            found = field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
            place = QRect(found.toRect() if hasattr(found, "toRect") else found) if found is not None else place
        return [QRect(inner.mapTo(self._body, place.topLeft()), place.size())]


_CORNERS: Final = (
    Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight,
    Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight,
    Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft,
    Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft,
)


def _in_corner(size: QSize, room: QRect, corner: Qt.AlignmentFlag) -> QRect:
    place = QRect(room.topLeft(), size)
    if corner & Qt.AlignmentFlag.AlignBottom:
        place.moveBottom(room.bottom())
    if corner & Qt.AlignmentFlag.AlignRight:
        place.moveRight(room.right())
    return place
