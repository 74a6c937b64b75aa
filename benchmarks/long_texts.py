"""The longest time for which the window stands still while 30 MB come in by every path, and when that is cancelled.

``python -m benchmarks.long_texts [--mb 30]``. What Qt alone needs to hand the clipboard over as a text is measured in
the same run: nobody can paste in less.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from benchmarks.window import FRAME_MS, Watch, running, until, wait
from yespo_console.app import Console
from yespo_console.gui.compose.page import ComposePage

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ROW = (
    '{"eventTypeKey":"productViewed","params":[{"name":"email","value":"a@example.com"},{"name":"n","value":"%d"}]}\n'
)


def payloads(length: int) -> dict[str, str]:
    """What comes in, by name, each of about ``length`` characters."""
    return {
        "one event": '{"eventTypeKey":"mine","params":[{"name":"note","value":"' + "word " * (length // 5) + '"}]}',
        "JSON Lines": "".join(_ROW % number for number in range(length // len(_ROW))),
        "nearly JSON": '{"eventTypeKey": "mine", "params": [' + '{"name": "a\\" , ' * (length // 16),
    }


def paths(console: Console, text: str, file: Path) -> dict[str, Callable[[], object]]:
    """How it comes in, by name."""
    window = console.window
    QGuiApplication.clipboard().setText(text)
    file.write_text(text)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])

    def drop() -> None:
        place, buttons, none = QPoint(600, 400), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        handle, copy = window.windowHandle(), Qt.DropAction.CopyAction
        QCoreApplication.sendEvent(handle, QDragEnterEvent(place, copy, data, buttons, none))
        QCoreApplication.sendEvent(handle, QDropEvent(QPointF(place), copy, data, buttons, none))

    def paste_outside() -> None:
        window.setFocus()
        QTest.keyClick(window, Qt.Key.Key_V, _CONTROL)

    return {
        "Ctrl+Shift+V": lambda: QTest.keyClick(window, Qt.Key.Key_V, _CONTROL | _SHIFT),
        "Ctrl+V": paste_outside,
        "a file": lambda: _compose(console).files.open([file]),
        "a dropped file": drop,
    }


def measure(length: int) -> None:
    """Print, for each payload and path, the longest stall until it is shown, and when it is given up half way."""
    with tempfile.TemporaryDirectory() as home, running(Path(home)) as console:
        watch = Watch(console)
        idle = watch.idle_ms()
        print(f"{length / 1e6:g} MB of text, {FRAME_MS} ms frame; longest gap of an idle window {idle:.1f} ms")
        for name, text in payloads(length).items():
            for path, act in paths(console, text, Path(home) / "long.txt").items():
                print(f"  {name}, {path}: ", end="", flush=True)
                shown = _stall(console, watch, act, cancelled=False) - idle
                given_up = _stall(console, watch, act, cancelled=True) - idle
                print(f"{shown:.0f} ms until it is shown, {given_up:.0f} ms when it is given up")
            began = time.perf_counter()
            QGuiApplication.clipboard().mimeData().text()
            print(f"  {name}, the clipboard as a text: {(time.perf_counter() - began) * 1000:.0f} ms of Qt's own")


def _stall(console: Console, watch: Watch, act: Callable[[], object], *, cancelled: bool) -> float:
    console.window.activateWindow()
    drafts = len(_compose(console).drafts)
    wait(1_000)
    watch.start()
    act()
    until(lambda: console.desk.is_reading)
    if cancelled:
        wait(500)
        console.desk.cancel()
    until(lambda: not console.desk.is_reading)
    wait(500 if cancelled else 3_000)
    longest = watch.longest_ms()
    for dialog in [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog)]:
        dialog.close()
    while len(_compose(console).drafts) > drafts:
        _compose(console).close_draft(len(_compose(console).drafts) - 1)
    return longest


def _compose(console: Console) -> ComposePage:
    page = console.window.page_of("compose")
    assert isinstance(page, ComposePage)
    return page


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=float, default=30)
    measure(int(parser.parse_args().mb * 1e6))
