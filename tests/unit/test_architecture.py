"""What may be imported when: the rooms below the window know no Qt, and the first paint waits for no slow library."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from patience import PATIENCE_S

import yespo_console

#: Fields of Qt's that a turn of the wheel changes, where one is made or made the base of another.
WHEELED = re.compile(
    r"\bQ(?:ComboBox|FontComboBox|(?:Double)?SpinBox|(?:Date|Time|DateTime)Edit|Slider|Dial|TabBar)(?:\(|\):)"
)

#: Local time as Python makes it.
LOCAL_TIME = re.compile(r"\.astimezone\(\)|\.fromtimestamp\(|\blocaltime\(")

UNHELD_PAINTER = re.compile(r"(?<!with )\bQPainter\(")

SLOW = ("httpx", "pydantic", "jsonschema", "starlette", "uvicorn", "keyring", "phonenumbers")

ALL_BELOW_THE_WINDOW = """
import importlib, pkgutil, sys
import yespo_console
rooms = ("platform", "events", "reading", "sharing", "history", "sandbox", "delivery", "cli")
seen = 0
for room in rooms:
    package = importlib.import_module(f"yespo_console.{room}")
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
        seen += 1
print(seen, *sorted(name for name in sys.modules if name.startswith(("PySide6", "shiboken6", "yespo_console.gui"))))
"""

FIRST_PAINT = """
import sys
from yespo_console.app import Console, make_application
from yespo_console.platform.profile import Profile
app = make_application()
console = Console(app, Profile.default().ensure())
at_first_paint = []
console.window.first_painted.connect(lambda: at_first_paint.append(tuple(sys.modules)))
console.window.first_painted.connect(app.quit)
console.window.show()
app.exec()
console.stop()
loaded, = at_first_paint
print("yespo_console.gui.compose.page" in loaded, *sorted(set(sys.argv[1:]) & set(loaded)))
"""

PIECES = """
import sys
from yespo_console.app import Console, make_application
from yespo_console.platform.profile import Profile
app = make_application()
console = Console(app, Profile.default().ensure())
brought, pages = [], []
while True:
    before = set(sys.modules)
    more = console.window.build_next_page()
    brought.append(len([one for one in set(sys.modules) - before if one.startswith("yespo_console")]))
    pages.append(len(console.window._pages))
    if not more:
        break
print(brought[pages.index(2)], max(brought), sum(brought))
console.stop()
"""

MANY_SIGNALS = """
from PySide6.QtCore import QObject, Signal
class Bell(QObject):
    rung = Signal(bool)
bell, heard = Bell(), []
bell.rung.connect(heard.append)
for _ in range(5_000):
    bell.rung.emit(True)
print(len(heard), all(one is True for one in heard))
"""


@pytest.fixture
def run(tmp_path):
    """Runs a program in a process of its own and gives the words it printed."""

    def run_program(source, *arguments):
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "YESPO_CONSOLE_HOME": str(tmp_path),
        }
        command = [sys.executable, "-c", source, *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    return run_program


def test_nothing_below_the_window_needs_qt(run):
    seen, *found = run(ALL_BELOW_THE_WINDOW)
    assert int(seen) > 50
    assert found == []


def test_the_first_paint_waits_for_no_slow_library(run):
    composer_is_there, *found = run(FIRST_PAINT, *SLOW)
    assert composer_is_there == "True"
    assert found == []


def test_what_the_history_is_made_of_is_brought_in_by_pieces_between_which_the_window_takes_keys(run):
    with_the_page, most, all_of_them = map(int, run(PIECES))
    assert all_of_them > 50, "what is counted here is what is brought in"
    assert with_the_page == 0
    assert most <= all_of_them / 3


def test_the_wheel_changes_no_field_because_none_of_qts_own_is_used():
    sources = Path(yespo_console.__file__).parent.rglob("*.py")
    used = {source.name for source in sources if WHEELED.search(source.read_text("utf-8"))}
    assert used == {"calm_fields.py"}


def test_moments_become_local_time_in_one_place():
    sources = Path(yespo_console.__file__).parent.rglob("*.py")
    assert {source.name for source in sources if LOCAL_TIME.search(source.read_text("utf-8"))} == {"local_time.py"}


def test_whoever_paints_lets_go_of_the_painter_after_a_fault_too():
    """Qt ends with the next paint, and the program with it, when a widget still has the painter of the last one."""
    sources = Path(yespo_console.__file__).parent.rglob("*.py")
    assert not {source.name for source in sources if UNHELD_PAINTER.search(source.read_text("utf-8"))}


def test_the_installed_qt_keeps_count_of_true(run):
    # PySide6 6.12.0 loses a reference to True at every emit and ends the interpreter; the bounds keep it out.
    assert run(MANY_SIGNALS) == ["5000", "True"]
