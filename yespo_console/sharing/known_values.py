"""Finds known values in texts: one pass over a text, however many values are known."""

import re
from collections.abc import Callable
from typing import Final

#: A value up to this length counts only where it is a word of its own, or it would be found in ordinary words.
_SHORT: Final = 3
#: So many letters lead to the longer values that begin with them.
_LEAD: Final = _SHORT + 1
#: Less of a value than this tells nothing.
_SHORTEST_PIECE: Final = 2
#: What stands behind a name in a case: ``Тарасові``, ``Шевченків``.
_ENDING: Final = re.compile(
    r"(?:[аяуюеєіїиьы]|[оеєё]м|[оеєё]ві|[ая]ми?|[ая]х|[оеє][юйв]|і[вйя]|ї[вйх]|ин|ін)(?![^\W_])", re.IGNORECASE
)


class KnownValues:
    """Values and what stands in their place.

    A value counts where it stands in its own spelling and neither a word nor a number goes on before or behind it, but
    for the ending of a case; ``anywhere`` it counts within those too. In another case of its letters it has to be a
    word of its own. Of several that begin at one place the longest is taken.
    """

    def __init__(self) -> None:
        self._instead: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self._anywhere: set[str] = set()
        self._lengths: dict[str, tuple[int, ...]] = {}

    def __contains__(self, value: object) -> bool:
        return value in self._instead

    def instead_of(self, value: str) -> str | None:
        """What stands in place of ``value`` in its own spelling."""
        return self._instead.get(value)

    def add(self, value: str, instead: str, *, anywhere: bool = False) -> None:
        """From now on ``value`` is replaced by ``instead``; what was said first about a value stays."""
        if not value or value in self._instead:
            return
        self._instead[value] = instead
        if anywhere:
            self._anywhere.add(value)
        folded = _folded(value)
        self._folded.setdefault(folded, instead)
        lead = folded[:_LEAD]
        lengths = self._lengths.get(lead, ())
        if len(value) not in lengths:
            self._lengths[lead] = tuple(sorted((*lengths, len(value)), reverse=True))

    def split(self, text: str) -> list[str]:
        """``text`` in pieces, of which every second one was put in place of a value. Joined they are the new text."""
        if not self._instead:
            return [text]
        folded = _folded(text)
        lengths_of = self._lengths.get
        pieces: list[str] = []
        done = at = 0
        while at < len(text):
            lengths = lengths_of(folded[at : at + _LEAD]) if at + _LEAD <= len(text) else None
            found = self._at(text, folded, at, lengths) if lengths else None
            if found is None and not (at and _is_word(text[at - 1])):
                found = self._short_at(text, folded, at)
            if found is None:
                at += 1
                continue
            length, instead = found
            pieces += (text[done:at], instead)
            done = at = at + length
        pieces.append(text[done:])
        return pieces

    def cut_at_end(self, text: str) -> int:
        """How many characters at the end of ``text`` are the beginning of a value that goes on behind it."""
        return self._longest(text, lambda value, size: text.endswith(value[:size]))

    def cut_at_start(self, text: str) -> int:
        """How many characters at the start of ``text`` are the end of a value that began before it."""
        return self._longest(text, lambda value, size: text.startswith(value[-size:]))

    def _longest(self, text: str, fits: Callable[[str, int], bool]) -> int:
        sizes = (
            size
            for value in self._instead
            for size in range(min(len(value), len(text)), _SHORTEST_PIECE - 1, -1)
            if fits(value, size)
        )
        return max(sizes, default=0)

    def _at(self, text: str, folded: str, at: int, lengths: tuple[int, ...]) -> tuple[int, str] | None:
        for length in lengths:
            end = at + length
            if end > len(text):
                continue
            value = text[at:end]
            exact = self._instead.get(value)
            instead = self._folded.get(folded[at:end]) if exact is None else exact
            if instead is None:
                continue
            if value in self._anywhere:
                return length, instead
            behind = _end_of(text, end)
            if behind is not None and not _goes_on(text, at) and (exact is not None or _is_whole(text, at, behind)):
                return behind - at, instead
        return None

    def _short_at(self, text: str, folded: str, at: int) -> tuple[int, str] | None:
        for length in range(_SHORT, 0, -1):
            end = at + length
            if end <= len(text) and folded[at:end] in self._lengths and _is_whole(text, at, end):
                return length, self._folded[folded[at:end]]
        return None


def _end_of(text: str, end: int) -> int | None:
    """Where the word ends of which a value is the beginning; None when it is another word."""
    if not _goes_on(text, end):
        return end
    ending = _ENDING.match(text, end)
    return None if ending is None else ending.end()


def _goes_on(text: str, at: int) -> bool:
    """Whether a word or a number stands on both sides of a place: letters of one script, or digits.

    A capital within a name of code begins a word; where letters have no case, words may have nothing between them.
    """
    if not 0 < at < len(text):
        return False
    before, behind = text[at - 1], text[at]
    if before.isdigit() or behind.isdigit():
        return before.isdigit() and behind.isdigit()
    if before.isascii() != behind.isascii():
        return False
    return (behind.islower() and (before.islower() or before.isupper())) or (before.isupper() and behind.isupper())


def _is_whole(text: str, start: int, end: int) -> bool:
    return not (start and _is_word(text[start - 1])) and not (end < len(text) and _is_word(text[end]))


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _folded(text: str) -> str:
    """``text`` without case, each character in its place."""
    lower = text.lower().replace("ς", "σ")
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text).replace("ς", "σ")
