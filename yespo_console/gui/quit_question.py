"""The question that is asked before a window closes."""

from PySide6.QtWidgets import QMessageBox, QWidget

from yespo_console.gui.icons import pixmap


class QuitQuestion(QMessageBox):
    """Whoever wants to quit is asked already: wanting it once more is no answer."""

    def __init__(self, name: str, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName(name)
        self.setIconPixmap(pixmap("warning", 32, "warning", window.devicePixelRatioF()))

    def leave_to_quit(self) -> bool:
        """See ``Quitting``."""
        return False
