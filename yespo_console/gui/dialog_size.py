"""Dialogs that come back in the size they were left in, from one start of the program to the next."""

import base64
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QDialog

if TYPE_CHECKING:
    from yespo_console.platform.window_state import WindowState


def restore_size(dialog: QDialog, first: QSize) -> None:
    """Give ``dialog`` the size it had, or ``first`` as far as the screen has room; remember the next one.

    It is remembered by its object name, with the main window that it belongs to.
    """
    from yespo_console.gui.main_window import MainWindow

    parent = dialog.parentWidget()
    window = parent.window() if parent is not None else None
    state = window.state if isinstance(window, MainWindow) else None
    known = state.dialogs.get(dialog.objectName(), "") if state is not None else ""
    if not known or not dialog.restoreGeometry(QByteArray.fromBase64(known.encode("ascii", "ignore"))):
        dialog.resize(first.boundedTo(dialog.screen().availableSize()))
    if state is not None:
        dialog.finished.connect(partial(_remember, dialog, state))


def _remember(dialog: QDialog, state: "WindowState", _result: int) -> None:
    state.dialogs[dialog.objectName()] = base64.b64encode(dialog.saveGeometry().data()).decode("ascii")
