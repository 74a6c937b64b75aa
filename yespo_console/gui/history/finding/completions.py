"""What the list under the search box offers for the word that is being typed. No Qt in here.

A word that begins the name of a filter is offered that name; behind its colon the values that are known are offered.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from yespo_console.gui.history.finding.query_edits import spelled
from yespo_console.gui.history.finding.words import ANSWERS, SOURCES, TITLES
from yespo_console.history.query import Facets
from yespo_console.history.search_fields import BY_NAME, FIELDS, Holds, SearchField
from yespo_console.platform.i18n import _

NO_FACETS: Final = Facets((), (), ())

#: The filter that the cursor stands in: its name and as much of its value as is typed, its quote perhaps still open.
_VALUE: Final = re.compile(r'(?:^|(?<=\s))(-?)([A-Za-z]+):(?:"((?:[^"]|"")*)|(\S*))$')
_WORD: Final = re.compile(r"(?:^|(?<=\s))(-?)(\w*)$")
_REST_OF_PHRASE: Final = re.compile(r'(?:[^"]|"")*"(?=\s|$)')
_REST_OF_WORD: Final = re.compile(r"\S*")
#: One letter begins too many words to open a list for.
_FEWEST_LETTERS: Final = 2
#: The name of a filter is found by what it is called from so many letters on.
_FEWEST_OF_TITLE: Final = 3
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of the list.

    Attributes:
        shown: what it is called, its value or the name of a filter.
        meaning: a few words beside it.
        text: what comes into the box for what was typed.
        goes_on: it is the name of a filter, and its value comes next.
    """

    shown: str
    meaning: str
    text: str
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    """What is offered for one place.

    Attributes:
        start, end: the characters of the text that an offer takes the place of.
        offers: never empty.
        marked: the one that Enter takes; -1: none, Enter means the search as it is typed.
    """

    start: int
    end: int
    offers: tuple[Offer, ...]
    marked: int = -1

    @property
    def is_half_typed(self) -> bool:
        """What stands there begins a filter or a value, and is none yet."""
        return self.marked >= 0 or all(offer.goes_on for offer in self.offers)


def completion(text: str, cursor: int, facets: Facets, *, everything: bool = False) -> Completion | None:
    """What is offered at ``cursor``; None when there is nothing.

    Args:
        everything: the list was asked for: show all there is.
    """
    before = text[:cursor]
    value = _VALUE.search(before)
    if value is not None and value[2].lower() in BY_NAME:
        return _of_values(text, value, facets, everything=everything)
    word = _WORD.search(before)
    if word is None or before[: word.start()].count('"') % 2:  # inside a phrase
        return None
    minus, typed = word[1], word[2].lower()
    if len(typed) < _FEWEST_LETTERS and not minus and not everything:
        return None
    offers = tuple(
        Offer(f"{minus}{field.name}:", _(field.meaning), f"{minus}{field.name}:", goes_on=True)
        for field in FIELDS
        if _begins(field, typed) and not (minus and field.holds is Holds.TIME)
    )
    rest = _REST_OF_WORD.match(text, cursor)
    assert rest is not None
    return Completion(word.start(), rest.end(), offers) if offers else None


def _begins(field: SearchField, typed: str) -> bool:
    title = _(TITLES.get(field.name, "")).lower() if field.name in TITLES else ""
    return field.name.startswith(typed) or (len(typed) >= _FEWEST_OF_TITLE and title.startswith(typed))


def _of_values(text: str, found: re.Match[str], facets: Facets, *, everything: bool) -> Completion | None:
    minus, field = found[1], BY_NAME[found[2].lower()]
    if minus and field.holds is Holds.TIME:
        return None
    in_quotes = found[3] is not None
    typed = (found[3].replace('""', '"') if in_quotes else found[4]).casefold()
    known = list(_values(field, facets))
    fitting = known if everything else [one for one in known if typed in one[0].casefold()]
    if not everything and [value.casefold() for value, _meaning in fitting] == [typed]:
        return None
    fitting.sort(key=lambda one: not one[0].casefold().startswith(typed))
    rest = (_REST_OF_PHRASE if in_quotes else _REST_OF_WORD).match(text, found.end())
    end = rest.end() if rest is not None else found.end()
    follows = "" if text[end:].startswith(" ") else " "
    offers = []
    for value, meaning in fitting[:_MOST]:
        word = spelled(field.name, value, negated=bool(minus))
        if word is not None:
            offers.append(Offer(value, meaning, word + follows))
    if not offers:
        return None
    # A value is compared as a whole: a part of one finds nothing, so Enter takes the first that fits. A moment may be
    # one that is not in the list.
    partial = (
        bool(typed) and field.holds is not Holds.TIME and typed not in (offer.shown.casefold() for offer in offers)
    )
    return Completion(found.start(), end, tuple(offers), 0 if partial and not everything else -1)


def _values(field: SearchField, facets: Facets) -> Iterator[tuple[str, str]]:
    """What is known to stand behind the colon, and what it means."""
    for value, meaning in field.choices:
        yield value, _(meaning)
    if field.name == "source":
        yield from ((value, _(meaning)) for value, meaning in SOURCES.items())
    occurring: dict[str, Sequence[object]] = {
        "type": facets.event_types,
        "env": facets.environments,
        "status": facets.statuses,
        "tag": facets.tags,
    }
    for one in occurring.get(field.name, ()):
        answer = ANSWERS.get(f"{str(one)[0]}xx") if field.name == "status" else None
        yield str(one), _(answer) if answer else ""
