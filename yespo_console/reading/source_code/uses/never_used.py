"""Events in variables that the code never names again, where it sends something else: those are not sent."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.addresses import is_event_call
from yespo_console.reading.source_code.uses.sent_instead import SentInstead
from yespo_console.reading.source_code.uses.use_kinds import LAST_WORD, doing_of

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

_WORD: Final = re.compile(r"\w+")
_NAME: Final = re.compile(r"\$?(\w+)")
#: What other programs may use stands behind one of these in its line.
_FOR_OTHERS: Final = re.compile(
    r"\b(?:export|exports|global|public|protected|internal|static|open|return|window|self|this)\b"
)
_FAR: Final = 200
#: A body as calls name it, and an address.
_BODY: Final = re.compile(
    r"(?:\b(?:body|json|data|content|payload|form_params)\b['\"]?\s{0,9}(?:=|:|,|\})|POSTFIELDS\b|\s-Body\b)",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"https?://[^\s'\"`<>]{1,2000}")
#: Functions whose second argument is what they send.
_SENDS_SECOND: Final = re.compile(r"(?:post|put|patch)\w*\Z", re.IGNORECASE)
#: The beginning of a call is looked at as far as this.
_MOST_OF_CALL: Final = 2000
#: So far above an event stands the call that it is written into, at most.
_MOST_STEPS: Final = 10


def never_used(reader: "CodeReader", instead: SentInstead, events: Sequence[Node]) -> tuple[set[int], bool]:
    """The ids of those ``events`` (in the order of the text) that only a variable holds which nothing names again.

    Also whether another one is named again or stands in a call: else the code only shows events.
    """
    raw = reader.code.text.text
    reader.budget.spend(len(raw) // 4)
    words: Counter[str] = Counter()
    done = 0
    for event in events:
        words.update(_WORD.findall(reader.fold(raw[done : reader.code.start(event)])))
        done = reader.code.end(event)
    words.update(_WORD.findall(reader.fold(raw[done:])))
    unused: set[int] = set()
    is_any_used = False
    for event in events:
        names = [name for name, _setting in instead.holders_of(event)]
        if not names:
            is_any_used = is_any_used or _is_in_call(reader, event)
            continue
        simple = [name[1] for each in names if (name := _NAME.fullmatch(each)) is not None]
        begin = reader.code.start(event)
        line = raw[max(0, begin - _FAR, raw.rfind("\n", 0, begin) + 1) : begin]
        if len(simple) < len(names) or any(words[name] > 1 for name in simple):
            is_any_used = True
        elif _FOR_OTHERS.search(line) is None:
            unused.add(event.id)
    return unused, is_any_used


def sends_another(reader: "CodeReader") -> bool:
    """Whether a call of a text in which no event is used sends something as one."""
    return any(_sends_body(reader, call) for call in reader.calls)


def _sends_body(reader: "CodeReader", call: Node) -> bool:
    reader.budget.spend(2)
    name, arguments = reader.call(call)
    word = LAST_WORD.sub("", name)
    if doing_of(word) != "sends":
        return False
    start = reader.code.start(call)
    spelled = reader.code.text.text[start : min(start + _MOST_OF_CALL, reader.code.end(call))]
    address = _ADDRESS.search(spelled)
    if address is not None and not is_event_call(address[0]):
        return False
    second = arguments[1] if len(arguments) > 1 and _SENDS_SECOND.match(word) else None
    return (second is not None and reader.map_in(second).type not in reader.MAPS) or _BODY.search(spelled) is not None


def _is_in_call(reader: "CodeReader", event: Node) -> bool:
    around = reader.parent(event)
    for _step in range(_MOST_STEPS):
        if around is None or around.type in reader.CALLS:
            break
        around = reader.parent(around)
    return around is not None and around.type in reader.CALLS
