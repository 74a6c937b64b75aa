"""A whole window on a profile of its own, without a screen; everything it started has ended when the test has."""

import gc
import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

import keyring
import pytest
from keychain import Keychain
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from vocabulary import User

from yespo_console.app import Console
from yespo_console.gui import theme
from yespo_console.gui.meant_question import MeantQuestion
from yespo_console.platform.profile import Profile


@pytest.fixture(scope="session")
def qapp_args():
    return ["yespo-console", *theme.ARGUMENTS]


@pytest.fixture
def profile(tmp_path, monkeypatch):
    monkeypatch.setenv("YESPO_CONSOLE_HOME", str(tmp_path / "profile"))
    return Profile.default().ensure()


@pytest.fixture
def keychain(monkeypatch):
    """To be asked for before the window is there."""
    keychain = Keychain()
    monkeypatch.setattr(keyring.core, "_keyring_backend", keychain)
    return keychain


@pytest.fixture
def another_theme(qapp):
    """Puts it on, and the one before when the test has ended."""
    before = theme.theme().choice
    yield lambda: theme.theme().apply(qapp, "light" if theme.theme().tokens.dark else "dark")
    theme.theme().apply(qapp, before)


@pytest.fixture
def own_collection():
    """No garbage is looked for in the middle of a test: that could end Qt objects on a thread that is not theirs."""
    gc.disable()
    yield
    gc.enable()
    gc.collect()


@pytest.fixture
def start(own_collection, qtbot, qapp, profile):
    """Starts a window on the profile and hands over the person in front of it; ``start.end(user)`` closes it.

    ``start.at_once()`` does not wait until all is there, which ``start.ready(user)`` does.
    """
    open_now = []
    qapp.setDoubleClickInterval(0)  # a test presses what has just come, and is quicker than any hand
    MeantQuestion.unread_ms = 0

    def at_once():
        QGuiApplication.clipboard().clear()  # what an earlier test copied is not offered to this one
        console = Console(qapp, profile)
        open_now.append(console)
        console.show()
        return User(qtbot, console)

    def ready(user):
        console = user.console
        user.wait(lambda: console.backend.services is not None)
        services = console.backend.services
        user.wait(lambda: services.sandbox.address is not None)
        user.wait(lambda: console.selection.environment is not None)
        return user

    def run():
        return ready(at_once())

    def end(user):
        console = user.console
        open_now.remove(console)
        console.desk.lists.close_having(lambda _text: True)  # else the window asks about them
        console.window.close()
        console.stop()
        for gone in (console.window, console):
            gone.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    run.at_once, run.ready, run.end = at_once, ready, end
    yield run
    for console in tuple(open_now):
        end(User(qtbot, console))
    QGuiApplication.clipboard().clear()  # the offscreen platform crashes at the end over an object of Python's


@pytest.fixture
def user(start):
    return start()
