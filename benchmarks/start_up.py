"""Process start to the first paint of the usable window, over that of an empty PySide6 window, in pairs."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, self.close)
app = QApplication(sys.argv)
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""


def measure(pairs: int = 7) -> None:
    """Run both in turn and print the median and the span of the ratio. One pair before the first is not counted."""
    ratios, ours = [], []
    with tempfile.TemporaryDirectory() as home:
        empty = Path(home) / "empty.py"
        empty.write_text(_EMPTY, "utf-8")
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["YESPO_CONSOLE_HOME"] = home
        if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
            environment["QT_QPA_PLATFORM"] = "offscreen"
        program = [sys.executable, "-m", "yespo_console", "--exit-after-first-paint"]
        for pair in range(pairs + 1):
            window, lean = _seconds(program, environment), _seconds([sys.executable, str(empty)], environment)
            if pair:
                ratios.append(window / lean)
                ours.append(window)
    print(
        f"start-up: {statistics.median(ratios):.2f} times an empty window (goal 2.0), {min(ratios):.2f} to"
        f" {max(ratios):.2f} in {pairs} pairs; median {statistics.median(ours) * 1000:.0f} ms"
    )


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=environment, check=True, timeout=60)
    return time.perf_counter() - began
