"""A layout that sets its widgets in a line and goes on in the next one where the width ends."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Widgets at their own size, from left to right, line under line.

    All lines are as high as the highest widget, and each stands in the middle of its line: what is beside the layout
    stands level with them.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()  # else what stands there already keeps its place, under the new one

    def count(self) -> int:
        return len(self._items)

    # Qt asks past the end, and wants to be told that there is nothing.
    def itemAt(self, at: int) -> QLayoutItem | None:
        return self._items[at] if 0 <= at < len(self._items) else None

    def takeAt(self, at: int) -> QLayoutItem | None:
        if not 0 <= at < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(at)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Put the items into ``rect`` if they are to ``move``; the height they need."""
        left, top = rect.left(), rect.top()
        line = max((item.sizeHint().height() for item in self._items), default=0)
        gap = self.spacing()
        for item in self._items:
            size = item.sizeHint().boundedTo(QSize(max(1, rect.width()), line))
            if left > rect.left() and left + size.width() > rect.right() + 1:
                left, top = rect.left(), top + line + gap
            if move:
                item.setGeometry(QRect(QPoint(left, top + (line - size.height()) // 2), size))
            left += size.width() + gap
        return top + line - rect.top()
