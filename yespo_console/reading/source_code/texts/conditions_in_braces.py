"""On what it depends whether code of C#, Go, Rust or Swift sends an event: the ``if .. {`` around it, guards before it.

There is no grammar of these languages: texts, comments and braces are known, how a line begins that asks, and where a
name is used that the code gives to an event.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.finder import FoundRequest
from yespo_console.reading.harmless_words import HIDDEN, is_harmless
from yespo_console.reading.masking import word_without_secrets
from yespo_console.reading.origin import Traced, index_of
from yespo_console.reading.reading import Repair, sent_another, sent_on_condition
from yespo_console.reading.source_code.texts.blocks_in_braces import COMMENT, LITERAL, Block, Blocks
from yespo_console.reading.source_code.texts.uses_in_braces import Uses
from yespo_console.reading.spans import Span

_LONGEST: Final = 300_000
#: So many functions call each other.
_MOST_CALLS: Final = 8
#: What may be a key in a condition.
_VALUES: Final = re.compile(rf"{LITERAL}|{COMMENT}|(?<![\w.])\d[\w.]*")


def with_conditions_told(requests: Iterable[FoundRequest], text: Traced, budget: Budget) -> Iterator[FoundRequest]:
    """The requests of code in such a language, each with the nearest condition of the places that send its event."""
    requests = tuple(requests)
    if len(text) > _LONGEST or not any(each.error is None for each in requests):
        yield from requests
        return
    budget.spend(len(text))
    conditions = _Conditions(text.text, budget)
    is_one = sum(each.error is None for each in requests) == 1
    for request in requests:
        is_told = request.error is not None or any(each.code == "sent_on_condition" for each in request.repairs)
        place = 0 if is_told else index_of(text, request.body.offset(0))
        condition = None if is_told else conditions.of(place)
        other = conditions.other_body(place) if is_one and not is_told else None
        told = [] if condition is None else [_told(sent_on_condition, text, condition)]
        told += [] if other is None else [_told(sent_another, text, other)]
        yield replace(request, repairs=tuple(sorted((*request.repairs, *told), key=lambda each: each.offset)))


def _told(tells: Callable[[Traced, int, int, str], Repair], text: Traced, span: Span) -> Repair:
    return tells(text, *span, shown_without_grammar(text.text[slice(*span)]))


class _Conditions:
    """Those of one text."""

    def __init__(self, raw: str, budget: Budget) -> None:
        self._blocks = Blocks(raw)
        self._uses = Uses(self._blocks, budget)
        self.other_body = self._uses.other_body
        #: Those of the calls of the functions around, by where a block begins.
        self._known: dict[int, Span | None] = {}
        self._depth = 0

    def of(self, event: int) -> Span | None:
        """Where that stands on which it depends whether an event is sent."""
        return self._of_all(self._uses.ends(event))

    def _of_all(self, places: Sequence[int]) -> Span | None:
        if self._depth > _MOST_CALLS:
            return None
        self._depth += 1
        conditions = [self._at(place) for place in places]
        self._depth -= 1
        return conditions[0] if conditions and all(conditions) else None

    def _at(self, place: int) -> Span | None:
        found = self._blocks.condition_at(place)
        passed: list[int] = []
        block: Block | None = self._blocks.block_at(place)
        while found is None and block is not None:
            if block.start in self._known:
                found = self._known[block.start]
                break
            self._known[block.start] = None  # meets itself
            passed.append(block.start)
            calls = self._uses.calls_of(block)
            found = self._of_all(calls) if calls else None
            block = block.outer
        self._known.update(dict.fromkeys(passed, found))
        return found


def shown_without_grammar(condition: str) -> str:
    """A condition in one line, without what may be a key in it."""

    def hide(part: re.Match[str]) -> str:
        if part["comment"] is not None:
            return " "
        return part[0] if is_harmless(part[0].strip("\"'`"), condition) else HIDDEN

    return " ".join(word_without_secrets(_VALUES.sub(hide, condition)).split())
