"""The line that a terminal shows while something takes long."""

import io
import re
import threading

from patience import PATIENCE_S

from yespo_console.cli.waiting import Waiting


class Terminal(io.StringIO):
    """A terminal.

    Attributes:
        told: set as soon as something stands on it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.told = threading.Event()

    def write(self, text: str) -> int:
        written = super().write(text)
        self.told.set()
        return written

    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_how_long_it_takes_and_has_an_empty_line_at_the_end() -> None:
    terminal = Terminal()
    with Waiting("Checking cart.json", terminal, patience_s=0.01):
        assert terminal.told.wait(PATIENCE_S)
    assert re.search(r"Checking cart\.json, \d+ s", terminal.getvalue())
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_what_ends_soon_is_not_told_of_and_neither_is_a_pipe() -> None:
    terminal, pipe = Terminal(), io.StringIO()
    with Waiting("Checking cart.json", terminal):
        pass
    with Waiting("Checking cart.json", pipe, patience_s=0):
        assert "waiting" not in [thread.name for thread in threading.enumerate()]
    assert terminal.getvalue() == pipe.getvalue() == ""
