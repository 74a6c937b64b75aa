"""Whether an exchange has the words and facts that are looked for: exactly, and fast where that can be told early."""

import re
from typing import AnyStr, Final

from yespo_console.history.query import Condition, Query
from yespo_console.history.search_fields import BY_NAME, Holds
from yespo_console.history.search_text import (
    Searched,
    fold,
    plain_part_of_phone,
    plain_phone,
    spellings,
    terms,
)

#: Letters that may stand differently in a wire text than in what it means: escaped, or white space that means nothing.
_WRITTEN_IN_MANY_WAYS: Final = re.compile(r'[\s"\\\x00-\x1f\ufffd]')
#: Others that may be escaped, or that may come to stand beside each other once white space between them is gone.
_MAY_BE_ESCAPED: Final = re.compile(r'[\s"\\/:,\[\]{}\x00-\x1f\ufffd]')
#: Escapes of letters that are, or fold into, letters of ASCII.
_ESCAPED_ASCII: Final = re.compile(r"\\u(?:00[0-7]|00df|0130|0149|017f|01f0|1e9[6-9ae]|212a|fb0[0-6])")
#: Facts for which the body has to be read.
_IN_THE_BODY: Final = ("product", "cart")
#: No escape is longer.
_LONGEST_ESCAPE: Final = len(r"\u0427")
#: So many places of a word are looked at in the wire text before it is decoded.
_PLACES: Final = 4


class Matcher:
    """The words and facts of a query, ready to be looked for.

    Attributes:
        alternatives: what an index may narrow by, all of them: each a tuple of texts of which one must be there.
        needs_text: False: no row has to be looked into.
    """

    def __init__(self, query: Query) -> None:
        self._terms = tuple(map(_any_spelling, query.terms))
        self._without = tuple(map(_any_spelling, terms(query.without)))
        facts = tuple(one for one in query.conditions if BY_NAME[one.field].holds is Holds.FACT)
        self._values = {one: _facts_asked_for(one) for one in facts}
        self._at_hand = tuple(one for one in facts if one.field not in _IN_THE_BODY)
        self._in_the_body = tuple(one for one in facts if one.field in _IN_THE_BODY)
        self.alternatives = (
            *map(spellings, query.terms),
            *(self._values[one] for one in facts if not one.negated),
        )
        self.needs_text = bool(self._terms or self._without or facts)

    def holds(self, row: Searched) -> bool:
        """Whether all that is looked for is there, and nothing of what must not be."""
        text = _Text(row)
        return (  # what costs least is asked first
            all(self._says(row, one) is not one.negated for one in self._at_hand)
            and all(any(map(text.has, term)) for term in self._terms)
            and not any(any(map(text.has, term)) for term in self._without)
            and all(self._says(row, one) is not one.negated for one in self._in_the_body)
        )

    def _says(self, row: Searched, condition: Condition) -> bool:
        facts = [fold(fact) for fact in row.facts(condition.field)]
        return any(value in fact for value in self._values[condition] for fact in facts)


class _Term:
    """A word, and what of it can be told from a wire text.

    Attributes:
        may_be_seen: where it stands in the wire text, it stands in what that means.
        must_be_seen: where it stands in what a wire text without ``\\u`` means, it stands in the wire text.
        is_ascii: letters of other scripts do not become it.
        spellings: as it is mostly written, in bytes.
    """

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.may_be_seen = not _WRITTEN_IN_MANY_WAYS.search(folded)
        self.must_be_seen = not _MAY_BE_ESCAPED.search(folded)
        self.is_ascii = folded.isascii()
        written = dict.fromkeys((folded, folded.capitalize(), folded.upper()))
        self.spellings = tuple(one.encode() for one in written if one.casefold() == folded)


def _any_spelling(folded: str) -> tuple[_Term, ...]:
    return tuple(map(_Term, spellings(folded)))


class _Text:
    """A row's text; the wire text is decoded only for what cannot be told without."""

    def __init__(self, row: Searched) -> None:
        self._row = row
        self._wire: str | None = None
        self._decoded: str | None = None
        self._beside: str | None = None

    def has(self, term: _Term) -> bool:
        if self._decoded is None and term.may_be_seen:
            row = self._row
            if any(_is_free(one, row.request_body, b"\\", b"u") for one in term.spellings):
                return True
            if self._wire is None:
                self._wire = (row.request_body + b"\n" + (row.answer_body or b"")).decode("utf-8", "replace").casefold()
            if term.folded in self._wire:
                if _is_free(term.folded, self._wire, "\\", "u"):
                    return True
            elif term.must_be_seen and not self._may_be_escaped(term) and term.folded not in self._all_beside():
                return False
        if self._decoded is None:
            self._decoded = self._row.text()
        return term.folded in self._decoded

    def _all_beside(self) -> str:
        """All that is searched besides the bodies."""
        if self._beside is None:
            row = self._row
            self._beside = fold("\n".join((row.environment, row.note, *row.plain_phones())))
        return self._beside

    def _may_be_escaped(self, term: _Term) -> bool:
        wire = self._wire or ""
        return "\\u" in wire and (not term.is_ascii or _ESCAPED_ASCII.search(wire) is not None)


def _is_free(term: AnyStr, wire: AnyStr, backslash: AnyStr, u: AnyStr) -> bool:
    """Whether ``term`` stands in ``wire`` where no escape reaches into it, as far as a few looks tell."""
    place = wire.find(term)
    for _ in range(_PLACES):
        if place < 0:
            return False
        escape = wire.rfind(backslash, max(0, place - _LONGEST_ESCAPE), place)
        if escape < 0 or (wire[escape + 1 : escape + 2] != u and escape + 1 < place):
            return True
        place = wire.find(term, place + 1)
    return False


def _facts_asked_for(condition: Condition) -> tuple[str, ...]:
    """The values of a condition as facts are compared: folded, in each spelling, a phone number by its digits too."""
    values = {one for value in condition.values for one in spellings(fold(value))}
    if condition.field in ("phone", "contact"):
        values |= {plain_phone(value) for value in condition.values}
    if condition.field == "phone":  # a part of a number may be written as a number is
        values |= {plain_part_of_phone(value) for value in condition.values}
    return tuple(sorted(values))
