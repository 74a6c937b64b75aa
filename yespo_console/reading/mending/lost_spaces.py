"""Texts in which every space became a no-break space, as a page or a word processor hands them on.

Those between values say that this happened, so those inside texts became so too. Within a number and before a currency
it cannot be told: programs write ``1 000,50 грн`` with no-break spaces by themselves. Before a unit and behind a numero
sign people seldom do; in a text in which another space surely was a plain one, those became plain too, and each is told
by itself, so that a person can keep it.
"""

import re
from collections.abc import Set
from itertools import islice, pairwise
from typing import Final

from yespo_console.events.currencies import CURRENCIES
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair, repair_at

_NO_BREAK: Final = "\u00a0"
#: Where only layout can stand: behind a bracket or a line break, and between a quote and what follows it.
_LAYOUT: Final = re.compile("(?:[{\\[\\n\\r]|[\"'][:,])\u00a0")
#: Behind a word, behind the comma of a sentence, and between the names and values of JSON that is a text.
_IN_A_TEXT: Final = re.compile(
    '(?<=[^\\W\\d_])\u00a0+(?=\\S)|(?<=[^\\W\\d_][,.;:!?])\u00a0+(?=[^\\W\\d_])|(?<=\\\\"[:,])\u00a0+(?=\\S)'
)
#: Signs of money, and what people write for it beside the codes of ISO 4217.
_SIGNS: Final = r"[$¢-¥฿₠-\u20c0]"
_MONEY: Final = "zł|kč|ft|kr|lei|rs|rp|fr|лв|тг|сум|сом|грн|гривень|коп|р|рр|руб|тис|млн|млрд"
_CODES: Final = rf"(?-i:{'|'.join(each.code for each in CURRENCIES)})"
_UNITS: Final = (
    "шт|уп|пар|см|мм|дм|км|м|кг|г|гр|мг|т|мл|л|год|хв|сек|с|дн|днів|міс"
    "|pcs|cm|mm|km|m|kg|g|mg|ml|l|h|min|s|px|GB|TB|MB|Гб|Тб|Мб|Вт|кВт|мАг|W|kW|V|В|A|mAh|Hz|Гц"
)
#: A number alone, not the one of ``S21``.
_NUMBER: Final = r"(?<![^\W_])\d[\d.,]*"
_BY_PROGRAMS: Final = re.compile(
    rf"{_NUMBER}\u00a0(?:\d{{3}}(?!\d)|{_SIGNS}|(?:{_CODES}|{_MONEY})(?!\w))"
    rf"|(?:{_SIGNS}|(?<!\w)(?:{_CODES}|rs|rp|kr|fr|грн)\.?)\u00a0[-−]?\d",
    re.IGNORECASE,
)
_DOUBTED: Final = re.compile(
    rf"(?:{_NUMBER}(?=\u00a0(?:[%‰°]|(?:{_UNITS})(?!\w)))|[№§])(?P<space>\u00a0)[^\s\"\\]+", re.IGNORECASE
)
#: Two words, or a sign of a sentence and a word: what no unit or sign stands between.
_BETWEEN_WORDS: Final = re.compile(
    r"(?<=[^\W\d_])[,.;:!?]?\u00a0+(?=[^\W_]|[№§])|(?<=[%‰°,.;:!?])\u00a0+(?=[^\W\d_]{4})"
)
#: So far beside a doubted space is looked; and so many are told one by one.
_FAR: Final = 300
_MOST: Final = 100


def plain_spaces_again(text: Traced, start: int, refused: Set[str]) -> tuple[Traced, tuple[Repair, ...]] | None:
    """The text with plain spaces, and what is said about it; None where that did not happen, or is not certain.

    Raises:
        RefusedError: it happened, and a person refused to undo it.
    """
    raw = text.text
    if _NO_BREAK not in raw or raw.find(" ", start) >= 0 or not _LAYOUT.search(raw, start):
        return None
    inside = _IN_A_TEXT.search(raw, start) or _BETWEEN_WORDS.search(raw, start)
    doubted = list(islice(_DOUBTED.finditer(raw, start), _MOST + 1))
    if (
        inside is None
        or len(doubted) > _MOST
        or _BY_PROGRAMS.search(raw, start)
        or not all(_is_among_words(raw, each) for each in doubted)
    ):
        return None
    told = [_plain(text, each) for each in doubted]
    kept = [each.start("space") for each, repair in zip(doubted, told, strict=True) if repair.identity in refused]
    count = raw.count(_NO_BREAK, start) - len(doubted)
    repair = repair_at(text, inside.start(), inside.end(), "spaces_lost", " ", None, count=str(count))
    if repair.identity in refused:
        raise RefusedError(text, inside.start(), "without_repair", final=True, repair=repair.message)
    edges = [start, *(edge for place in kept for edge in (place, place + 1)), len(raw)]
    pieces = [raw[begin:end] for begin, end in pairwise(edges)]
    plain = "".join(piece.replace(_NO_BREAK, " ") if not number % 2 else piece for number, piece in enumerate(pieces))
    repairs = (repair, *(each for each in told if each.identity not in refused))
    return text.respelled(raw[:start] + plain), tuple(sorted(repairs, key=lambda each: each.offset))


def _is_among_words(raw: str, doubted: re.Match[str]) -> bool:
    """Whether another space of the same text surely was a plain one."""
    first, last = max(0, doubted.start() - _FAR), doubted.end("space") + _FAR
    begin = max(first, raw.rfind('"', first, doubted.start()) + 1)
    end = raw.find('"', doubted.end("space"), last)
    return _BETWEEN_WORDS.search(raw, begin, end if end >= 0 else last) is not None


def _plain(text: Traced, doubted: re.Match[str]) -> Repair:
    found = doubted[0]
    return repair_at(text, *doubted.span(), "space_doubted", found.replace(_NO_BREAK, " "), None)
