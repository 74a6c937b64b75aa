"""An object of JavaScript or Python in the double quotes of a program: ``"{'eventTypeKey': 'x'}"``.

It needs no escapes for its own quotes, so that the text does not look escaped, and whatever is escaped in it is so
twice. Where somebody put it into quotes by hand, it is not.
"""

import re
from collections.abc import Iterator
from typing import Final

from yespo_console.events.event import Node
from yespo_console.events.json_text import parse
from yespo_console.reading import escapes
from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import UndecodableError, unescape
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.mending.mend import mend
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair, repair_at
from yespo_console.reading.spans import Span
from yespo_console.reading.wrappings.sentences import told
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_OPENING: Final = re.compile(r"[{\[]")
_LITERAL: Final = re.compile(
    r"\"(?P<text>\s{0,99}[{\[]\s{0,99}(?:[{\[]\s{0,99})?(?:'\w{1,60}'|[A-Za-z_$][\w$]{0,60})\s{0,9}:(?:[^\"\\\r\n]|\\.)*+)\""
)
#: The end of a statement, and with it of a line.
_ENDS: Final = re.compile(r"[ \t]*;[ \t]*(?:\r?\n|\Z)")


def quoted_literal(text: Traced, budget: Budget) -> Unwrapped | None:
    """The first brackets of a text where they are such an object in quotes; None without a backslash in it.

    Raises:
        RefusedError: it is another event with its escapes undone, and nothing tells whether a program wrote them.
    """
    first = _OPENING.search(text.text)
    quote = -1 if first is None else text.text.rfind('"', 0, first.start())
    literal = _LITERAL.match(text.text, quote) if quote >= 0 else None
    if literal is None or "\\" not in literal["text"] or not mentions_event(literal["text"]):
        return None
    if _OPENING.search(text.text, literal.end()):
        return None
    budget.spend(len(literal["text"]))
    as_it_stands = text.slice(*literal.span("text"))
    try:
        inner = unescape(as_it_stands, escapes.JSON)
    except UndecodableError:
        return None
    if _ENDS.match(text.text, literal.end()) is None and (said := _said(as_it_stands, budget)) is not None:
        printed = _said(inner, budget)
        if printed is None or printed == said:
            return None
        place = literal.start("text") + literal["text"].index("\\")
        raise RefusedError(text, place, "printed_backslashes", final=True)
    undone = repair_at(text, literal.start(), literal.start("text"), "escaped_text")
    around = ((0, literal.start()), (literal.end(), len(text)))
    before, behind = (tuple(_told(text, span)) for span in around)
    return Unwrapped((inner,), (*before, undone, *behind))


def _said(text: Traced, budget: Budget) -> Node | None:
    """What it says as JSON, mended; None where it cannot be read."""
    start = len(text.text) - len(text.text.lstrip())
    try:
        mended = mend(text, start, budget, frozenset())
    except RefusedError:
        return None
    return None if text.text[mended.end :].strip() else parse(mended.json)


def _told(text: Traced, span: Span) -> Iterator[Repair]:
    if any(map(str.isalnum, text.text[slice(*span)])):
        yield told(text, span)
