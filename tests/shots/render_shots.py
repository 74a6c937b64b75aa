"""Renders every screen to PNG files: light and dark, at 100 % and 150 %, in a small and a large window.

``python tests/shots/render_shots.py FOLDER [SCREEN ...]``. Each picture is made by a process of its own, on a
profile of its own, with the real program and a real sandbox behind it.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

SIZES = {"small": (1024, 700), "large": (1920, 1080)}
LONGEST_S = 60


def render(target: Path, screen: str, theme_name: str, size: str) -> None:
    """In the child process: show the program, bring it to the screen, save the picture."""
    from PySide6.QtCore import QTimer

    from yespo_console.app import Console, make_application
    from yespo_console.gui import theme
    from yespo_console.platform.profile import Profile

    app = make_application()
    console = Console(app, Profile.default().ensure())
    theme.apply(app, "dark" if theme_name == "dark" else "light")
    console.window.resize(*SIZES[size])

    def save() -> None:
        console.window.grab().save(str(target))
        console.window.close()

    def done() -> None:
        QTimer.singleShot(900, save)

    console.backend.ready.connect(lambda _services: QTimer.singleShot(600, lambda: SCREENS[screen](console, done)))
    console.show()
    app.exec()
    console.stop()


def _compose(console, done: Callable[[], None], kind: str, change=lambda text: text, *, send: bool = True) -> None:
    from yespo_console.events import wire
    from yespo_console.events.event import Encoding
    from yespo_console.gui.compose.handover import OpenDraft

    page = console.window.page_of("compose")
    known = console.catalog.get(kind)
    page.receive(OpenDraft(change(wire.write(known.sample, Encoding())), Encoding()))
    if not send:
        done()
        return
    page.busy_changed.connect(lambda busy: None if busy else done())
    from PySide6.QtCore import QTimer

    QTimer.singleShot(300, page.send)


def compose(console, done) -> None:
    """A cart that was sent and accepted."""
    _compose(console, done, "cartUpdated")


def problems(console, done) -> None:
    """The same with what people get wrong."""
    _compose(
        console,
        done,
        "cartUpdated",
        lambda text: text.replace("cartUpdated", "cartUpdate").replace("380501234567", "+38 (050) 123-45-67"),
        send=False,
    )


def first_start(console, done) -> None:
    """What a new user sees."""
    done()


def history(console, done) -> None:
    """One of each type, the newest open."""
    from PySide6.QtCore import QTimer

    from yespo_console.events import wire
    from yespo_console.events.event import Encoding
    from yespo_console.gui.compose.handover import OpenDraft

    page = console.window.page_of("compose")
    waiting = [wire.write(known.sample, Encoding()) for known in console.catalog.types]
    waiting.append('{"eventTypeKey": "PageViewed", "params": []}')

    def select() -> None:
        console.window.page_of("history")._enter_table()
        done()

    def following(busy: bool = False) -> None:
        if busy:
            return
        if waiting:
            page.receive(OpenDraft(waiting.pop(0), Encoding()))
            QTimer.singleShot(50, page.send)
        else:
            console.window.show_section("history")
            QTimer.singleShot(1200, select)

    page.busy_changed.connect(following)
    following()


SCREENS: dict[str, Callable] = {
    "first-start": first_start,
    "compose": compose,
    "problems": problems,
    "history": history,
}


def main(folder: Path, wanted: list[str]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    for screen in wanted or SCREENS:
        for theme_name in ("light", "dark"):
            for size, scale in (("small", 1), ("large", 1), ("small", 1.5)):
                target = folder / f"{screen}-{theme_name}-{size}-{int(scale * 100)}.png"
                with tempfile.TemporaryDirectory() as home:
                    environment = {
                        **os.environ,
                        "YESPO_CONSOLE_HOME": home,
                        "QT_QPA_PLATFORM": "offscreen",
                        "QT_SCALE_FACTOR": str(scale),
                        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
                    }
                    command = [sys.executable, __file__, "--one", str(target), screen, theme_name, size]
                    code = subprocess.run(command, env=environment, timeout=LONGEST_S, check=False).returncode
                made = code == 0 and target.is_file()
                failed += not made
                sys.stdout.write(f"{target}{'' if made else ': FAILED'}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        render(Path(sys.argv[2]), *sys.argv[3:])
    else:
        sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
