"""The line that a terminal shows while something takes long."""

import io
import time

from yespo_console.cli.waiting import Waiting


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_how_long_it_takes_and_has_an_empty_line_at_the_end() -> None:
    terminal = Terminal()
    with Waiting("Checking cart.json", terminal, patience_s=0.01):
        time.sleep(0.1)
    assert "Checking cart.json, 0 s" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_what_ends_soon_is_not_told_of_and_neither_is_a_pipe() -> None:
    terminal, pipe = Terminal(), io.StringIO()
    with Waiting("Checking cart.json", terminal):
        pass
    with Waiting("Checking cart.json", pipe, patience_s=0):
        time.sleep(0.05)
    assert terminal.getvalue() == pipe.getvalue() == ""
