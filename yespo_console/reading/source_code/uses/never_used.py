"""Events in variables that the code never names again, beside others that it does: those are not sent."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.source_code.uses.sent_instead import SentInstead

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

_WORD: Final = re.compile(r"\w+")
_NAME: Final = re.compile(r"\$?(\w+)")
#: What other programs may use stands behind one of these in its line.
_FOR_OTHERS: Final = re.compile(
    r"\b(?:export|exports|global|public|protected|internal|static|open|return|window|self|this)\b"
)
_FAR: Final = 200
#: So far above an event stands the call that it is written into, at most.
_MOST_STEPS: Final = 10


def never_used(reader: "CodeReader", instead: SentInstead, events: Sequence[Node]) -> set[int]:
    """The ids of those ``events`` (in the order of the text) that only a variable holds which nothing names again.

    Empty where no event is named again or stands in a call: the code shows events, and sends none of them.
    """
    if len(events) < 2:
        return set()
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
        if len(simple) < len(names) or any(words[name] > 1 for name in simple):
            is_any_used = True
        elif not is_for_others(reader, event):
            unused.add(event.id)
    return unused if is_any_used else set()


def is_for_others(reader: "CodeReader", event: Node) -> bool:
    """Whether the line in which an event begins says that other programs may use it."""
    raw, begin = reader.code.text.text, reader.code.start(event)
    far = max(0, begin - _FAR)
    return _FOR_OTHERS.search(raw, max(far, raw.rfind("\n", far, begin) + 1), begin) is not None


def _is_in_call(reader: "CodeReader", event: Node) -> bool:
    around = reader.parent(event)
    for _step in range(_MOST_STEPS):
        if around is None or around.type in reader.CALLS:
            break
        around = reader.parent(around)
    return around is not None and around.type in reader.CALLS
