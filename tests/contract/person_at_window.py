"""A person at a window in a process of its own, for programs that ``test_planted_key`` runs.

Everything that the person could see or copy is printed, so that whoever runs the program can search it.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QTableWidget

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "gui"))
from vocabulary import User

from yespo_console.app import Console, make_application
from yespo_console.gui.faults import FaultReporter
from yespo_console.platform.logs import start_logging, stop_logging
from yespo_console.platform.profile import Profile


class _Patience:
    """What the vocabulary needs of pytest-qt's bot."""

    def waitUntil(self, condition, timeout):
        end = time.monotonic() + timeout / 1000
        while not condition():
            assert time.monotonic() < end, "it did not happen in time"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def tell(*lines):
    sys.stdout.write("\n".join(map(str, lines)) + "\n")


def tell_all(widget):
    """Print every word that stands in ``widget``, in sight or not, with what a screen reader is told beside."""
    for one in widget.findChildren(QLabel) + widget.findChildren(QAbstractButton):
        tell(one.text(), one.toolTip(), one.accessibleName(), one.accessibleDescription())
    for one in widget.findChildren(QPlainTextEdit):
        tell(one.toPlainText())
    for one in widget.findChildren(QLineEdit):
        tell(one.displayText(), one.toolTip(), one.accessibleDescription())
    for table in widget.findChildren(QTableWidget):
        for row in range(table.rowCount()):
            tell(*(table.item(row, column).text() for column in range(table.columnCount())))


def copied_by(*actions):
    """What the clipboard holds after each action."""
    for action in actions:
        QGuiApplication.clipboard().clear()
        action()
        yield QGuiApplication.clipboard().text()


def send(user, press):
    """Have something sent by ``press`` and wait until it has ended; what is shown of it is printed."""
    before = user.count_sent()
    press()
    user.wait(lambda: user.question() is not None or user.count_sent() == before + 1)
    if user.question() is not None:  # the machine is busy, and the draft came late
        user.press("Send this draft", user.question())
    user.wait(lambda: user.count_sent() == before + 1)
    user.wait(lambda: user.answer() is not None and user.answer().id == user.newest().id)
    tell(f"sent: {user.answer().model_dump_json()}")


@contextmanager
def person_at_window() -> Iterator[tuple[User, Profile, FaultReporter]]:
    """The person, their profile, and what takes the window's faults. A step that fails ends the process with a fault
    that is for the tester and not for the window's own report."""
    try:
        profile = Profile.default().ensure()
        handler = start_logging(profile, "window")
        faults = FaultReporter()
        faults.install()
        console = Console(make_application(), profile)
        console.show()
        user = User(_Patience(), console)
        user.wait(lambda: console.backend.services is not None and console.selection.environment is not None)
        user.wait(lambda: console.backend.services.sandbox.address is not None)
        yield user, profile, faults
        console.window.close()
        console.stop()
        faults.uninstall()
        stop_logging(handler)
    except BaseException:
        sys.excepthook = sys.__excepthook__
        raise
