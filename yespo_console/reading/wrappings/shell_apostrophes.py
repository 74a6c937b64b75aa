"""JSON out of a command without the command: its apostrophes are spelled as a shell wants them in single quotes.

Between single quotes a shell knows no escape, so an apostrophe is written ``'\\''`` or ``'"'"'``. Where every single
quote of the JSON belongs to one of these, or stands around the JSON, nothing else can be meant.
"""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_APOSTROPHE: Final = r"'(?:\\'|\"'\")'"
#: A single quote: of an apostrophe, around JSON at an end of its lines, or any other.
_QUOTE: Final = re.compile(
    rf"(?P<apostrophe>{_APOSTROPHE})"
    r"|(?P<around>^[ \t]*+'(?=\s{0,99}[{\[])|(?<=[}\]])'(?=[ \t]*+(?:\r?$|[|;&)])))|'",
    re.MULTILINE,
)
_BRACKET: Final = re.compile(r"[{\[]")
_BEGINS: Final = re.compile(r"\s*'?\s*[{\[]")
#: A command that has a reader of its own.
_COMMAND: Final = re.compile(
    r"(?<![\w.-])(?:(?:curl|wget)(?:\.exe)?(?=[ \t\\^])|(?:https?|xhs?)[ \t]+(?:-|:|[A-Z]{3,}[ \t]|https?:))"
)
#: One of a program that nobody knows, whose body may be another.
_UNKNOWN: Final = re.compile(r"^[ \t]*+[A-Za-z][\w./-]{0,60}[ \t][^\r\n]{0,300}?https?://", re.MULTILINE)


def apostrophes_around(text: Traced, budget: Budget) -> Unwrapped | None:
    """The same where the text begins with the JSON, so that no command stands before it."""
    return apostrophes_of_shell(text, budget) if _BEGINS.match(text.text) else None


def apostrophes_of_shell(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text with plain apostrophes in its JSON; None where none is spelled so, or a quote is of another kind."""
    raw = text.text
    if "'\\''" not in raw and "'\"'\"'" not in raw:
        return None
    opening = _BRACKET.search(raw)
    end = max(raw.rfind("}"), raw.rfind("]"))
    budget.spend(len(raw) // 2)
    if opening is None or end < opening.start():
        return None
    if _COMMAND.search(raw) or _UNKNOWN.search(raw, 0, opening.start()):
        return None
    builder = TracedBuilder(text.original)
    done = count = 0
    first: re.Match[str] | None = None
    for quote in _QUOTE.finditer(raw, opening.start(), end):
        budget.spend(40)
        if quote["around"] is not None:
            continue
        if quote["apostrophe"] is None:
            return None
        first = first or quote
        count += 1
        builder.copy(text, done, quote.start())
        builder.put("'", text.offset(quote.start()), quote.end() - quote.start())
        done = quote.end()
    if first is None:
        return None
    builder.copy(text, done)
    return Unwrapped(
        (builder.build(),), (repair_at(text, *first.span(), "shell_apostrophe", "'", None, count=str(count)),)
    )
