"""Texts in which every space became a no-break space, as a page or a word processor hands them on.

Those between values say that this happened, so those inside texts became so too. Within a number, before a unit and
behind a numero sign it cannot be told: ``1 000,50 грн`` is written with no-break spaces by itself.
"""

import re
from collections.abc import Set
from typing import Final

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
_UNITS: Final = (
    "грн|гривень|коп|шт|уп|пар|см|мм|дм|км|м|кг|г|гр|мг|т|мл|л|год|хв|сек|с|дн|днів|міс|р|рр|руб|тис|млн|млрд"
    "|UAH|USD|EUR|PLN|pcs|cm|mm|km|m|kg|g|mg|ml|l|h|min|s|px|GB|TB|MB|Гб|Тб|Мб|Вт|кВт|мАг|W|kW|V|В|A|mAh|Hz|Гц"
)
#: A number alone, not the one of ``S21``.
_NUMBER: Final = r"(?<![^\W_])\d[\d.,]*"
_MAY_BELONG: Final = re.compile(
    rf"{_NUMBER}\u00a0(?:\d{{3}}(?!\d)|(?:[₴$€£%‰°]|zł)|(?:{_UNITS})(?!\w))|[№§]\u00a0", re.IGNORECASE
)


def plain_spaces_again(text: Traced, start: int, refused: Set[str]) -> tuple[Traced, Repair] | None:
    """The text with plain spaces, and what is said about it; None where that did not happen, or is not certain.

    Raises:
        RefusedError: it happened, and a person refused to undo it.
    """
    raw = text.text
    if _NO_BREAK not in raw or raw.find(" ", start) >= 0 or not _LAYOUT.search(raw, start):
        return None
    inside = _IN_A_TEXT.search(raw, start)
    if inside is None or _MAY_BELONG.search(raw, start):
        return None
    count = raw.count(_NO_BREAK, start)
    repair = repair_at(text, inside.start(), inside.end(), "spaces_lost", " ", None, count=str(count))
    if repair.identity in refused:
        raise RefusedError(text, inside.start(), "without_repair", final=True, repair=repair.message)
    return text.respelled(raw[:start] + raw[start:].replace(_NO_BREAK, " ")), repair
