"""Finds commands in a text: which program, which shell, and the requests they send."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.curl import read_curl
from yespo_console.reading.commands.httpie import read_httpie
from yespo_console.reading.commands.powershell_words import is_powershell, powershell_commands, written_file
from yespo_console.reading.commands.request import Request
from yespo_console.reading.commands.shell import ShellText
from yespo_console.reading.commands.wget import read_wget
from yespo_console.reading.commands.windows_shell import decoded_file, is_windows_shell, windows_commands
from yespo_console.reading.commands.words import Command, CommandTextError, Word
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.finder import Found
from yespo_console.reading.origin import Original, Traced
from yespo_console.reading.reading import LeftOut, Source

_Reader = Callable[[Command, Credentials, Original, Callable[[str], Word | None]], Iterator[Request]]

#: A command begins a line (behind a prompt, an assignment or ``sudo``) or follows another in a pipe or list.
_PROMPT: Final = (
    r"(?:[A-Za-z]:\\[^>\n]{0,200}>[ \t]{0,9})?(?:[\w.@~:/\\-]{0,60}[$%>#][ \t]{1,9})?(?:PS [^>\n]{0,100}>[ \t]{0,9})?"
    r"(?:sudo[ \t]{1,9})?"
)
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
    if not any(name in text.text for name in names):  # costs little in a long text
        return None
    first = start.search(text.text)
    if first is None:
        return None
    credentials = Credentials(text.original)
    begin = text.text.rfind("\n", 0, max(first.start(), text.text.find("\n", first.start(), first.end())) + 1) + 1
    wanted = _Wanted(names, read, credentials, text.original)
    requests, error = wanted.requests(text, budget)
    if not any(each.has_body for each in requests) and begin > 0:
        # Words before the command may look like quotes and options to a shell.
        requests, error = wanted.requests(text.slice(begin), budget)
    found = tuple([each.found(text.original, credentials, budget) for each in requests if each.has_body])
    without = sum(not each.has_body for each in requests)
    if not found:
        sentence = _("This command sends no body, so there is no event in it.")
        if error is not None:
            sentence = error.sentence(text.original)
        return Found(source, secrets=credentials.found, error=sentence)
    left_out = (LeftOut("request_without_body", without),) if without else ()
    behind = max(0, wanted.end_of_last - text.offset(0))
    cut_off = start.search(text.text, behind) is not None
    return Found(
        source, found, credentials.found, left_out, error.sentence(text.original) if error and cut_off else None
    )


class _Wanted:
    """The commands of one program, as they are found in a text."""

    def __init__(self, names: tuple[str, ...], read: _Reader, credentials: Credentials, original: Original) -> None:
        self._names = names
        self._read = read
        self._credentials = credentials
        self._original = original
        #: Behind the last word of the last of them, in the text.
        self.end_of_last = 0

    def requests(self, text: Traced, budget: Budget) -> tuple[list[Request], CommandTextError | None]:
        """What they send, up to a place at which the text makes no sense any more, and what is wrong there."""
        found: list[Request] = []
        commands, file = _commands(text, budget)
        try:
            for command in commands:
                if command.name not in self._names:
                    continue
                for request in self._read(command, self._credentials, self._original, file):
                    request.repairs = command.repairs
                    found.append(request)
                last = command.words[-1].text
                self.end_of_last = last.offset(len(last))
        except CommandTextError as error:
            return found, error
        return found, None


def _commands(text: Traced, budget: Budget) -> tuple[Iterator[Command], Callable[[str], Word | None]]:
    if is_windows_shell(text.text):
        return windows_commands(text, budget), lambda name: decoded_file(text, name)
    if is_powershell(text.text):
        return powershell_commands(text, budget), lambda name: written_file(text, name)
    shell = ShellText(text, budget)
    return shell.commands(), shell.file
