"""Prints this project's speed figures as ratios within one run: ``run.py [start-up] [history]``; both by default."""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import start_up


def main(wanted: list[str]) -> int:
    if not wanted or "start-up" in wanted:
        start_up.measure()
    if not wanted or "history" in wanted:
        # A process of its own: a million rows leave the memory of the next figure as it was.
        return subprocess.run([sys.executable, "-m", "benchmarks.history_search"], check=False).returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
