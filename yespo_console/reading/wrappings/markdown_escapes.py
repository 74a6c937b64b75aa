"""JSON as an editor of Markdown hands it out: with a backslash before brackets, underscores and asterisks."""

import re
from typing import Final

from yespo_console.reading.bodies import is_json
from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import Dialect, unescape
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

#: What Markdown escapes. No quote, slash or letter is among it, so that a backslash of JSON is none of these.
_ESCAPE: Final = re.compile(r"\\(?P<sign>[][{}()_*#+.!|<>~`=:&-])?")
_TAKEN_OFF: Final = Dialect(_ESCAPE, lambda match: match["sign"])
#: A bracket of the JSON itself: there a backslash cannot be meant.
_BRACKET: Final = re.compile(r"\A\\[\[{]|\"\s{0,20}:\s{0,20}\\[\[{]")


def markdown_escapes(text: Traced, _budget: Budget) -> Unwrapped | None:
    """The text without them, where they stand before brackets of JSON and every backslash in it is one of them."""
    if "\\" not in text.text:
        return None
    whole = text.strip()
    if _BRACKET.search(whole.text) is None or any(escape["sign"] is None for escape in _ESCAPE.finditer(whole.text)):
        return None
    plain = unescape(whole, _TAKEN_OFF)
    if not is_json(plain.text):
        return None
    first = whole.text.index("\\")
    return Unwrapped((plain,), (repair_at(whole, first, first + 1, "markdown_escapes"),))
