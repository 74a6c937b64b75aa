"""Where a text is cut off and it seems that a quote is wrong, or it seems cut off and holds line ends of a log."""

import re
from typing import Final

from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.reading.budget import Budget
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.mending.tokens import LINE_END
from yespo_console.reading.origin import Traced

#: The beginning of a member at the end of a text, behind a bracket or a comma.
_NAME: Final = re.compile(r",?\s{0,200}\"[\w.@-]{0,100}\"?\s{0,200}\Z")
#: A text, perhaps without its end, or a bracket.
_SIGN: Final = re.compile(r"\"(?:[^\"\\]|\\.)*(?P<end>\"?)|[{}\[\]]", re.DOTALL)
_CLOSING: Final = {"{": "}", "[": "]"}
#: A line end as rsyslog writes it, where JSON may have one; JSON in one line has no comment there.
_LINE_END_OF_LOG: Final = re.compile(r"[{}\[\],](?P<sign>#012)|\"(?P<last>#012)(?=#|[ \t]{0,99}[}\]])")
#: So far from the end of the text such a name begins.
_NEAR: Final = 600
#: What mending says of such a text, whose last quote it takes for one of the text before it.
CODES: Final = frozenset(("colon", "stray_quote", "quote_missing"))


def not_cut_off(text: Traced, start: int, budget: Budget) -> RefusedError | None:
    """What to say of the JSON in one line that begins at ``start`` and lost its end to what was taken for a comment."""
    raw = text.text
    end = LINE_END.search(raw, start)
    line = raw[start : len(raw) if end is None else end.start()]
    budget.spend(len(line))
    sign = _LINE_END_OF_LOG.search(line)
    if sign is None or line.count("{") + line.count("[") > line.count("}") + line.count("]"):
        return None
    place = sign.start("sign" if sign["sign"] else "last")
    return RefusedError(text, start + place, "line_end_of_log", found=line[place : place + 4])


def cut_short(text: Traced, start: int, budget: Budget) -> RefusedError | None:
    """What to say of sound JSON that begins at ``start`` and ends within the name of a member, or right behind it.

    No quote is wrong in it. None where it is not all sound up to its end.
    """
    raw = text.text
    name = _NAME.search(raw, max(start, len(raw) - _NEAR))
    if name is None:
        return None
    budget.spend(len(raw) - start)
    opened: list[int] = []
    for sign in _SIGN.finditer(raw, start, name.start()):
        if sign[0] in _CLOSING:
            opened.append(sign.start())
        elif sign[0] in "]}":
            if not opened:
                return None
            opened.pop()
        elif not sign["end"]:
            return None
    if not opened:
        return None
    try:
        parse(raw[start : name.start()] + "".join(_CLOSING[raw[place]] for place in reversed(opened)))
    except JsonTextError:
        return None
    return RefusedError(text, opened[-1], "cut_off", bracket=raw[opened[-1]])
