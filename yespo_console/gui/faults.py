"""Bugs: logged with their traceback, and shown once, with the text to copy into a ticket.

Expected errors never come here: they are typed and worded where they arise. Qt's own messages go to the log as well.
"""

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from yespo_console import __version__
from yespo_console.gui.clipboard import copy_text
from yespo_console.gui.icons import icon
from yespo_console.gui.theme import theme
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _
from yespo_console.platform.logs import masked

log = logging.getLogger(__name__)
_qt_log = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
#: What a platform without a window manager says at each resize; nobody can act on it.
_EMPTY_TALK = ("This plugin does not support propagateSizeHints()", "This plugin does not support raise()")


class FaultReporter(QObject):
    """Takes what nobody caught, from any thread.

    Attributes:
        seen: the tracebacks shown so far; the same one is logged each time but shown once.
        window: the one shown last.
    """

    _came = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.seen: set[str] = set()
        self.window: FaultWindow | None = None
        self._came.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the hook of this process, for the main thread and all others."""
        sys.excepthook = self.report
        threading.excepthook = self._report_thread
        qInstallMessageHandler(log_qt_message)

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log ``error`` and show it, unless it was shown before. Ctrl+C ends the program as it always does."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.critical("not caught", exc_info=(kind, error, trace))
        self._came.emit(masked("".join(traceback.format_exception(kind, error, trace))))

    def _report_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self.report(told.exc_type, told.exc_value, told.exc_traceback)

    def _show(self, text: str) -> None:
        if text in self.seen:
            return
        self.seen.add(text)
        self.window = FaultWindow(text)
        self.window.show()


class FaultWindow(QWidget):
    """Says that something went wrong, what it means for the user, and offers the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setWindowTitle(_("Something went wrong"))
        self.resize(640, 400)
        head = QLabel(_("Something went wrong inside Yespo Console"), self)
        head.setProperty("role", "title")
        words = QLabel(
            _(
                "This is a fault of the program, not of your event. Your drafts are kept and the window goes on "
                "working; if it behaves oddly, close it and open it again. The text below helps to mend it. "
                "It holds no keys."
            ),
            self,
        )
        words.setWordWrap(True)
        self.text = QPlainTextEdit(f"Yespo Console {__version__}\n{text}", self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFont(theme().fixed_font("caption"))
        self.text.setAccessibleName(_("What went wrong"))
        self.copy = QPushButton(icon("copy"), _("Copy the text"), self)
        self.copy.clicked.connect(self._copy)
        close = QPushButton(_("Close"), self)
        close.clicked.connect(self.close)
        for button in (self.copy, close):
            button.setAccessibleName(button.text())
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        for widget in (head, words, self.text):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        close.setFocus()

    def _copy(self) -> None:
        copy_text(self.text.toPlainText())


def log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt's messages in our log."""
    if message not in _EMPTY_TALK:
        _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s: %s", context.category or "qt", message)
