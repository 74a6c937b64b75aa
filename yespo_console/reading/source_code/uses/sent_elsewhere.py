"""The requests beside an event that go elsewhere: what a browser copies as "all as fetch" holds many.

Only a call counts that sends by its name and spells out an address; what is done with a variable is not asked.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.addresses import is_event_call
from yespo_console.reading.source_code.uses.use_kinds import LAST_WORD

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: As the last word of a name, in small letters.
_REQUESTS: Final = re.compile(
    r"fetch|axios|ajax|getjson|request|get|post|put|patch|delete|head|sendbeacon|file_get_contents|curl_init|wp_remote_\w+"
    r"|(?:get|post|put|patch|delete)async|invoke-restmethod|invoke-webrequest|irm|iwr"
)
#: An address as the first text of a call; a command of PowerShell names it with an option, and an object with a member.
_ADDRESS: Final = re.compile(
    r"[\w.$:>\\-]{1,200}\s{0,9}\(?\s{0,99}(?:['\"](?:GET|POST|PUT|PATCH|DELETE)['\"],\s{0,9}"
    r"|(?:-\w{1,40}[\s`]{1,9}(?:[\w$]{1,40}[\s`]{1,9})?){0,5}-Uri\s{1,9}|\{[^{}'\"]{0,200}url['\"]?:\s{0,9})?"
    r"[frb@]?['\"`]?(?P<address>https?://[^\s'\"`<>]{1,2000})",
    re.IGNORECASE,
)
_LONGEST: Final = 2500


def count_sent_elsewhere(reader: "CodeReader", events: Sequence[Node]) -> int:
    """How many calls send something to an address that is spelled out and is none of an event call.

    ``events`` are in the order of the text; a call that holds one sends it.
    """
    starts = [event.start_byte for event in events]
    count = 0
    for call in reader.calls:
        reader.budget.spend(2)
        first = bisect_left(starts, call.start_byte)
        if first < len(starts) and starts[first] < call.end_byte:
            continue
        count += is_request(LAST_WORD.sub("", reader.call(call)[0]).lower()) and goes_elsewhere(reader, call)
    return count


def is_request(word: str) -> bool:
    """Whether what is called sends something, by the last word of its name."""
    return _REQUESTS.fullmatch(word) is not None


def goes_elsewhere(reader: "CodeReader", call: Node) -> bool:
    """Whether a call spells out an address that is none of an event call."""
    begin = reader.code.start(call)
    spelled = reader.code.text.text[begin : min(begin + _LONGEST, reader.code.end(call))]
    address = _ADDRESS.match(spelled)
    return address is not None and not is_event_call(address["address"])
