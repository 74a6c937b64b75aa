"""Quitting from wherever the keys are: a dialog, too, keeps the window's own keys from it."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QWidget


class Quitting(QObject):
    """Has the action to quit work in every dialog of a window.

    A dialog is left first as Esc leaves it, so one that asks about what is not saved still asks, and the window stays.
    One that has a way of its own to be left offers ``leave_to_quit() -> bool``: whether nothing in it stands against.
    """

    def __init__(self, window: QWidget, action: QAction) -> None:
        super().__init__(window)
        self._window, self._action = window, action
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def quit(self) -> None:
        """Leave the dialogs, the topmost first, and close the window, which may ask in its turn."""
        while isinstance(dialog := QApplication.activeModalWidget(), QDialog):
            if not _leave(dialog):
                return
            if dialog.isVisible():
                break
        self._window.close()

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        dialog = new.window() if new is not None else None
        if isinstance(dialog, QDialog) and self._action not in dialog.actions() and self._has(dialog):
            dialog.addAction(self._action)

    def _has(self, dialog: QWidget | None) -> bool:
        while dialog is not None and dialog is not self._window:
            dialog = dialog.parentWidget()
        return dialog is not None


def _leave(dialog: QDialog) -> bool:
    """Whether it has no objection."""
    leave = getattr(dialog, "leave_to_quit", None)
    if leave is not None:
        return bool(leave())
    dialog.reject()
    return not dialog.isVisible()
