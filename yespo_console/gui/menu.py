"""A menu in which Home and End go where they go in every list."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

#: Which of the rows that can be chosen a key goes to.
_ENDS: Final[dict[int, int]] = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


class Menu(QMenu):
    """Qt's own goes up and down only."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        end = _ENDS.get(event.key())
        rows = [one for one in self.actions() if one.isEnabled() and one.isVisible() and not one.isSeparator()]
        if end is None or not rows:
            super().keyPressEvent(event)
        else:
            self.setActiveAction(rows[end])
