"""A long command shows how far it is, on a terminal and nowhere else."""

import io

import pytest

from yespo_console.cli import progress_line
from yespo_console.cli.progress_line import ProgressLine
from yespo_console.history.transfer.progress import TransferCancelledError


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("stream", "told"), [(Terminal, True), (io.StringIO, False)])
def test_a_line_is_written_over_and_taken_away(monkeypatch, stream, told):
    screen = stream()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(progress_line, "_FIRST_AFTER", 0)
    monkeypatch.setattr(progress_line, "_EVERY", 0)
    progress = ProgressLine()
    progress.expect(2000)
    progress.reach(500)
    progress.clear()
    assert ("\r25% (500 of 2,000)" in screen.getvalue()) is told
    assert screen.getvalue().endswith("\r") is told
    progress.cancel()
    with pytest.raises(TransferCancelledError):
        progress.step()
