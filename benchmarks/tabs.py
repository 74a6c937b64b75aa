"""How long the window's thread is busy when another tab is shown, one seen before or a new one, until it is painted.

``python -m benchmarks.tabs [--rounds 20] [--products 30]``. "Work" is what the thread itself computes from the switch
to the end of the paint, all in one turn; "gap" is the longest for which the window stood still, on a busy machine for
other reasons too.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication

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
    """Print, for each way of coming to a tab, work and gap in the middle of ``rounds`` tries and at most."""
    with tempfile.TemporaryDirectory() as home, running(Path(home)) as console:
        watch = Watch(console)
        page = console.window.page_of("compose")
        assert isinstance(page, ComposePage)
        texts = {"a page view": sample("pageViewed"), "an order": sample("orderCreated"), "a cart": cart(products)}
        at = {}
        for name, text in texts.items():
            page.receive(OpenDraft(text, Encoding()))
            at[name] = page.drafts.index(page.draft)
            until(lambda: page.draft.check is not None)
            wait(500)
        idle = watch.idle_ms()
        print(f"another tab, {rounds} times each, in ms (frame {FRAME_MS}); longest gap of an idle window {idle:.1f}")
        print(f"{'':44}{'work':>7}{'most':>7}{'gap':>7}{'most':>7}", flush=True)
        ways = {
            "to a page view, from a page view": (0, at["a page view"]),
            "to a page view, from an order": (at["an order"], at["a page view"]),
            "to an order, from a page view": (at["a page view"], at["an order"]),
            f"to a cart of {products} products, from a page view": (at["a page view"], at["a cart"]),
        }
        for name, (start, end) in ways.items():
            _say(name, [_try(page, watch, start, partial(page.tabs.setCurrentIndex, end)) for _round in range(rounds)])
        for name, text in texts.items():
            opening = partial(page.receive, OpenDraft(text, Encoding()))
            times = []
            for _round in range(rounds):
                times.append(_try(page, watch, 0, opening))
                page.close_draft(len(page.drafts) - 1)
            _say(f"{name} in a new tab", times)


def sample(key: str) -> str:
    """The text of a new draft of a type."""
    known = load_catalog().get(key)
    assert known is not None
    return wire.write(fresh_sample(known), Encoding())


def _try(page: ComposePage, watch: Watch, start: int, act: Callable[[], object]) -> tuple[float, float]:
    page.tabs.setCurrentIndex(start)
    wait(400)
    watch.start()
    began = time.thread_time()
    act()
    QCoreApplication.processEvents()
    work = (time.thread_time() - began) * 1000
    wait(400)
    return work, watch.longest_ms()


def _say(what: str, times: list[tuple[float, float]]) -> None:
    works, gaps = zip(*times, strict=True)
    figures = "".join(f"{figure:7.1f}" for figure in (median(works), max(works), median(gaps), max(gaps)))
    print(f"{what:<44}{figures}  work {verdict(median(works), FRAME_MS)}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--products", type=int, default=30)
    arguments = parser.parse_args()
    measure(arguments.rounds, arguments.products)
