"""The longest time for which the window stands still when another tab is shown: one seen before, and a new one.

``python -m benchmarks.tabs [--rounds 20] [--products 30]``. What is timed begins with the switch itself and ends when
nothing is left to do; the paint belongs to it.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QTableView

from benchmarks.environment import offscreen_unless_there_is_a_screen
from benchmarks.figures import median, verdict
from benchmarks.key_press import cart
from benchmarks.window import FRAME_MS, Watch, running, until, wait
from yespo_console.events import wire
from yespo_console.events.catalog import load_catalog
from yespo_console.events.event import Encoding
from yespo_console.events.fresh_sample import fresh_sample
from yespo_console.gui.compose.handover import OpenDraft
from yespo_console.gui.compose.page import ComposePage


def measure(rounds: int, products: int) -> None:
    """Print the longest gap in the middle of ``rounds`` tries, and of all of them."""
    with tempfile.TemporaryDirectory() as home, running(Path(home)) as console:
        watch = Watch(console)
        page = console.window.page_of("compose")
        assert isinstance(page, ComposePage)
        texts = {"a page view": sample("pageViewed"), "an order": sample("orderCreated"), "a cart": cart(products)}
        opened = {}
        for name, text in texts.items():
            page.receive(OpenDraft(text, Encoding()))
            opened[name] = page.drafts.index(page.draft)
            until(lambda: page.draft.check is not None)
            wait(500)
        idle = watch.idle_ms()
        print(
            f"another tab, {rounds} times each, longest gap in ms less {idle:.1f} of an idle window (frame {FRAME_MS})"
        )
        print(f"{'':44}{'best':>8}{'middle':>8}{'most':>8}", flush=True)
        ways = {
            "to a page view, from a page view": (0, opened["a page view"]),
            "to a page view, from an order": (opened["an order"], opened["a page view"]),
            "to an order, from a page view": (opened["a page view"], opened["an order"]),
            f"to a cart of {products} products, from a page view": (opened["a page view"], opened["a cart"]),
        }
        for name, (start, end) in ways.items():
            _say(name, [_switch(page, watch, start, end) - idle for _round in range(rounds)])
        assert any(table.isVisible() for table in page.form.findChildren(QTableView))
        _say("a new page view", [_open(page, watch, page.new_draft) - idle for _round in range(rounds)])
        for name in ("an order", "a cart"):
            opening = partial(page.receive, OpenDraft(texts[name], Encoding()))
            _say(f"{name} in a new tab", [_open(page, watch, opening) - idle for _round in range(rounds)])


def sample(key: str) -> str:
    known = load_catalog().get(key)
    assert known is not None
    return wire.write(fresh_sample(known), Encoding())


def _switch(page: ComposePage, watch: Watch, start: int, end: int) -> float:
    page.tabs.setCurrentIndex(start)
    wait(400)
    watch.start()
    page.tabs.setCurrentIndex(end)
    wait(400)
    return watch.longest_ms()


def _open(page: ComposePage, watch: Watch, act: Callable[[], object]) -> float:
    page.tabs.setCurrentIndex(0)
    wait(400)
    watch.start()
    act()
    wait(500)
    longest = watch.longest_ms()
    page.close_draft(len(page.drafts) - 1)
    wait(400)
    return longest


def _say(what: str, times: list[float]) -> None:
    figures = f"{min(times):8.1f}{median(times):8.1f}{max(times):8.1f}"
    print(f"{what:<44}{figures}  {verdict(median(times), FRAME_MS)}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--products", type=int, default=30)
    arguments = parser.parse_args()
    os.environ.update(offscreen_unless_there_is_a_screen())
    measure(arguments.rounds, arguments.products)
