"""An icon that stands on a page by itself, in a colour of the theme that is in force when it is painted."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStyle

from yespo_console.gui.icons import Role, icon


class Picture(QLabel):
    """A label that shows an icon, and takes no room before it has one.

    Not a pixmap in a label: that would keep the colours of the theme it was made in.
    """

    _size = 0
    _name = ""
    _role: Role = "text"

    def show_icon(self, name: str, size: int, role: Role) -> None:
        """Show icon ``name`` with ``size`` px to the side."""
        if size != self._size:
            self._size = size
            self.updateGeometry()
        self._name, self._role = name, role
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if not self._name:
            return
        place: QRect = QStyle.alignedRect(self.layoutDirection(), self.alignment(), self.sizeHint(), self.rect())
        with QPainter(self) as painter:
            icon(self._name, self._role).paint(painter, place)
