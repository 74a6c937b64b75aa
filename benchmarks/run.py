"""Prints this project's speed figures as ratios within one run, each part in a process of its own.

``run.py [start-up] [key-press] [tabs] [send] [history] [reading] [--rows 1000000] [--history FILE]``; without a name
all of them. A history that does not exist yet is made first, which takes some minutes.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.environment import offscreen_unless_there_is_a_screen
from benchmarks.figures import median

PARTS = ("start-up", "key-press", "tabs", "send", "history", "reading")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--history", type=Path, help="a file made by an earlier run, or where to make it")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    wanted = arguments.parts or PARTS
    _say_how_fast_the_machine_is()
    code = 0
    if "start-up" in wanted:
        code |= _run("benchmarks.start_up")
    if "key-press" in wanted:
        code |= _run("benchmarks.key_press")
    if "tabs" in wanted:
        code |= _run("benchmarks.tabs")
    if "send" in wanted:
        code |= _run("benchmarks.send")
    if "history" in wanted:
        with tempfile.TemporaryDirectory() as folder:
            file = arguments.history or Path(folder) / "history.sqlite3"
            code |= _run("benchmarks.history_search", "--rows", str(arguments.rows), "--file", str(file))
            code |= _run("benchmarks.history_write", str(file))
            code |= _run("benchmarks.history_window", str(file))
    if "reading" in wanted:
        code |= _run("benchmarks.reading")
        code |= _run("benchmarks.reading_near_misses")
    _say_how_fast_the_machine_is()
    return code


def _run(module: str, *arguments: str) -> int:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments], env=offscreen_unless_there_is_a_screen(), check=False
    ).returncode


def _say_how_fast_the_machine_is() -> None:
    """The same loop a hundred times: when its times differ much, something else is running and figures are high."""
    times = []
    for _ in range(100):
        began = time.perf_counter()
        sum(number * number for number in range(100_000))
        times.append((time.perf_counter() - began) * 1000)
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(
        f"machine: a fixed loop takes {min(times):.1f} ms at best, {median(times):.1f} in the middle{busy}", flush=True
    )


if __name__ == "__main__":
    sys.exit(main())
