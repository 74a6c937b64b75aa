"""Whether a text has the looks of an event or of what holds one: a guess that costs nothing."""

import re
from typing import Final

#: What a text with an event in it says somewhere.
_EVENT: Final = re.compile(r"eventTypeKey|eventKey|/v[123]/event\b")
#: What begins like JSON or a command is no search.
_COPIED: Final = re.compile(r"\s*(?:[\[{]\s*[\"'{\[]|(?:\$ )?curl(?:\.exe)?\s|Authorization:)", re.IGNORECASE)
#: A shorter text holds no event.
SHORTEST: Final = 20


def may_hold_an_event(text: str) -> bool:
    """Whether reading it is worth the time."""
    return len(text) >= SHORTEST and _EVENT.search(text) is not None


def was_copied_elsewhere(text: str) -> bool:
    """Whether it came from another program to be opened, and is nothing that somebody would type into a line."""
    return len(text) >= SHORTEST and (
        _COPIED.match(text) is not None or (_EVENT.search(text) is not None and any(sign in text for sign in "{=/"))
    )
