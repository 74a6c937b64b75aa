"""How large a dialog opens: as it likes or as it was left, where the screen has room for it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from yespo_console.gui.remembered_sizes import packed, unpacked

if TYPE_CHECKING:
    from yespo_console.platform.window_state import WindowState

#: What the frame and the title of a window take beside its contents, in px; only the platform knows exactly.
_FRAME = QSize(16, 40)


def open_at(dialog: QDialog, width: int, height: int, parent: QWidget) -> None:
    """Size ``dialog`` before it is shown over ``parent``: at most what its screen has room for."""
    dialog.resize(QSize(width, height).boundedTo(parent.screen().availableSize() - _FRAME))


def open_as_left(dialog: QDialog, width: int, height: int, parent: QWidget) -> None:
    """The same for a dialog that comes back in the size it had, from one start of the program to the next.

    It is remembered by its object name, with the main window that ``parent`` belongs to.
    """
    from yespo_console.gui.main_window import MainWindow

    window = parent.window()
    state = window.state if isinstance(window, MainWindow) else None
    known = state.dialogs.get(dialog.objectName(), "") if state is not None else ""
    if not known or not dialog.restoreGeometry(unpacked(known)):
        open_at(dialog, width, height, parent)
    if state is not None:
        dialog.finished.connect(partial(_remember, dialog, state))


def _remember(dialog: QDialog, state: "WindowState", _result: int) -> None:
    state.dialogs[dialog.objectName()] = packed(dialog.saveGeometry())
