"""Changing one filter of a search while the rest stays as it was typed. No Qt in here."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from yespo_console.history.query import Facets
from yespo_console.history.query_text import Part, quoted, read_query
from yespo_console.history.search_fields import BY_NAME, Holds
from yespo_console.history.spread_value import in_quotes

_DAY: Final = re.compile(r"\d{4}-\d{2}(-\d{2})?|today|yesterday", re.IGNORECASE)


def spelled(field: str, value: str, *, negated: bool = False) -> str | None:
    """A filter as it is typed; None for a value that the filter cannot have, such as none at all."""
    word = f"{'-' if negated else ''}{field}:{quoted(value)}"
    parts = read_query(word).parts
    told = len(parts) == 1 and parts[0].fault is None and (parts[0].field, parts[0].value) == (field, value)
    return word if told else None


def asked(parts: Iterable[Part], field: str, value: str) -> Part | None:
    """The part that asks for ``value``, or None."""
    wanted = value.casefold()
    return next(
        (part for part in parts if part.field == field and not part.negated and part.value.casefold() == wanted), None
    )


def without(text: str, unwanted: Callable[[Part], bool]) -> str:
    """``text`` less its ``unwanted`` parts and the room they took."""
    for part in reversed(read_query(text).parts):
        if unwanted(part):
            text = f"{text[: part.start].rstrip()} {text[part.end :].lstrip()}".strip()
    return text


def without_part(text: str, part: Part) -> str:
    """``text`` less this part."""
    return without(text, lambda one: (one.start, one.end) == (part.start, part.end))


def added(text: str, word: str) -> str:
    """``text`` and ``word`` behind it; before a quote that is not closed, which takes in all that follows."""
    joined = f"{text.rstrip()} {word}".lstrip()
    is_apart = read_query(joined).parts[-1].start == len(joined) - len(word)
    return joined if is_apart else f"{word} {text}"


def toggled(text: str, field: str, value: str) -> str:
    """``text`` with this filter added, or less it where it stands already."""
    part = asked(read_query(text).parts, field, value)
    if part is not None:
        return without_part(text, part)
    word = spelled(field, value)
    return added(text, word) if word is not None else text


def narrowed(text: str, field: str, value: str) -> str:
    """``text`` that asks for this value of the filter and for no other."""
    word = spelled(field, value)
    if word is None:
        return text
    return added(without(text, lambda part: part.field == field), word)


def at_time(text: str, *words: str) -> str:
    """``text`` with ``words`` as its only filters of time; without any it asks for all times."""
    rest = without(text, lambda part: bool(part.field) and BY_NAME[part.field].holds is Holds.TIME)
    for word in words:
        rest = added(rest, word)
    return rest


def turned(text: str, part: Part) -> str:
    """``text`` in which this part asks for the opposite."""
    word = text[part.start : part.end]
    return text[: part.start] + (word[1:] if part.negated else f"-{word}") + text[part.end :]


def perhaps_meant(text: str, facets: Facets) -> str:
    """``text`` as it would find more: a star behind what begins a name that occurs and is none itself, days, which
    stand in no text, as filters, and quotes around a value that was typed as several words."""
    text = in_quotes(text, facets)
    occurring = {"type": facets.event_types, "env": facets.environments, "source": facets.sources, "tag": facets.tags}
    for part in reversed(read_query(text).parts):
        if part.negated or part.fault is not None:
            continue
        word = None
        if part.field in occurring:
            begun, known = part.value.casefold(), [one.casefold() for one in occurring[part.field]]
            if begun not in known and any(one.startswith(begun) for one in known):
                word = spelled(part.field, f"{part.value}*")
        elif not part.field and _DAY.fullmatch(text, part.start, part.end):
            word = spelled("on", part.value.lower())
        if word is not None:
            text = text[: part.start] + word + text[part.end :]
    return text
