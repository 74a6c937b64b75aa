"""Commands of bash that go on in the next line without a sign of it: a mail wrapped them, or somebody typed them so."""

import re
from collections.abc import Sequence
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.curl import awaits_address
from yespo_console.reading.commands.words import Command, Word
from yespo_console.reading.origin import Traced

#: A line that begins as no command does: with an option.
_OPTION: Final = re.compile(r"[ \t]*--?[A-Za-z]")
#: The same with an address before the option, which stands behind it in the line or begins the next one.
_ADDRESS: Final = re.compile(
    r"[ \t]*+(?P<address>(?P<quote>['\"]?)https?://[^\s'\"]{1,2000}(?P=quote))"
    r"(?:[ \t]++|[ \t]*+\\?[ \t]*+\r?\n[ \t]*+)--?[A-Za-z]"
)


def goes_on(text: Traced, at: int, words: Sequence[Word], budget: Budget) -> bool:
    """Whether the line that begins at ``at`` belongs to the command of which ``words`` stand before it.

    An address does only where curl has none yet, and where options follow it: a link below a command is no part of it.
    """
    if _OPTION.match(text.text, at):
        return True
    wrapped = _ADDRESS.match(text.text, at)
    if wrapped is None:
        return False
    budget.spend(len(words) + len(wrapped[0]))
    command = Command((*words, Word(text.slice(*wrapped.span("address"))))).calling(("curl",))
    return command is not None and awaits_address(command)
