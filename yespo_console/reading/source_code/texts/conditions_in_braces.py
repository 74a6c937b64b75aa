"""On what it depends whether code of C#, Go or Swift is carried out: the ``if .. {`` around it, and guards before it.

There is no grammar of these languages: texts, comments and braces are known, and how a line begins that asks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.finder import FoundRequest
from yespo_console.reading.harmless_words import HIDDEN, is_harmless
from yespo_console.reading.masking import word_without_secrets
from yespo_console.reading.origin import Traced, index_of
from yespo_console.reading.reading import sent_on_condition
from yespo_console.reading.spans import Span

_LONGEST: Final = 300_000
#: What is never closed goes to the end of the line or of the text, so that nothing in it is tried.
_LITERAL: Final = (
    r"(?P<literal>\"{3}(?:[\s\S]*?\"{3}|[\s\S]*)|\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?|`[^`]*+`?)"
)
_COMMENT: Final = r"(?P<comment>//[^\n]*+|/\*(?:[\s\S]*?\*/|[\s\S]*))"
_PASSED_OVER: Final = re.compile(rf"{_LITERAL}|{_COMMENT}")
_CHARACTER: Final = re.compile(r"[^\n]")
_BRACE: Final = re.compile(r"[{}]")
#: Before a brace; ``else`` alone asks what the branch before it did.
_ASKS: Final = re.compile(
    r"(?:\A|[\n;])[ \t]{0,80}(?:else[ \t]{1,9})?(?P<word>if|while|switch|guard|else)\b[ \t]{0,9}"
    r"(?P<condition>[^\n]{0,400}?)(?:[ \t]{1,9}else)?\s{0,80}\Z"
)
#: A whole statement that leaves off without an error.
_GUARD: Final = re.compile(
    r"(?:\A|[\n;])[ \t]{0,80}if[ \t]{0,9}\((?P<condition>[^\n;]{1,400}?)\)\s{0,80}return(?:[ \t]{1,9}(?:null|false))?;"
)
_LEAVES: Final = re.compile(r"(?:\A|[\n;{])[ \t]{0,80}return[ \t]{0,9};?\s{0,80}\Z")
_ALWAYS: Final = re.compile(r"\(?(?:true|1)?\)?\Z|.*\berr(?:or)?\b|\(?args\b", re.DOTALL)
#: So long is the beginning of a block, at most.
_FAR: Final = 600
#: What may be a key in a condition.
_VALUES: Final = re.compile(rf"{_LITERAL}|{_COMMENT}|(?<![\w.])\d[\w.]*")


@dataclass(slots=True)
class _Block:
    """A part in braces.

    Attributes:
        start: behind its first brace.
        outer: where that stands which its first brace depends on.
        asked: where that stands which this block depends on.
        guard: the last condition on which it is left.
    """

    start: int
    outer: Span | None = None
    asked: Span | None = None
    guard: Span | None = None

    @property
    def nearest(self) -> Span | None:
        """What the end of the block depends on, as far as that is known."""
        return self.guard or self.asked or self.outer


def with_conditions_told(requests: Iterable[FoundRequest], text: Traced, budget: Budget) -> Iterator[FoundRequest]:
    """The requests of code in such a language, each with the nearest condition of the place where its event stands."""
    requests = tuple(requests)
    if len(text) > _LONGEST or not any(each.error is None for each in requests):
        yield from requests
        return
    budget.spend(len(text))
    blocks = _Blocks(text.text)
    places = [index_of(text, each.body.offset(0)) if each.error is None else 0 for each in requests]
    conditions = {place: blocks.condition_at(place) for place in sorted(set(places))}
    for request, place in zip(requests, places, strict=True):
        is_told = request.error is not None or any(each.code == "sent_on_condition" for each in request.repairs)
        condition = None if is_told else conditions[place]
        if condition is None:
            yield request
            continue
        told = sent_on_condition(text, *condition, _shown(text.text[slice(*condition)]))
        yield replace(request, repairs=tuple(sorted((*request.repairs, told), key=lambda each: each.offset)))


class _Blocks:
    """Those of one text. It is gone through once, for places in order."""

    def __init__(self, raw: str) -> None:
        #: Without its texts and comments.
        self._code = _PASSED_OVER.sub(
            lambda part: _CHARACTER.sub(" " if part["literal"] is None else "_", part[0]), raw
        )
        self._open = [_Block(0)]
        self._closed: Span | None = None
        #: Behind what is known already.
        self._done = 0
        self._braces = _BRACE.finditer(self._code)
        self._next = next(self._braces, None)

    def condition_at(self, place: int) -> Span | None:
        """Where that stands which a place depends on."""
        while self._next is not None and self._next.end() <= place:
            self._step(self._next[0], self._next.start())
            self._next = next(self._braces, None)
        self._note_guards(place)
        return self._open[-1].nearest

    def _step(self, brace: str, at: int) -> None:
        begin = max(self._done, at - _FAR)
        self._note_guards(at)
        if brace == "{":
            asks = _ASKS.search(self._code[begin:at])
            asked = None
            if asks is not None:
                first, last = asks.span("condition")
                asked = self._closed if asks["word"] == "else" else (begin + first, begin + last)
            if asked is not None and _ALWAYS.match(self._code[slice(*asked)]):
                asked = None
            self._open.append(_Block(at + 1, self._open[-1].nearest, asked))
            self._closed = None
        elif len(self._open) > 1:
            block = self._open.pop()
            if block.asked is not None and _LEAVES.search(self._code[max(block.start, at - 200) : at]):
                self._open[-1].guard = block.asked
            self._closed = block.asked
        self._done = at + 1

    def _note_guards(self, end: int) -> None:
        begin = self._done
        for guard in _GUARD.finditer(self._code[begin:end]):
            if _ALWAYS.match(guard["condition"]) is None:
                first, last = guard.span("condition")
                self._open[-1].guard = (begin + first, begin + last)
        self._done = max(begin, end)


def _shown(condition: str) -> str:
    def hide(part: re.Match[str]) -> str:
        if part["comment"] is not None:
            return " "
        return part[0] if is_harmless(part[0].strip("\"'`"), condition) else HIDDEN

    return " ".join(word_without_secrets(_VALUES.sub(hide, condition)).split())
