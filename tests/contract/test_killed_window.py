"""A window that is killed while one types: the next one has what was typed."""

import os
import signal
import subprocess
import sys

import pytest

from yespo_console.gui.compose.drafts import DraftStore
from yespo_console.platform.profile import Profile

WINDOW = """
import sys
from PySide6.QtCore import QTimer
from yespo_console.app import Console, make_application
from yespo_console.events.event import Encoding
from yespo_console.events.text_edit import TextEdit
from yespo_console.gui.compose.handover import OpenDraft
from yespo_console.platform.profile import Profile
app = make_application()
profile = Profile.default().ensure()
console = Console(app, profile)
page = console.window.page_of("compose")
typed = iter("Парасолька \\U0001f602 {")

def type_on():
    letter = next(typed, None)
    if letter is not None:
        page.draft.replace(TextEdit(len(page.draft.text), len(page.draft.text), letter), "me")
        QTimer.singleShot(30, type_on)

def look():
    if any("\\\\ud83d\\\\ude02 {" in file.read_text() for file in profile.drafts_dir.rglob("*.json")):
        print("on disk", flush=True)

timer = QTimer()
timer.timeout.connect(look)
console.window.first_painted.connect(lambda: (page.receive(OpenDraft("", Encoding())), type_on(), timer.start(50)))
console.show()
app.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_what_was_typed_before_a_kill_comes_back(tmp_path, monkeypatch):
    monkeypatch.setenv("YESPO_CONSOLE_HOME", str(tmp_path))
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    with subprocess.Popen([sys.executable, "-c", WINDOW], env=environment, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "on disk\n"
        window.send_signal(signal.SIGKILL)
        window.wait()
    store = DraftStore(Profile.default())
    try:
        assert "Парасолька \U0001f602 {" in [draft.text for draft in store.take_over()]
    finally:
        store.close()
