"""Finds commands in a text: which program, which shell, and the requests they send."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.curl import read_curl
from yespo_console.reading.commands.httpie import read_httpie
from yespo_console.reading.commands.request import Request
from yespo_console.reading.commands.shell import ShellText
from yespo_console.reading.commands.wget import read_wget
from yespo_console.reading.commands.windows_shell import is_windows_shell, windows_commands
from yespo_console.reading.commands.words import Command, CommandTextError, Word
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.finder import Found
from yespo_console.reading.origin import Original, Traced
from yespo_console.reading.reading import LeftOut, Source

_Reader = Callable[[Command, Credentials, Original, Callable[[str], Word | None]], Iterator[Request]]

#: A command begins a line (behind a prompt, an assignment or ``sudo``) or follows another in a pipe or list.
_PROMPT: Final = r"(?:[\w.@~:/\\-]{0,60}[$%>#][ \t]{1,9})?(?:PS [^>\n]{0,100}>[ \t]{0,9})?(?:sudo[ \t]{1,9})?"
_START: Final = rf"(?:^[ \t]{{0,40}}{_PROMPT}|[|;&(][ \t]{{0,9}})"
_CURL: Final = re.compile(_START + r"(?:/usr/bin/)?curl(?:\.exe)?(?=[ \t\\^`\r\n])", re.MULTILINE)
_WGET: Final = re.compile(_START + r"(?:/usr/bin/)?wget(?:\.exe)?(?=[ \t\\^`\r\n])", re.MULTILINE)
_HTTPIE: Final = re.compile(
    _START + r"(?:https?|xhs?)(?=[ \t]+(?:-|[A-Z]{3,10}[ \t]|:|https?://|[\w.-]{1,80}[./][^\s=:]))", re.MULTILINE
)


def find_curl(text: Traced, budget: Budget) -> Found | None:
    """curl of every shell."""
    return _find("curl", _CURL, ("curl",), read_curl, text, budget)


def find_wget(text: Traced, budget: Budget) -> Found | None:
    """wget."""
    return _find("wget", _WGET, ("wget",), read_wget, text, budget)


def find_httpie(text: Traced, budget: Budget) -> Found | None:
    """HTTPie, and xh, which takes the same words."""
    return _find("httpie", _HTTPIE, ("http", "https", "xh", "xhs"), read_httpie, text, budget)


def _find(
    source: Source, start: re.Pattern[str], names: tuple[str, ...], read: _Reader, text: Traced, budget: Budget
) -> Found | None:
    if start.search(text.text) is None:
        return None
    original = text.original
    credentials = Credentials(original)
    requests: list[Request] = []
    try:
        commands, file = _commands(text, budget)
        for command in commands:
            if command.name in names:
                requests += read(command, credentials, original, file)
    except CommandTextError as error:
        return Found(source, secrets=credentials.found, error=error.sentence(original))
    found = tuple([each.found(original, credentials, budget) for each in requests if each.has_body])
    without = sum(not each.has_body for each in requests)
    if not found:
        return Found(
            source, secrets=credentials.found, error=_("This command sends no body, so there is no event in it.")
        )
    left_out = (LeftOut("request_without_body", without),) if without else ()
    return Found(source, found, credentials.found, left_out)


def _commands(text: Traced, budget: Budget) -> tuple[list[Command], Callable[[str], Word | None]]:
    if is_windows_shell(text.text):
        return windows_commands(text, budget), lambda _name: None
    shell = ShellText(text, budget)
    return shell.commands(), shell.file
