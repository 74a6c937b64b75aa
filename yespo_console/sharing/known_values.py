"""Finds known values in texts: one pass over a text, however many values are known."""

from collections.abc import Callable
from typing import Final

#: A value up to this length counts only where it is a word of its own, or it would be found in ordinary words.
_SHORT: Final = 3
#: So many letters lead to the longer values that begin with them.
_LEAD: Final = _SHORT + 1
#: Less of a value than this tells nothing.
_SHORTEST_PIECE: Final = 2


class KnownValues:
    """Values and what stands in their place.

    A value counts wherever it stands in its own spelling, and in another case of its letters where it is a word of its
    own. Of several that begin at one place the longest is taken.
    """

    def __init__(self) -> None:
        self._instead: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}

    def __contains__(self, value: object) -> bool:
        return value in self._instead

    def instead_of(self, value: str) -> str | None:
        """What stands in place of ``value`` in its own spelling."""
        return self._instead.get(value)

    def add(self, value: str, instead: str) -> None:
        """From now on ``value`` is replaced by ``instead``; what was said first about a value stays."""
        if not value or value in self._instead:
            return
        self._instead[value] = instead
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
            instead = self._instead.get(text[at:end])
            if instead is None and _is_whole(text, at, end):
                instead = self._folded.get(folded[at:end])
            if instead is not None and end <= len(text):
                return length, instead
        return None

    def _short_at(self, text: str, folded: str, at: int) -> tuple[int, str] | None:
        for length in range(_SHORT, 0, -1):
            end = at + length
            if end <= len(text) and folded[at:end] in self._lengths and _is_whole(text, at, end):
                return length, self._folded[folded[at:end]]
        return None


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
