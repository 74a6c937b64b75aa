"""What a browser shows of a request: the payload on one line, and below it the same once more, opened as a tree.

The line alone is the payload, where it is whole. What stands in the tree has to stand in it too, or it is not its tree.
"""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair, excerpt_around, repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

#: The payload, and behind it the first line of the tree. A cut off one has dots in it.
_VIEW: Final = re.compile(
    r"\s*+(?P<mark>[▶▼]?)[ \t]*(?P<whole>\{[^\r\n]*\})[ \t]*\r?\n(?=[ \t]*(?:▶|▼)?[ \t]*[\w$]{1,100}:)"
)
_LINE: Final = re.compile(r"[ \t]*(?:▶|▼)?[ \t]*(?P<name>[\w$]{1,100}):[ \t]*(?P<value>[^\r\n]*?)[ \t]*(?:\r?\n\s*|\Z)")
#: Nobody opens a tree of more lines.
_MOST: Final = 2_000
_FOUND: Final = 60


def payload_view(text: Traced, budget: Budget) -> Unwrapped | None:
    """The line of a payload above its tree; None when it is cut off, or something else stands below it."""
    view = _VIEW.match(text.text)
    if view is None or not mentions_event(view["whole"]) or "…" in view["whole"]:
        return None
    at = view.end()
    for _line in range(_MOST):
        line = _LINE.match(text.text, at)
        if line is None:
            return None
        budget.spend(40 + len(view["whole"]) // 8)
        # of a list the tree counts the items
        shown = line["value"] if line["name"].isdecimal() else f"{line['name']}: {line['value']}"
        if shown not in view["whole"]:
            return None
        at = line.end()
        if at == len(text):
            around = [text.slice(*view.span("mark")), text.slice(view.end()).strip()]
            return Unwrapped((text.slice(*view.span("whole")),), tuple(_told(part) for part in around if part.text))
    return None


def _told(part: Traced) -> Repair:
    return repair_at(part, 0, len(part), "text_around", "", None, found=excerpt_around(part.text, _FOUND))
