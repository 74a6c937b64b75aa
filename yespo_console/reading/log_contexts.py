"""What a logger of PHP puts behind all that is said in a line: a context and what it adds, ``[]`` where there is none.

Only broken JSON needs to be told where it ends before that: sound JSON ends by itself.
"""

import re
from typing import Final

from yespo_console.events.event import Node
from yespo_console.reading.bodies import is_param
from yespo_console.reading.budget import Budget
from yespo_console.reading.standing_apart import MEMBER, end_of_brackets, sound_value

_BEHIND_BLANKS: Final = re.compile(r"[ \t]{1,9}(?=[\[{])")
_LINE_END: Final = re.compile(r"[ \t]{0,9}(?:[\r\n]|\Z)")
#: The context, and what is added.
_MOST: Final = 2
_LONGEST: Final = 2000


def end_before_context(line: str, opening: int, budget: Budget) -> int | None:
    """Where the bracket at ``opening`` ends if nothing but a context stands behind it in the line, else None.

    All brackets count, since the quotes are broken. Nothing further on may be a part of an event.
    """
    budget.spend(2 * (len(line) - opening))
    end = end_of_brackets(line, opening)
    if not end or MEMBER.search(line, end) is not None:
        return None
    at = end
    for _context in range(_MOST):
        blanks = _BEHIND_BLANKS.match(line, at)
        if blanks is None:
            break
        context, at = sound_value(line, blanks.end(), budget)
        if not at or at - blanks.end() > _LONGEST or _is_rest_of_event(context):
            return None
    return end if at > end and _LINE_END.match(line, at) else None


def _is_rest_of_event(context: Node) -> bool:
    return any(map(is_param, context if isinstance(context, tuple) else (context,)))
