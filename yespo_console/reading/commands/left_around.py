"""What stands before a command on its line and is none: a bullet, a time or a prompt.

A shell would run all of it; nobody meant that. It is left out, and told. What runs a command (``sudo``), what sets a
variable for it and what comes before it in a list of commands is a part of it.
"""

import re
from typing import Final

from yespo_console.reading.origin import Traced, index_of
from yespo_console.reading.reading import Repair, excerpt_around, repair_at

#: Behind one of these a command of its own begins.
_SEPARATOR: Final = re.compile(r"[|;&(](?=[^|;&(]*\Z)")
#: The pattern of a branch of ``case`` is told with that; ``1)`` and ``a)`` are bullets.
_RUNS_IT: Final = re.compile(
    r"\s*+(?:\(?(?!\d{1,3}\))(?:[^\s()]{2,100}|\*)\)[ \t]++)?"
    r"(?>(?:(?:sudo|exec|time|nohup|env|command|then|do|if|while|else|!)[ \t]++"
    r"|[A-Za-z_]\w{0,60}=\S{0,200}[ \t]++)*)"
    r"[\s'\"`@]*+"
)
#: No more is looked at.
_FAR: Final = 300
_FOUND: Final = 60


def left_before(text: Traced, offset: int) -> tuple[Repair, ...]:
    """What was left out before the command that stands at ``offset`` in the original."""
    start = index_of(text, offset)
    begin = max(0, start - _FAR)
    begin = max(begin, text.text.rfind("\n", begin, start) + 1, text.text.rfind("\r", begin, start) + 1)
    separator = _SEPARATOR.search(text.text, begin, start)
    begin = separator.end() if separator else begin
    before = text.text[begin:start]
    return () if _RUNS_IT.fullmatch(before) else (_told(text, begin, start),)


def _told(text: Traced, begin: int, end: int) -> Repair:
    part = text.slice(begin, end).strip()
    return repair_at(part, 0, len(part), "text_around", "", None, found=excerpt_around(part.text, _FOUND))
