"""How long it takes to remove much from a large history, and how long a send waits meanwhile.

``python -m benchmarks.history_care FILE [age] [count] [size] [cancel] [contact] [phone] [check]``. Each job gets a copy
of the file; it needs that room. ``age``, ``count`` and ``size`` remove some half of it by a limit, and ``cancel`` gives
that up again: while exchanges are removed, and while the room is given back. ``contact`` and
``phone`` forget somebody by an address and by a number. One thread records a request every 20 milliseconds, as a series
of sends does, beside a bare commit into a file of its own on the same disk. "held" is how long this process kept the
write lock at a time.
"""

import argparse
import os
import resource
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from benchmarks.figures import median, p99
from benchmarks.history_data import exchanges
from yespo_console.history import checking, forgetting, records, removing, residue, retention, space, writer
from yespo_console.history.reached import Reached
from yespo_console.history.retention import Rule
from yespo_console.history.store import Cancellation, HistoryStore
from yespo_console.history.traces import of_all
from yespo_console.platform.profile import Profile

_PAUSE_SECONDS: Final = 0.02
#: So long after its beginning a step is given up.
_GIVEN_UP_SECONDS: Final = 3
JOBS: Final = ("age", "count", "size", "cancel", "contact", "phone", "check")


#: Where the value of somebody who is forgotten stands.
_COLUMNS: Final = {"contact": "key_value", "phone": "json_extract(locators, '$[1][1]')"}


class Sends:
    """Requests recorded one after the other until they are stopped, and how long each took, in milliseconds."""

    def __init__(self, store: HistoryStore, beside: Path) -> None:
        self.mine: list[float] = []
        self.journal = 0
        self.bare: list[float] = []
        self._store = store
        self._beside = beside
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "Sends":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        with closing(sqlite3.connect(self._beside, isolation_level=None)) as bare:
            bare.execute("PRAGMA journal_mode = WAL")
            bare.execute("PRAGMA synchronous = FULL")
            bare.execute("CREATE TABLE sent (request BLOB)")
            for new, _answer in exchanges(1_000_000, seed=11):
                if self._stop.wait(_PAUSE_SECONDS):
                    return
                began = time.perf_counter()
                bare.execute("INSERT INTO sent VALUES (?)", (new.request_body,))
                self.bare.append((time.perf_counter() - began) * 1000)
                journal = self._store.path.with_name(self._store.path.name + "-wal")
                self.journal = max(self.journal, journal.stat().st_size)
                began = time.perf_counter()
                self._store.begin(new).result()
                self.mine.append((time.perf_counter() - began) * 1000)


class Clock:
    """When parts of a job began, and how long the write lock was held at a time."""

    def __init__(self) -> None:
        self.held: list[tuple[float, str]] = []
        self.parts: list[tuple[str, float]] = []
        self._watch(writer.Writer, "_transact", "a write")
        self._watch(writer, "index_batch", "the index")
        for module, name in (
            (forgetting, "look"),
            (removing, "remove"),
            (space, "give_back"),
            (residue, "overwrite"),
            (forgetting, "prove"),
        ):
            self._time(module, name)

    def _watch(self, owner: Any, name: str, what: str) -> None:
        inner: Callable[..., Any] = getattr(owner, name)

        def watched(*arguments: Any) -> Any:
            began = time.perf_counter()
            try:
                return inner(*arguments)
            finally:
                self.held.append(((time.perf_counter() - began) * 1000, what))

        setattr(owner, name, watched)

    def _time(self, module: Any, name: str) -> None:
        inner: Callable[..., Any] = getattr(module, name)

        def timed(*arguments: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return inner(*arguments, **named)
            finally:
                self.parts.append((name, time.perf_counter() - began))
                print(f"  {name} took {time.perf_counter() - began:.1f} s", file=sys.stderr)

        setattr(module, name, timed)


def _newest(connection: sqlite3.Connection) -> int:
    (moment,) = connection.execute("SELECT max(sent_at) FROM exchange").fetchone()
    return int(moment)


def _rule(store: HistoryStore, job: str) -> Rule:
    """A limit that removes about half."""

    def middle(connection: sqlite3.Connection) -> tuple[int, int, int]:
        count, oldest, newest = connection.execute(
            "SELECT count(*), min(sent_at), max(sent_at) FROM exchange"
        ).fetchone()
        return count, oldest, newest

    count, oldest, newest = store.read(middle)
    if job in ("count", "cancel"):
        return Rule(exchanges=count // 2)
    if job == "size":
        return Rule(megabytes=space.size(store.path) // 2_000_000)
    return Rule(days=timedelta(microseconds=newest - oldest).days // 2)


def _contact(store: HistoryStore, column: str) -> str:
    """Somebody with an exchange in the middle."""

    def value(connection: sqlite3.Connection) -> str:
        (found,) = connection.execute(
            f"SELECT {column} FROM exchange JOIN exchange_body USING (id) WHERE id = (SELECT max(id) / 2 FROM exchange)"
        ).fetchone()
        return str(found)

    return store.read(value)


class News:
    """What is told of how far a job is, and the longest time nothing was."""

    def __init__(self) -> None:
        self.times = 0
        self.silence = 0.0
        self._last = time.perf_counter()

    def __call__(self, _reached: Reached) -> None:
        self.times += 1
        self.note()

    def note(self) -> None:
        now = time.perf_counter()
        self.silence, self._last = max(self.silence, now - self._last), now


def _give_up(what: str, job: Callable[[Cancellation], Any]) -> Any:
    """What a job returns that is given up some seconds after it began."""
    cancel, given_up = Cancellation(), [0.0]

    def end() -> None:
        time.sleep(_GIVEN_UP_SECONDS)
        given_up[0] = time.perf_counter()
        cancel.cancel()

    threading.Thread(target=end).start()
    done = job(cancel)
    assert given_up[0], f"{what} was over before it was given up"
    print(f"  given up while {what}: over {(time.perf_counter() - given_up[0]) * 1000:.0f} ms later")
    return done


def measure(path: Path, folder: Path, job: str) -> None:
    print(f"{job}:", flush=True)
    profile = Profile.at(folder).ensure()
    shutil.copy(path, profile.history_file)
    clock = Clock()
    if job == "check":
        began = time.perf_counter()
        health = checking.check(profile.history_file)
        print(f"  {health.exchanges:,} exchanges, {health.size / 1e6:,.0f} MB in {time.perf_counter() - began:.1f} s")
        assert health.is_sound, health.faults
        return
    with HistoryStore.open(profile.history_file) as store:
        newest = records.from_stored(store.read(_newest))
        with Sends(store, profile.data / "bare.db") as sends:
            time.sleep(1)
            before, began = space.size(store.path), time.perf_counter()
            news = News()
            if job == "cancel":
                rule = _rule(store, job)
                limit = partial(retention.carry_out, store, rule, newest)
                removed = _give_up("exchanges are removed", lambda cancel: limit(cancel=cancel)).removed
                room = partial(space.give_back, store, thoroughly=True)
                _give_up("the room is given back", lambda cancel: room(cancel=cancel))
            elif job in _COLUMNS:
                traces = of_all([_contact(store, _COLUMNS[job])])
                found = forgetting.look(profile, store, traces, news)
                done = forgetting.forget(profile, store, traces, found, news)
                assert done.proof is not None
                assert done.proof.is_clean
                removed = done.removed
            else:
                rule = _rule(store, job)
                removed = retention.carry_out(store, rule, newest, news).removed
            news.note()
            took = time.perf_counter() - began
            after = space.size(store.path)
        print(f"  {removed:,} removed in {took:.1f} s; " + ", ".join(f"{n} {s:.1f} s" for n, s in clock.parts))
        print(f"  told {news.times:,} times how far it is, with {news.silence:.1f} s of silence at most")
        print(f"  the file: {before / 1e6:,.0f} MB before, {after / 1e6:,.0f} MB after")
        print(f"  its journal at most: {sends.journal / 1e6:,.0f} MB")
        for name, times in (("a send", sends.mine), ("a bare commit", sends.bare)):
            print(
                f"  {name} meanwhile ({len(times):,}): median {median(times):.1f} ms, p99 {p99(times):.1f},"
                f" longest {max(times):.1f}"
            )
        print(
            f"  held: {len(clock.held):,} times, p99 {p99([t for t, _ in clock.held]):.1f} ms, longest "
            + ", ".join(f"{t:.1f} ({what})" for t, what in sorted(clock.held)[-5:])
        )
        print(f"  memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        began = time.perf_counter()
        assert store.wait_until_indexed(3600)
        print(f"  letters and rows indexed again {time.perf_counter() - began:.1f} s later")
    health = checking.check(profile.history_file)
    assert health.is_sound, health.faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("jobs", nargs="*", metavar="JOB", default=list(JOBS))
    arguments = parser.parse_args()
    for each in arguments.jobs:
        child = os.fork()
        if child == 0:
            with tempfile.TemporaryDirectory(dir=arguments.file.parent) as folder:
                measure(arguments.file, Path(folder), each)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            sys.exit(1)
