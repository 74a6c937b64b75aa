"""How long a durable write of the history takes while somebody searches it, beside a bare commit on the same disk.

``python -m benchmarks.history_write FILE [--writes 1000]``. The file is copied first. One thread searches without a
pause, words and filters in turn; another records requests and answers, some milliseconds apart, as a series of sends
does. The bare commit is one row into a table of its own, in a file of its own, with ``synchronous = FULL`` too.
"""

import argparse
import itertools
import os
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Final

from benchmarks.figures import median, p99, verdict
from benchmarks.history_data import exchanges
from yespo_console.history.query_text import parse_query
from yespo_console.history.store import Cancellation, HistoryStore

_GOAL_MS: Final = 2.0
_PAUSE_SECONDS: Final = 0.004
#: So long a disk may go on with gigabytes of which it says that it has them.
_SETTLING_SECONDS: Final = 15
_SEARCHES: Final = (
    "monitor",
    "nothing-like-this",
    "чо",
    "лампа status:4xx",
    "type:cartUpdated",
    "olena4242@example.com",
)


def measure(path: Path, writes: int) -> None:
    with HistoryStore.open(path, searches_apart=True) as store:
        stop = threading.Event()
        searches = [0]

        def search() -> None:
            for words in itertools.cycle(_SEARCHES):
                if stop.is_set():
                    return
                store.page(parse_query(words), None, 128, Cancellation())
                searches[0] += 1

        searcher = threading.Thread(target=search)
        bare = _bare(path.with_name("bare.sqlite3"))
        mine: dict[str, list[float]] = {"request": [], "answer": []}
        yardstick: list[float] = []
        searcher.start()
        time.sleep(2)  # the process that searches stands
        try:
            for new, answer in exchanges(writes, seed=11):
                time.sleep(_PAUSE_SECONDS)
                began = time.perf_counter()
                bare.execute("INSERT INTO sent (request) VALUES (?)", (new.request_body,))
                yardstick.append((time.perf_counter() - began) * 1000)
                began = time.perf_counter()
                number = store.begin(new).result()
                mine["request"].append((time.perf_counter() - began) * 1000)
                if answer is not None:
                    time.sleep(_PAUSE_SECONDS)
                    began = time.perf_counter()
                    store.complete(number, answer).result()
                    mine["answer"].append((time.perf_counter() - began) * 1000)
        finally:
            stop.set()
            searcher.join()
            bare.close()
        print(f"bare commit: median {median(yardstick):.2f} ms, p99 {p99(yardstick):.2f}")
        for what, times in mine.items():
            print(
                f"durable write of a {what} while someone searches: median {median(times):.2f} ms,"
                f" p99 {p99(times):.2f} ({verdict(p99(times), _GOAL_MS)}; {p99(times) / p99(yardstick):.1f} times that"
                f" of the bare commit), longest {max(times):.1f}"
            )
        print(f"searches meanwhile: {searches[0]}")


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE sent (id INTEGER PRIMARY KEY, request BLOB)")
    return connection


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--writes", type=int, default=1_000)
    arguments = parser.parse_args()
    sys.setswitchinterval(0.0001)  # as the window does
    with tempfile.TemporaryDirectory(dir=arguments.file.parent) as folder:
        path = Path(folder) / "history.sqlite3"
        shutil.copy(arguments.file, path)
        if hasattr(os, "sync"):
            os.sync()  # or every wait for the disk would wait for the copy too
        time.sleep(_SETTLING_SECONDS)
        measure(path, arguments.writes)


if __name__ == "__main__":
    main()
