"""Where the messages lie: over the page, so that nothing moves under the eyes or the pointer when one comes or goes.

They keep off what is worked on: the field or the line that has the keys, and the place under the pointer; and off what
a page wants to be kept clear, the more important the longer, as long as there is room beside it.
"""

import math
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QStackedWidget, QWidget

from yespo_console.gui.notices import Notices
from yespo_console.gui.page import Page
from yespo_console.gui.tokens import GRID

_MOVES: Final = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)

#: What is higher is worked on at one place of it.
_HIGHEST_FIELD: Final = 12 * GRID

#: Their width goes by this: a digit more of what a job tells moves no button of theirs.
_WIDTH_STEP: Final = 16 * GRID


class NoticesPlace(QObject):
    """Keeps the messages in a corner of the page: below at the right, unless that is where somebody works."""

    def __init__(self, notices: Notices, page: QStackedWidget, body: QWidget) -> None:
        """``page`` shows one of several; ``body`` holds it and the messages."""
        super().__init__(notices)
        self._notices = notices
        self._page, self._body = page, body
        self._is_empty = True
        self._at = 0  # the place where they are, of those that ``_places`` gives
        self._watched: tuple[QWidget, ...] = ()
        for watched in (notices, page):
            watched.installEventFilter(self)
        notices.bars_changed.connect(self.place)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._cursor_moved)
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (*_MOVES, QEvent.Type.LayoutRequest)
        if event.type() in kinds and (watched is not self._notices or event.type() is QEvent.Type.LayoutRequest):
            self.place()
        return False

    def place(self) -> None:
        """Give them as much room as their words need, where nobody works."""
        size = self._size()
        comes = self._is_empty
        self._is_empty = size.isEmpty()
        room = self._page.geometry().adjusted(GRID, GRID, -GRID, -GRID)
        self._watch(() if self._is_empty else self._kept_clear())
        if self._is_empty:
            self._notices.setGeometry(QRect(room.bottomRight(), QSize(0, 0)))
            self._at = 0
            return
        kept_off = self._worked_on()
        if comes:  # once they are there the pointer may come to press something in them
            pointer = self._body.mapFromGlobal(QCursor.pos())
            kept_off.append(QRect(pointer - QPoint(GRID, GRID), QSize(2 * GRID, 2 * GRID)))
        places = self._places(size, room)
        order = sorted(range(len(places)), key=lambda at: at != self._at)  # they stay while that is free
        free = (at for at in order if not any(places[at].intersects(worked) for worked in kept_off))
        self._at = next(free, min(self._at, len(places) - 1))
        self._notices.stack_from(_CORNERS[self._at % len(_CORNERS)])
        self._notices.setGeometry(places[self._at])
        self._notices.raise_()

    def _places(self, size: QSize, room: QRect) -> list[QRect]:
        """Where they may be, from below: the corners of the room above, between and under what is kept clear.

        Where none of these is high enough, less is kept clear: the least important first.
        """
        kept_clear = [self._place_of(one) for one in self._watched if one.isVisible()]
        for count in range(len(kept_clear), -1, -1):
            rooms = [one for one in _beside(kept_clear[:count], room) if one.height() >= size.height()]
            if rooms:
                break
        return [_in_corner(size, one, corner) for one in rooms or [room] for corner in _CORNERS]

    def _place_of(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self._body, QPoint(0, 0)), widget.size())

    def _kept_clear(self) -> tuple[QWidget, ...]:
        page = self._page.currentWidget()
        return page.kept_clear if isinstance(page, Page) else ()

    def _watch(self, widgets: tuple[QWidget, ...]) -> None:
        """When one of these moves, the messages may have to."""
        for one in {*self._watched, *widgets}:
            if one not in widgets:
                one.removeEventFilter(self)
            elif one not in self._watched:
                one.installEventFilter(self)
        self._watched = widgets

    def _size(self) -> QSize:
        bars = [bar for bar in (self._notices.standing, self._notices.passing) if not bar.isHidden()]
        if not bars:
            return QSize()
        needed = max(bar.width_of_words() for bar in bars)
        width = min(self._page.width() - 2 * GRID, math.ceil(needed / _WIDTH_STEP) * _WIDTH_STEP)
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


def _beside(kept_clear: list[QRect], room: QRect) -> list[QRect]:
    """What is left of ``room`` under, between and above ``kept_clear``, from below; some of it may have no height."""
    pieces = []
    bottom = room.bottom()
    for clear in sorted(kept_clear, key=QRect.bottom, reverse=True):
        pieces.append((clear.bottom() + GRID, bottom))
        bottom = min(bottom, clear.top() - GRID)
    pieces.append((room.top(), bottom))
    return [QRect(QPoint(room.left(), max(top, room.top())), QPoint(room.right(), bottom)) for top, bottom in pieces]


def _in_corner(size: QSize, room: QRect, corner: Qt.AlignmentFlag) -> QRect:
    place = QRect(room.topLeft(), size)
    if corner & Qt.AlignmentFlag.AlignBottom:
        place.moveBottom(room.bottom())
    if corner & Qt.AlignmentFlag.AlignRight:
        place.moveRight(room.right())
    return place
