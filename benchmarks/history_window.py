"""The History screen over a million exchanges: how long until it shows something, and whether it ever stands still.

A stall is what a person would see; "work" is the most that its thread computed in one step (see ``window.py``). On a
machine whose idle window stalls as well, the stall tells of the machine, and the work of the program.

``python -m benchmarks.history_window FILE [--repeat 20]``; FILE is a history made by ``benchmarks.history_search``.
"""

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from benchmarks.figures import median, p99, verdict
from benchmarks.window import FRAME_MS, Watch, running, until, wait
from yespo_console.gui.history.page import HistoryPage
from yespo_console.platform.profile import Profile

GOAL_MS = 50.0
#: Of a jump to any place of the list.
JUMP_MS = 17.0
#: Typed letter by letter: a common word, in two scripts, rare ones, none, two letters, one, and words behind filters.
_WORDS = (
    "крісло",
    "monitor",
    "olena4242",
    "цзиньюань",
    "nothing-like-this",
    "чо",
    "щ",
    "lamp status:4xx",
    "крісло type:orderCreated",
    'лампа env:"Client Ltd"',
    "lamp is:pinned",
    "lamp has:problems",
    "lamp since:2026-09-01",
    "monitor email:olena42",
    "lamp -type:cartUpdated",
)
#: Written at once, as chips and menus do.
_FILTERS = (
    "type:cartUpdated",
    "status:4xx",
    'env:"Client Ltd"',
    "source:cli",
    "has:problems",
    "is:pinned",
    "tag:checked",
)


@dataclass(frozen=True, slots=True)
class Stood:
    """How long the window stood still at most, and how much its thread computed in one step at most, in ms."""

    stall: float
    work: float

    @classmethod
    def since(cls, watch: Watch) -> "Stood":
        """Since the watch was started."""
        return cls(watch.longest_ms(), watch.most_work_ms())

    @classmethod
    def longest(cls, all_of_them: "list[Stood]") -> "Stood":
        """The most of each."""
        return cls(max(one.stall for one in all_of_them), max(one.work for one in all_of_them))


def measure(file: Path, repeat: int) -> None:
    """Print how long each thing a person does takes until it is painted, and the longest stall while it went on."""
    with tempfile.TemporaryDirectory() as home:
        profile = Profile.at(Path(home)).ensure()
        profile.history_file.parent.mkdir(parents=True, exist_ok=True)
        os.link(file, profile.history_file) if _same_disk(
            file, profile.history_file
        ) else profile.history_file.symlink_to(file)
        with running(Path(home)) as console:
            watch = Watch(console)
            window = console.window
            page = window.page_of("history")
            assert isinstance(page, HistoryPage)
            model = page.table.model()
            print(f"history window, {FRAME_MS} ms frame; longest stall of an idle window {watch.idle_ms():.1f} ms")

            def first_page() -> float:
                listed: list[float] = []

                def note() -> None:
                    listed.append(time.perf_counter())

                model.modelReset.connect(note, Qt.ConnectionType.DirectConnection)
                window.show_section("history")
                until(lambda: bool(listed))
                model.modelReset.disconnect(note)
                return listed[0]

            _say("opened for the first time, newest rows", *_timed(watch, first_page))
            wait(3_000)
            _say("until all of them are in the list (stall only)", [], Stood.since(watch))
            again: list[float] = []
            stalls: list[Stood] = []
            for _ in range(repeat):
                window.show_section("compose")
                wait(50)
                times, stall = _timed(watch, lambda: window.show_section("history"))
                again += times
                stalls.append(stall)
            _say("opened again", again, Stood.longest(stalls))
            _say("a jump to any place", *_jumps(page, watch, repeat * 5), goal=JUMP_MS)
            for words in _WORDS:
                _say(f"typing {words}", *_typed(page, watch, words))
            for words in _FILTERS:
                _say(f"the filter {words}", *_filtered(page, watch, words))
            _say("the exchange of a row is shown", *_opened(page, watch, repeat))
            _say("the chart of all of them", *_charted(page, watch))


def _timed(watch: Watch, act: Callable[[], float | None]) -> tuple[list[float], Stood]:
    """How long ``act`` takes until it is painted, and the longest stall. It may return when there was what to paint."""
    watch.start()
    began = time.perf_counter()
    acted = act() or time.perf_counter()
    until(lambda: watch.first_paint_after(acted) is not None)
    painted = watch.first_paint_after(acted)
    assert painted is not None
    return [(painted - began) * 1000], Stood.since(watch)


def _jumps(page: HistoryPage, watch: Watch, count: int) -> tuple[list[float], Stood]:
    bar = page.table.verticalScrollBar()
    chance = random.Random(7)
    times: list[float] = []
    stalls: list[Stood] = []
    for _ in range(count):
        took, stall = _timed(watch, lambda: bar.setValue(chance.randrange(bar.maximum())))
        times += took
        stalls.append(stall)
    bar.setValue(0)
    wait(100)
    return times, Stood.longest(stalls)


def _typed(page: HistoryPage, watch: Watch, word: str) -> tuple[list[float], Stood]:
    """Letter by letter as a person does; the time is from the last letter until its hits are painted."""
    page.search.setFocus()
    page.search.clear()
    wait(1_500)
    watch.start()
    for letter in word[:-1]:
        QTest.keyClicks(page.search, letter) if letter.isascii() else page.search.insert(letter)
        wait(60)
    wait(1_000)
    took = _until_listed(page, watch, lambda: page.search.insert(word[-1]))
    wait(1_500)
    return [took], Stood.since(watch)


def _filtered(page: HistoryPage, watch: Watch, words: str) -> tuple[list[float], Stood]:
    page.search.clear()
    wait(1_500)
    watch.start()
    took = _until_listed(page, watch, lambda: page.search.setText(words))
    wait(1_000)
    return [took], Stood.since(watch)


def _until_listed(page: HistoryPage, watch: Watch, act: Callable[[], object]) -> float:
    """How long it takes, in ms, until what is found then is painted."""
    listed: list[float] = []
    searching = page.found.searching
    assert searching is not None

    def note(*_found: object) -> None:
        listed.append(time.perf_counter())

    searching.listed.connect(note, Qt.ConnectionType.DirectConnection)
    began = time.perf_counter()
    act()
    until(lambda: bool(listed))
    wait(60)
    painted = watch.first_paint_after(listed[0]) or listed[0]
    searching.listed.disconnect(note)
    return (painted - began) * 1000


def _opened(page: HistoryPage, watch: Watch, count: int) -> tuple[list[float], Stood]:
    """Going down the list by its keys; the time is until the detail view shows that exchange."""
    page.search.clear()
    wait(1_500)
    page.table.setFocus()
    times: list[float] = []
    stalls: list[Stood] = []
    for _ in range(count):
        before = page.shown
        watch.start()
        began = time.perf_counter()
        QTest.keyClick(page.table, Qt.Key.Key_Down)
        until(lambda before=before: page.shown is not None and page.shown is not before)  # type: ignore[misc]
        shown = time.perf_counter()
        until(lambda shown=shown: watch.first_paint_after(shown) is not None)  # type: ignore[misc]
        times.append(((watch.first_paint_after(shown) or shown) - began) * 1000)
        wait(200)
        stalls.append(Stood.since(watch))
    return times, Stood.longest(stalls)


def _charted(page: HistoryPage, watch: Watch) -> tuple[list[float], Stood]:
    """Folded away and opened again; all bars are counted and painted meanwhile."""
    watch.start()
    for _ in range(4):
        page.chart.turn()
        wait(1_500)
    return [], Stood.since(watch)


def _say(what: str, times: list[float], stood: Stood, goal: float = GOAL_MS) -> None:
    figures = f"{median(times):7.1f} ms, p99 {p99(times):7.1f} ({verdict(p99(times), goal)})" if times else " " * 7
    told = f"stall {stood.stall:.1f} ms ({verdict(stood.stall, FRAME_MS)}), work {stood.work:.1f} ms"
    print(f"  {what:<48}{figures}; {told}", flush=True)


def _same_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.parent.stat().st_dev


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--repeat", type=int, default=20)
    arguments = parser.parse_args()
    measure(arguments.file, arguments.repeat)
