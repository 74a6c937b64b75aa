"""Invisible signs that a program put between letters, to say where a line may end: a PDF, a page, a chat."""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

#: A soft hyphen, and spaces and marks without a width that change no letter beside them.
_SIGNS: Final = "\u00ad\u200b\u2060\ufeff"
_SIGN: Final = re.compile(f"[{_SIGNS}]")
_NAMES: Final = ("eventTypeKey", "keyValue", "params", "name", "value")
#: A name of an event that has some within, an address or a word in the type of an event: nobody means them there.
_NAME: Final = re.compile("[\"'“”](?:" + "|".join(f"[{_SIGNS}]*".join(name) for name in _NAMES) + ")[\"'“”]")
_WHERE_NONE_IS: Final = re.compile(
    rf"eventTypeKey[\"'”]\s{{0,9}}:\s{{0,9}}[\"'“][\w .-]{{0,100}}[A-Za-z]{{2}}[{_SIGNS}][A-Za-z]{{2}}"
    rf"|[\w.+-](?:[{_SIGNS}][\w.+-]{{0,64}}@|@(?=[\w.-]{{0,100}}[{_SIGNS}][\w.-]))[\w.{_SIGNS}-]{{1,100}}\.\w"
    rf"|https?://[^\s\"'<>{_SIGNS}]{{0,300}}[{_SIGNS}]\w"
)


def invisible_signs(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text without invisible signs; None where none shows to be of a program, since in a text they may be meant."""
    raw = text.text
    first = _SIGN.search(raw)
    if first is None:
        return None
    budget.spend(len(raw) // 2)
    has_some = any(_SIGN.search(name[0]) for name in _NAME.finditer(raw))
    if not has_some and _WHERE_NONE_IS.search(raw) is None:
        return None
    builder = TracedBuilder(text.original)
    done = count = 0
    for sign in _SIGN.finditer(raw):
        budget.spend(40)
        builder.copy(text, done, sign.start())
        done = sign.end()
        count += 1
    builder.copy(text, done)
    return Unwrapped((builder.build(),), (repair_at(text, *first.span(), "invisible_signs", count=str(count)),))
