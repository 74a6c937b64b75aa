"""A profile folder that cannot be used is named, with what to do: by the commands, and by the window in a dialog."""

import os
import subprocess
import sys

import pytest
from patience import PATIENCE_S

from yespo_console.cli.main import main
from yespo_console.platform.profile import Profile

WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from yespo_console import app
made = app.make_application
def make():
    one = made()
    def read():
        box = one.findChild(QMessageBox) or next(w for w in one.topLevelWidgets() if isinstance(w, QMessageBox))
        print("dialog:", box.isVisible(), box.text())
        box.accept()
    QTimer.singleShot(300, read)
    return one
app.make_application = make
sys.exit(app.run())
"""


@pytest.fixture
def read_only(tmp_path, monkeypatch):
    """A profile that is there and cannot be written to, whoever runs the test."""
    home = tmp_path / "home"
    Profile.at(home).ensure()
    monkeypatch.setenv("YESPO_CONSOLE_HOME", str(home))
    monkeypatch.setattr(os, "access", lambda path, _mode: not str(path).startswith(str(home)))
    return home


@pytest.mark.parametrize("words", [("history", "search"), ("send", "-", "--env", "sandbox")])
def test_a_read_only_profile_is_named_by_the_commands_that_need_it(read_only, capsys, words):
    assert main(list(words)) == 2
    told = capsys.readouterr().err
    assert f"The profile folder {read_only / 'config'} cannot be used: it is read-only." in told
    assert "YESPO_CONSOLE_HOME" in told
    assert "Traceback" not in told


def test_the_window_says_it_in_a_dialog_and_in_the_terminal(tmp_path):
    file = tmp_path / "home"
    file.write_text("no folder")
    environment = {**os.environ, "YESPO_CONSOLE_HOME": str(file), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", WINDOW], capture_output=True, text=True, env=environment, timeout=PATIENCE_S, check=False
    )
    told = f"The profile folder {file / 'config'} cannot be used: "
    assert done.stdout.startswith(f"dialog: True {told}")
    assert done.stderr.startswith(told)
    assert done.returncode == 2
