"""Here-documents of bash and the like: the lines that follow a command and are its input."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.words import Word, WordBuilder, open_quote
from yespo_console.reading.origin import Traced

_ANNOUNCED: Final = re.compile(r"<<(?P<dash>-?)[ \t]*(?P<quote>['\"\\]?)(?P<tag>[\w.-]+)(?:['\"])?")
_PARTS: Final = re.compile(r"\\[\\$`]|\\\r?\n|\$(?:\w+|\{\w+\}|\()|`")


@dataclass(frozen=True, slots=True)
class HereDocument:
    """A here-document as its command announces it.

    Attributes:
        tag: the line that ends it.
        dash: whether tabs before that line do not count.
        expands: whether variables in it are replaced.
        end: behind the announcement.
    """

    tag: str
    dash: bool
    expands: bool
    end: int

    def body(self, text: Traced, start: int, budget: Budget) -> tuple[Traced, int]:
        """Its lines, which begin at ``start``, and where the text goes on after them.

        Raises:
            CommandTextError: no line ends it.
        """
        string = text.text
        begin = start
        while begin < len(string):
            budget.spend()
            end = string.find("\n", begin)
            end = len(string) if end < 0 else end
            line = string[begin:end].rstrip("\r")
            if (line.lstrip("\t") if self.dash else line).rstrip(" ") == self.tag:
                return text.slice(start, begin), min(end, len(string))
            begin = end + 1
        raise open_quote(text.offset(start))

    def word(self, body: Traced, variables: Callable[[str], Word | None], budget: Budget) -> Word:
        """What a program reads of its lines."""
        if not self.expands:
            return Word(body)
        builder = WordBuilder(body.original, budget)
        done = 0
        for match in _PARTS.finditer(body.text):
            builder.copy(body, done, match.start())
            done = match.end()
            if match[0].startswith("\\"):
                builder.put(match[0][1:].strip("\r\n"), body.offset(match.start()), len(match[0]))
                continue
            name = match[0].strip("${}")
            value = variables(name)
            if value is not None:
                builder.fill_in(body, match.start(), match.end(), name, value)
                continue
            # Where a command ends in here nobody looked, so its output is nothing that could be left empty.
            builder.leave_out(body, match.start(), match.end(), computed=match[0][-1] not in "(`")
        builder.copy(body, done)
        return builder.word()


def announced(string: str, at: int) -> HereDocument | None:
    """The here-document that is announced at ``at``; None when none is."""
    match = _ANNOUNCED.match(string, at)
    if match is None:
        return None
    return HereDocument(match["tag"], bool(match["dash"]), not match["quote"], match.end())
