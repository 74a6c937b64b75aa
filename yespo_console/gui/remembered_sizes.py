"""What a window remembers of its sizes: its own, and those of the parts that the user can size or fold away."""

import base64
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from yespo_console.gui.foldable import FoldablePart
from yespo_console.platform.window_state import WindowState

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHeaderView

_FIRST: Final = QSize(1280, 800)


class RememberedSizes:
    """Puts a window and its parts back as they were left; what nobody sized yet gets a size that its screen has.

    Parts are known by their object names.
    """

    def __init__(self, window: QMainWindow, state: WindowState) -> None:
        self._window, self._state = window, state
        self._proposed = QSize()  # to who never sized the window

    def restore_window(self) -> None:
        """Size the window, before it is shown."""
        if self._state.geometry and self._window.restoreGeometry(unpacked(self._state.geometry)):
            return
        screen = QGuiApplication.primaryScreen()
        room = screen.availableSize() if screen is not None else _FIRST
        self._proposed = _FIRST.boundedTo(room)
        self._window.resize(self._proposed)

    def leave_room_for_frame(self) -> None:
        """Take off the proposed size what the frame and the title need: only a window that is shown has them."""
        window = self._window
        if window.size() != self._proposed:
            return
        frame = window.frameGeometry().size() - window.size()
        window.resize(window.size().boundedTo(window.screen().availableSize() - frame))

    def restore_parts(self, page: QWidget) -> None:
        """Size and fold the parts of a page."""
        for name, sizes in self._state.splitters.items():
            part = page.findChild(QWidget, name)
            if part is not None:
                cast("QSplitter | QHeaderView | FoldablePart", part).restoreState(unpacked(sizes))

    def note(self) -> None:
        """Take down what the sizes are now."""
        self._state.geometry = packed(self._window.saveGeometry())
        self._state.splitters |= {
            part.objectName(): packed(part.saveState()) for part in _sized(self._window) if part.objectName()
        }


def _sized(widget: QWidget) -> "list[QSplitter | QHeaderView | FoldablePart]":
    """All below ``widget`` whose parts the user can size or fold away."""
    from PySide6.QtWidgets import QHeaderView  # no table is there at the first paint, and its class is slow to load

    return [
        *widget.findChildren(QSplitter),
        *widget.findChildren(QHeaderView),
        *widget.findChildren(FoldablePart),
    ]


def packed(content: QByteArray) -> str:
    """Qt's own form of a size, as text."""
    return base64.b64encode(content.data()).decode("ascii")


def unpacked(text: str) -> QByteArray:
    """The same back; bytes that Qt does not know as its own it refuses by itself."""
    return QByteArray.fromBase64(text.encode("ascii", "ignore"))  # letters outside base64 are dropped
