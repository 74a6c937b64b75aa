"""Process start to the first paint of the usable window, over that of an empty PySide6 window, in pairs.

``python -m benchmarks.start_up [--pairs 15]``. Both processes end at once when their window is painted.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.environment import offscreen_unless_there_is_a_screen
from benchmarks.figures import median, verdict

GOAL = 2.0
_EMPTY = """
import os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))
app = QApplication(sys.argv)
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""


def measure(pairs: int = 15) -> None:
    """Run both in turn and print the median and the span of the ratio. One pair before the first is not counted."""
    ratios, ours, lean = [], [], []
    with tempfile.TemporaryDirectory() as home:
        empty = Path(home) / "empty.py"
        empty.write_text(_EMPTY, "utf-8")
        environment = {**offscreen_unless_there_is_a_screen(), "YESPO_CONSOLE_HOME": home}
        program = [sys.executable, "-m", "yespo_console", "--exit-after-first-paint"]
        for pair in range(pairs + 1):
            window, bare = _seconds(program, environment), _seconds([sys.executable, str(empty)], environment)
            if pair:
                ratios.append(window / bare)
                ours.append(window * 1000)
                lean.append(bare * 1000)
    print(
        f"start-up: {median(ratios):.2f} times an empty window ({verdict(median(ratios), GOAL)}),"
        f" {min(ratios):.2f} to {max(ratios):.2f} in {pairs} pairs; median {median(ours):.0f} ms"
        f" over {median(lean):.0f} ms",
        flush=True,
    )


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=environment, check=True, timeout=60)
    return time.perf_counter() - began


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=15)
    measure(parser.parse_args().pairs)
