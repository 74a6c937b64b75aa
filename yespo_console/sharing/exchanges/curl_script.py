"""A shell script (bash) that sends the same requests again, one curl after another. The key is a placeholder."""

from collections.abc import Iterable
from typing import TextIO

from yespo_console.platform.i18n import _
from yespo_console.sharing.exchanges.headings import heading, in_a_line, outcome
from yespo_console.sharing.exchanges.request import request_of
from yespo_console.sharing.exchanges.shape import SharedExchange
from yespo_console.sharing.masking import PLACEHOLDER
from yespo_console.sharing.writers import posix_shell


def write(exchanges: Iterable[SharedExchange], out: TextIO) -> None:
    """The script. It warns in its first lines, because each command sends a real event once the key is put in."""
    warning = _("Every command sends its event again. Put the API key in place of {placeholder} first.")
    out.write(f"#!/usr/bin/env bash\n# {in_a_line(warning.format(placeholder=PLACEHOLDER))}\n")
    for exchange in exchanges:
        told = in_a_line(f"{exchange.environment}: {outcome(exchange)}")
        out.write(f"\n# {heading(exchange)} · {told}\n{posix_shell.write(request_of(exchange))}\n")
