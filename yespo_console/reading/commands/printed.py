"""Events that echo, printf or cat would print, without the command that they were printed for."""

import re
from collections.abc import Iterator
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.request import Request
from yespo_console.reading.commands.shell import ShellText
from yespo_console.reading.commands.shell_output import output_of
from yespo_console.reading.commands.words import CommandTextError, Word
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.finder import Found
from yespo_console.reading.literals import Unknown, mentions_event
from yespo_console.reading.origin import Traced

_BEGIN: Final = re.compile(
    r"\s{0,200}(?:[\w.@~:/\\-]{0,60}[$%#][ \t]{1,9})?(?:(?P<plain>echo)|printf|cat)[ \t]+(?P<option>-[nE]*e)?"
)
#: PHP knows echo too, and ends it so.
_STATEMENT: Final = re.compile(r"['\"]\s{0,9};\s*\Z")


def find_printed(text: Traced, budget: Budget) -> Found | None:
    """A text that begins with a command which prints an event."""
    begin = _BEGIN.match(text.text)
    if begin is None or not mentions_event(text.text):
        return None
    as_it_is = begin["plain"] is not None and begin["option"] is None
    if as_it_is and _STATEMENT.search(text.text):
        return None
    original, credentials = text.original, Credentials(text.original)
    try:
        requests = list(_printed(text, budget))
    except CommandTextError as error:
        return None if as_it_is else Found("json", error=error.sentence(original))
    found = tuple([each.found(original, credentials, budget) for each in requests])
    return Found("json", found, credentials.found) if found else None


def _printed(text: Traced, budget: Budget) -> Iterator[Request]:
    shell = ShellText(text, budget)
    for command in shell.commands():
        if not any(mentions_event(word.text.text) for word in (*command.words, *filter(None, (command.input,)))):
            continue
        output = output_of(command, shell.files, budget)
        if output is None and command.name not in ("echo", "printf", "cat"):
            continue
        offset = command.words[0].offset
        yield Request(offset, parts=[output or Word(text.slice(0, 0), [(0, Unknown(offset, command.name))])])
