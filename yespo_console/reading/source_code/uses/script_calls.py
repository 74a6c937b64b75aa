"""Calls of Yespo's web script, which are no requests: what they hold is for the script, and under its own names."""

import re
from typing import Final

from yespo_console.reading.bodies import for_web_script
from yespo_console.reading.budget import Budget
from yespo_console.reading.finder import Found
from yespo_console.reading.literals import may_hold_event
from yespo_console.reading.origin import Traced

_CALL: Final = re.compile(
    r"(?<![\w.$])(?:window\.)?eS\(\s{0,40}['\"`]sendEvent['\"`]\s{0,40},\s{0,40}['\"`](?P<event>\w{1,60})['\"`]"
)


def find_script_call(text: Traced, budget: Budget) -> Found | None:
    """A call of the web script in a text without an event: says what it is, and what its event may be here."""
    call = _CALL.search(text.text) if "eS(" in text.text else None
    budget.spend(len(text) // 10)
    if call is None or may_hold_event(text.text):
        return None
    return Found("javascript", error=for_web_script(call["event"]))
