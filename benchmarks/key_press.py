"""A key press in a cart until text and problems are painted: in the table of products and in the text itself.

``python -m benchmarks.key_press [--keys 120] [PRODUCTS ...]``. Every second key makes the price a text, which is a
problem, and the next one mends it: so each key changes the text, the problems and what is said at the field.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from benchmarks.environment import offscreen_unless_there_is_a_screen
from benchmarks.figures import median, p99, verdict
from benchmarks.window import FRAME_MS, Watch, running, until, wait
from yespo_console.events.event import Encoding
from yespo_console.gui.compose.handover import OpenDraft
from yespo_console.gui.compose.page import ComposePage
from yespo_console.gui.forms.items_section import ItemsSection

SIZES = (1, 10, 100, 1_000)
#: Up to here the frame holds for everything; above, the problems may follow later.
FILLS_THE_LIMIT = 100
PROBLEMS_LATER_MS = 100.0


@dataclass
class Times:
    """In ms, one for each key."""

    text: list[float] = field(default_factory=list)
    problems: list[float] = field(default_factory=list)


def cart(products: int) -> str:
    """A cart with products of about 190 bytes, nested values as text."""
    items = [
        {
            "productId": f"WS{number:06}-L-Green",
            "name": f"Green linen shirt with long sleeves, size L, number {number:05}",
            "category": "Clothes / Shirts / Linen",
            "price": 45.5,
            "quantity": 1 + number % 4,
            "discount": "15%",
        }
        for number in range(products)
    ]
    params = [
        {"name": "email", "value": "test@example.com"},
        {"name": "products", "value": json.dumps(items, separators=(",", ":"))},
        {"name": "recycleStateId", "value": "d59c6e6d-4123-4b0e-8c32-15f0656a8c60"},
    ]
    return json.dumps({"eventTypeKey": "cartUpdated", "params": params}, indent=2)


def measure(sizes: tuple[int, ...] = SIZES, keys: int = 120) -> None:
    """Print, for each size and place of typing, the times of ``keys`` key presses and the longest stall."""
    print(f"key press until painted, {keys} keys each, in ms (frame {FRAME_MS})")
    print(f"{'':26}{'text':>8}{'p99':>7}{'problems':>10}{'p99':>7}{'stall':>7}", flush=True)
    for products in sizes:
        # A process for each: a program has one application object in its life.
        command = [sys.executable, "-m", "benchmarks.key_press", "--one", "--keys", str(keys), str(products)]
        subprocess.run(command, check=True, env=offscreen_unless_there_is_a_screen())


def measure_cart(products: int, keys: int) -> None:
    """In a process of its own."""
    with tempfile.TemporaryDirectory() as home, running(Path(home)) as console:
        watch = Watch(console)
        page = console.window.page_of("compose")
        assert isinstance(page, ComposePage)
        page.receive(OpenDraft(cart(products), Encoding()))
        draft = page.draft
        until(lambda: draft.check is not None and draft.check.text == draft.text)
        idle = watch.idle_ms()
        for where, prepare, key in (("table", _into_table, Qt.Key.Key_X), ("text", _into_text, Qt.Key.Key_At)):
            prepare(page)
            wait(600)
            watch.start()
            times = _type(page, watch, key, keys)
            stall = max(0.0, watch.longest_ms() - idle)
            _say(f"{products:>5} products, {where}", products, times, stall)


def _type(page: ComposePage, watch: Watch, key: Qt.Key, keys: int) -> Times:
    draft = page.draft
    checks: list[float] = []

    def note_check() -> None:
        checks.append(time.perf_counter())

    draft.checked.connect(note_check)
    times = Times()
    for number in range(keys):
        checks.clear()
        began = time.perf_counter()
        QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Backspace if number % 2 else key)
        until(lambda: bool(checks) and draft.check is not None and draft.check.text == draft.text)
        wait(120)
        painted = watch.first_paint_after(began)
        assert painted is not None
        times.text.append((painted - began) * 1000)
        times.problems.append(((watch.first_paint_after(checks[-1]) or checks[-1]) - began) * 1000)
    return times


def _into_table(page: ComposePage) -> None:
    """Into the editor of a price in the middle, behind its last figure."""
    section = page.findChild(ItemsSection)
    assert section is not None
    columns = [column.name for column in section.model.columns]
    index = section.model.index(section.model.rowCount() // 2, columns.index("price"))
    section.view.setFocus()
    section.view.setCurrentIndex(index)
    wait(50)
    section.view.edit(index)
    until(lambda: isinstance(page.window().focusWidget(), QLineEdit))
    QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_End)


def _into_text(page: ComposePage) -> None:
    """Into the text as it travels, behind the e-mail address."""
    QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Return)
    view = page.editor.view
    view.setFocus()
    view.go_to("/params/0/value")
    cursor = view.textCursor()
    cursor.setPosition(cursor.selectionEnd() - 1)
    view.setTextCursor(cursor)


def _say(what: str, products: int, times: Times, stall: float) -> None:
    if products <= FILLS_THE_LIMIT:
        judged = verdict(max(p99(times.text), p99(times.problems)), FRAME_MS)
    else:
        late = verdict(p99(times.problems), PROBLEMS_LATER_MS)
        judged = f"stall {verdict(stall, FRAME_MS)}, problems {late}"
    print(
        f"{what:<26}{median(times.text):8.1f}{p99(times.text):7.1f}"
        f"{median(times.problems):10.1f}{p99(times.problems):7.1f}{stall:7.1f}  {judged}",
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=120)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("products", type=int, nargs="*", default=SIZES)
    arguments = parser.parse_args()
    if arguments.one:
        measure_cart(arguments.products[0], arguments.keys)
    else:
        measure(tuple(arguments.products), arguments.keys)
