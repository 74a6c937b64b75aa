"""What the two search indexes hold, and how a search asks them.

``trigram_index`` has a document for each exchange: tokens for its facets (type, environment, answer, …), then its text,
cut into trigrams by FTS5. It is kept without the text and without positions, so whatever it finds is looked into again.
``pair_index`` tells in which blocks of neighbouring exchanges a pair of letters, or a single one, occurs at all; it
answers for words that are too short for a trigram.
"""

import zlib
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final

#: Exchanges in one block of ``pair_index``: 128, as a shift of the id.
BLOCK_SHIFT: Final = 7

#: Where Unicode has letters that mean nothing: from here on, so many.
_PRIVATE: Final = 0xE000
_PRIVATE_SIZE: Final = 6400

#: The kinds of facets, in the order of their first letter.
_KINDS: Final = ("type", "env", "status", "source", "has", "is")

#: Letters that are cut into trigrams at a time: so few that nobody else waits long for the interpreter.
_LETTERS_AT_ONCE: Final = 20_000

#: So many trigrams of the words are weighed, and so many of them, the rarest, are searched for.
_MOST_TRIED: Final = 12
_MOST_TRIGRAMS: Final = 4


def facet(kind: str, value: str | int) -> str:
    """Three private letters that stand for a facet; two values may share them, so a hit has to be looked at."""
    number = zlib.crc32(str(value).casefold().encode("utf-8", "surrogatepass"))
    high, low = divmod(number % _PRIVATE_SIZE**2, _PRIVATE_SIZE)
    return chr(_PRIVATE + _KINDS.index(kind)) + chr(_PRIVATE + high) + chr(_PRIVATE + low)


#: Stands in each document that is ``condensed``.
CONDENSED: Final = facet("is", "condensed")


def facets(
    event_type: str | None, environment: str, result: int, source: str, *, has_problems: bool, is_real: bool
) -> str:
    """The tokens of all facets of an exchange."""
    tokens = [facet("env", environment), facet("status", result), facet("source", source)]
    if event_type is not None:
        tokens.append(facet("type", event_type))
    if has_problems:
        tokens.append(facet("has", "problems"))
    tokens.append(facet("is", "real" if is_real else "local"))
    return "".join(tokens)


def pairs(texts: Iterable[str]) -> str:
    """The document of one block: a token for each letter, and for each two letters that stand side by side."""
    found: set[tuple[str, ...]] = set()
    for text in texts:
        found.update(zip(text, strict=True))
        found.update(pairwise(text))
    return " ".join(map(_pair_token, found))


def condensed(document: str) -> str:
    """A long document by its trigrams, each once: the same searches find it, and the index takes it in at once.

    A few trigrams more come from where these meet. It says of itself that it is one: ``CONDENSED``.
    """
    found: set[tuple[str, ...]] = set()
    for start in range(0, len(document), _LETTERS_AT_ONCE):
        part = document[start : start + _LETTERS_AT_ONCE + 2]
        found.update(zip(part, part[1:], part[2:], strict=False))
    return "\n".join([CONDENSED, *sorted(map("".join, found))])


def rows_of(block: int) -> tuple[int, int]:
    """The first id of a block, and the first behind it."""
    return block << BLOCK_SHIFT, (block + 1) << BLOCK_SHIFT


def is_short(term: str) -> bool:
    """Whether a term is too short for a trigram."""
    return len(term) < 3


def ask_pairs(alternatives: Sequence[tuple[str, ...]]) -> str:
    """A search in ``pair_index`` for blocks that may hold all of ``alternatives``; empty: it cannot tell.

    Args:
        alternatives: each a tuple of terms of which one must be there; those alone without a short one are asked for
            elsewhere.
    """
    asked = [one for one in alternatives if any(map(is_short, one))]
    return " AND ".join("(" + " OR ".join(map(_all_pairs, one)) + ")" for one in asked)


def ask_index(
    alternatives: Sequence[tuple[str, ...]],
    facet_groups: Sequence[tuple[str, ...]],
    frequency: Callable[[str], float],
) -> tuple[str, str]:
    """A search in ``trigram_index`` for rows that may hold all of ``alternatives`` and have one facet of each group.

    Args:
        frequency: how often a trigram occurs; only the rarest are asked for, frequent ones cost and sort out nothing.

    Returns:
        The part that asks for words, and the part that asks for facets; either is empty when there is nothing to ask.
    """
    single = trigrams([one[0] for one in alternatives if len(one) == 1])
    rarest = sorted(single, key=frequency)[:_MOST_TRIGRAMS] if len(single) > 1 else single
    words = list(map(phrase, rarest))
    for one in alternatives:
        if len(one) > 1 and not any(map(is_short, one)):
            words.append("(" + " OR ".join(_all_of(trigrams([term])[:_MOST_TRIGRAMS]) for term in one) + ")")
    groups = ["(" + " OR ".join(map(phrase, group)) + ")" for group in facet_groups]
    return " AND ".join(words), " AND ".join(groups)


def trigrams(terms: Iterable[str]) -> list[str]:
    """Trigrams that must all occur, some from everywhere in the terms; none when every term is too short."""
    every = [term[start : start + 3] for term in terms for start in range(len(term) - 2)]
    step = -(-len(every) // _MOST_TRIED) or 1
    return list(dict.fromkeys(every[::step]))


def _all_of(texts: Iterable[str]) -> str:
    return "(" + " AND ".join(map(phrase, texts)) + ")"


def phrase(text: str) -> str:
    """``text`` in the language of FTS5."""
    return '"' + text.replace('"', '""') + '"'


def _all_pairs(term: str) -> str:
    return "(" + " AND ".join(map(_pair_token, pairwise(term) if len(term) > 1 else term)) + ")"


def _pair_token(pair: Iterable[str]) -> str:
    return "x".join(f"{ord(letter):x}" for letter in pair)
