"""The rest of a curl command whose first lines were not copied: options alone, among them the one with the body.

It is read from its first option on that stands outside quotes. Which one that is shows the whole: from any other, what
is quoted ends where it should not, so that no body comes of it or its quotes are lost.
"""

import re
from typing import Final

from yespo_console.reading.bodies import is_json
from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.curl import read_curl
from yespo_console.reading.commands.finders import Requests
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.finder import Found
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Repair, excerpt_around, repair_at

#: A command with its name is none that is cut off here.
_NAMED: Final = re.compile(r"(?<![\w.-])(?:curl|wget|https?|xhs?|irm|iwr|Invoke-\w{1,30})(?:\.exe)?[ \t]")
_BODY: Final = re.compile(
    r"(?:^|[ \t])(?:-d|--json|--data(?:-raw|-binary|-ascii)?)(?:[ \t=]{1,9}|(?=['\"$^]))[$^]?['\"]", re.MULTILINE
)
_OPTION: Final = re.compile(r"(?:^|[ \t])(?=(?:-[A-Za-z]|--[a-z][\w-]{1,30})(?:[ \t='\"$^]|\r?$))", re.MULTILINE)
#: What may be left of a command before its first option: the end of its name, or an address; else the end of what is
#: quoted.
_REST: Final = re.compile(r"(?:u?r?l[ \t]|-?H[ \t]|['\"]|https?://)")
_BETWEEN_LINES: Final = " \t\r\n\\^`"
#: So many options are tried; a header may hold what looks like some.
_MOST: Final = 12
_LONGEST: Final = 100_000
_FOUND: Final = 60
_NAME: Final = "curl "


def find_cut_curl(text: Traced, budget: Budget) -> Found | None:
    """curl without its beginning; what of an option is left there is told."""
    raw = text.text
    if "-d" not in raw and "--json" not in raw:
        return None
    if len(raw) > _LONGEST or not mentions_event(raw):
        return None
    body = _BODY.search(raw)
    if body is None or _NAMED.search(raw):
        return None
    for number, option in enumerate(_OPTION.finditer(raw, 0, body.end())):
        if number == _MOST:
            return None
        budget.spend(len(raw))
        if (found := _from(text, option.end(), budget)) is not None:
            return found
    return None


def _from(text: Traced, start: int, budget: Budget) -> Found | None:
    """The command from the option at ``start`` on; None when it is none from there."""
    before = text.text[:start].strip(_BETWEEN_LINES)
    if before and not (_REST.match(before) or before.count("'") % 2 or before.count('"') % 2):
        return None
    builder = TracedBuilder(text.original)
    builder.put(_NAME, text.offset(start), 0)
    builder.copy(text, start)
    command = builder.build()
    credentials = Credentials(text.original)
    requests, error = Requests(("curl",), read_curl, credentials, text.original).of(command, budget)
    if error is not None or len(requests) != 1 or not requests[0].parts:
        return None
    [request] = requests
    # What a variable stands for may be said in what is missing.
    if any(part.holes or not is_json(part.text.text) for part in request.parts):
        return None
    request.repairs = (*_told(text, start), *request.repairs)
    return Found("curl", (request.found(text.original, credentials, budget),), credentials.found)


def _told(text: Traced, start: int) -> tuple[Repair, ...]:
    cut = repair_at(text, start, start, "command_cut_off")
    before = text.slice(0, start).strip()
    if not before.text:
        return (cut,)
    found = excerpt_around(before.text, _FOUND)
    return repair_at(before, 0, len(before), "text_around", "", None, found=found), cut
