"""On what it depends whether code of C#, Go, Rust or Swift sends an event: the ``if .. {`` around it, guards before it.

There is no grammar of these languages: texts, comments and braces are known, how a line begins that asks, and where a
name is used that the code gives to an event.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.finder import FoundRequest
from yespo_console.reading.harmless_words import HIDDEN, is_harmless
from yespo_console.reading.masking import word_without_secrets
from yespo_console.reading.origin import Traced, index_of
from yespo_console.reading.reading import Repair, sent_another, sent_in_turn, sent_on_condition
from yespo_console.reading.source_code.texts.blocks_in_braces import COMMENT, LITERAL, Block, Blocks
from yespo_console.reading.source_code.texts.uses_in_braces import Uses
from yespo_console.reading.spans import Span

_LONGEST: Final = 300_000
#: So many functions call each other.
_MOST_CALLS: Final = 8
_WORD: Final = re.compile(r"\w+")
#: What may be a key in a condition.
_VALUES: Final = re.compile(rf"{LITERAL}|{COMMENT}|(?<![\w.])\d[\w.]*")


def with_conditions_told(requests: Iterable[FoundRequest], text: Traced, budget: Budget) -> Iterator[FoundRequest]:
    """The requests of code in such a language, each with the nearest condition of the places that send its event."""
    requests = tuple(requests)
    if len(text) > _LONGEST or not any(each.error is None for each in requests):
        yield from requests
        return
    budget.spend(len(text))
    blocks = Blocks(text.text)
    uses = Uses(blocks, budget)
    conditions = _Deciding(uses, blocks, blocks.condition_at)
    loops = _Deciding(uses, blocks, blocks.loop_at)
    calls = _Deciding(uses, blocks, blocks.call_at)
    is_one = sum(each.error is None for each in requests) == 1
    for request in requests:
        is_told = request.error is not None or any(each.code == "sent_on_condition" for each in request.repairs)
        place = 0 if is_told else index_of(text, request.body.offset(0))
        condition = None if is_told else conditions.of(place)
        other = uses.other_body(place) if is_one and not is_told else None
        is_error = request.error is not None
        place = 0 if is_error else index_of(text, request.body.offset(0))
        loop = None if is_error else loops.of(place)
        if loop is not None and not uses.names_of(place).isdisjoint(_WORD.findall(text.text[slice(*loop)])):
            loop = None  # it goes through what holds the event
        call = None if is_error else calls.of(place)
        told = [] if condition is None else [_told(sent_on_condition, text, condition)]
        told += [] if loop is None else [_told(partial(sent_in_turn, "sent_in_loop"), text, loop)]
        told += [] if call is None else [_told(partial(sent_in_turn, "sent_when_called"), text, call)]
        told += [] if other is None else [_told(sent_another, text, other)]
        yield replace(request, repairs=tuple(sorted((*request.repairs, *told), key=lambda each: each.offset)))


def _told(tells: Callable[[Traced, int, int, str], Repair], text: Traced, span: Span) -> Repair:
    return tells(text, *span, shown_without_grammar(text.text[slice(*span)]))


class _Deciding:
    """What decides in one text about what is sent there, as far as that is of one kind."""

    def __init__(self, uses: Uses, blocks: Blocks, found_at: Callable[[int], Span | None]) -> None:
        """``found_at`` tells what a place depends on, or is carried out by, in the function in which it stands."""
        self._blocks = blocks
        self._uses = uses
        self._found_at = found_at
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
        found = self._found_at(place)
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
