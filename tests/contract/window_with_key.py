"""A person at the window: enters a key, checks it, sends, copies, meets faults. Run by ``test_planted_key``.

Reads the key from standard input and prints everything that the window put on the clipboard or offers to copy, and the
answers it showed; whoever runs it searches all of that, the log and the profile for the key.

Usage: python window_with_key.py BASE_URL_OF_OK ENVIRONMENT...
"""

import logging
import shlex
import sys
import threading
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel

sys.path.insert(0, str(Path(__file__).parents[1] / "gui"))
from vocabulary import User, type_letters

from yespo_console.app import Console, make_application
from yespo_console.gui.faults import FaultReporter
from yespo_console.gui.help.diagnostics import diagnostics
from yespo_console.platform.logs import start_logging, stop_logging
from yespo_console.platform.profile import Profile


def tell(*lines):
    sys.stdout.write("\n".join(map(str, lines)) + "\n")


class Patience:
    """What the vocabulary needs of pytest-qt's bot."""

    def waitUntil(self, condition, timeout):
        end = time.monotonic() + timeout / 1000
        while not condition():
            assert time.monotonic() < end, "it did not happen in time"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def enter_key(user, name, base_url, key):
    """A new environment, its key typed and checked in the dialog."""
    user.console.edit_environments()
    dialog = user.window.findChild(QDialog)
    dialog.add.click()
    for field, words in ((dialog.form.name, name), (dialog.form.base_url, base_url), (dialog.form.key, key)):
        field.setFocus()
        type_letters(field, words)
    dialog.form.check.click()
    user.wait(lambda: "Test Shop" in dialog.form.checked.text())
    # What the dialog says: where the key is kept, and whose it is.
    tell(*(label.text() for label in dialog.findChildren(QLabel)))
    # Open at this environment again: the key must not come back into the field.
    user.wait(lambda: dialog.form.remove_key.isEnabled())
    assert dialog.form.key.text() == ""
    dialog.close()


def copies(user):
    for action in (name for name in user.window.actions_by_id if name.startswith("copy-")):
        QGuiApplication.clipboard().clear()
        user.window.actions_by_id[action].trigger()
        copied = QGuiApplication.clipboard().text()
        if action in ("copy-curl-bash", "copy-curl-cmd", "copy-curl-powershell", "copy-python", "copy-php"):
            assert "YOUR_API_KEY" in copied, action
        yield copied


def paste_command(user, base_url, key):
    """Paste a command with the key in it, see what was read, and copy it for a ticket."""
    body = '{"eventKey":"pageViewed","params":[{"name":"email","value":"somebody@example.com"}]}'
    user.paste(f"curl {base_url}/v2/event -u {shlex.quote(f'marketing:{key}')} -d {shlex.quote(body)}")
    user.wait_for_bar()
    user.press("Show the changes")
    tell(*(label.text() for label in user.window.findChildren(QLabel)), *copies(user))
    before = user.count_sent()
    user.window.actions_by_id["send"].trigger()
    user.wait(lambda: user.count_sent() == before + 1)
    user.wait(lambda: user.answer() is not None and user.answer().id == user.newest().id)


def main(ok_url, *names):
    key = sys.stdin.read()
    profile = Profile.default().ensure()
    handler = start_logging(profile, "window")
    faults = FaultReporter()
    faults.install()
    console = Console(make_application(), profile)
    console.show()
    user = User(Patience(), console)
    user.wait(lambda: console.backend.services is not None and console.selection.environment is not None)
    credentials = console.backend.services.credentials

    enter_key(user, "typed", ok_url, key)
    tell(f"kept: {credentials.storage}")
    for name in ("typed", *names):
        if name != "typed":
            credentials.set(name, credentials.get("typed"))
        console.selection.choose(name)
        user.wait(lambda: console.selection.environment.name == name)  # noqa: B023  (it is over before the next one)
        before = user.count_sent()
        user.window.actions_by_id["send"].trigger()
        user.wait(lambda: user.count_sent() == before + 1)  # noqa: B023
        user.wait(lambda: user.answer() is not None and user.answer().id == user.newest().id)
        tell(f"answer of {name}: {user.answer().model_dump_json()}")
    tell(*copies(user))
    paste_command(user, ok_url, key)

    # Faults of the program that quote the key, in the window's thread and in another, and a library that logs it.
    def misunderstand():
        raise RuntimeError(f"not understood: {key}")

    try:
        misunderstand()
    except RuntimeError as error:
        faults.report(type(error), error, error.__traceback__)
    threading.Thread(target=misunderstand).start()
    user.wait(lambda: len(faults.seen) == 2)
    logging.getLogger("some.library").warning("it was sent %r", {"X-Key": key, "pair": f"api:{key}"})
    tell(*faults.seen, diagnostics(profile))

    # A text that is still being edited comes back as a draft.
    user.write_text(user.text.replace("pageViewed", "productViewed"))
    QTest.qWait(300)
    console.window.close()
    console.stop()
    faults.uninstall()
    stop_logging(handler)
    kept = [path for path in profile.data.rglob("*") if path.is_file() and b"productViewed" in path.read_bytes()]
    tell(f"drafts: {len(kept)}")


try:
    main(*sys.argv[1:])
except BaseException:
    sys.excepthook = sys.__excepthook__  # a step that fails is for the tester, not for the window's own report
    raise
