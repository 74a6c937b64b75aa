"""What is asked when the window is to close and something in it cannot be put on the disk."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from yespo_console.gui.icons import pixmap
from yespo_console.platform.i18n import _


def ask_before_quitting(lost: str, quit_anyway: Callable[[], object], window: QWidget) -> None:
    """Ask whether ``window`` is to close although something is lost; ``lost`` says what, why and what can be done.

    The safe answer is the default one. While the question stands it is not asked again.
    """
    from PySide6.QtWidgets import QMessageBox  # the first paint does not wait for it

    name = "quit-and-lose"
    if window.findChild(QMessageBox, name) is not None:
        return
    box = QMessageBox(window)
    box.setObjectName(name)
    box.setIconPixmap(pixmap("warning", 32, "warning", window.devicePixelRatioF()))
    box.setWindowTitle(_("Quit and lose what you typed?"))
    box.setText(_("What you typed last is not on the disk and is lost when the window closes."))
    box.setInformativeText(lost)
    leave = box.addButton(_("Quit and lose it"), QMessageBox.ButtonRole.DestructiveRole)
    leave.clicked.connect(lambda: quit_anyway())
    stay = box.addButton(_("Keep the window"), QMessageBox.ButtonRole.RejectRole)
    for button in (leave, stay):
        button.setAccessibleName(button.text())
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.finished.connect(box.deleteLater)
    box.open()
