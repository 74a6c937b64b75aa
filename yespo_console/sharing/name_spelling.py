"""One spelling for a name, however it is written: in which case, with what between its words, in which letters.

People write ``прізвище`` as ``prizvyshche``, ``prizvishche`` or ``Prizvysche``. What differs between the ways to write
Ukrainian and Russian in Latin letters is taken out of both, so that a word in a table stands for all of them.
"""

import re
import unicodedata
from typing import Final

_BETWEEN: Final = re.compile(r"[\W_ьъʼ]|\d+(?![^\W_])")
_LETTERS: Final = str.maketrans(
    {
        **dict(zip("абвгґдеёзиійїыклмнопрстуфэ", "abvggdeeziiiiiklmnoprstufe", strict=True)),
        **{"є": "ie", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "iu", "я": "ia"},
        **{"y": "i", "j": "i", "x": "ks", "q": "k"},
    }
)
#: In this order.
_SOUNDS: Final = tuple(
    (re.compile(written), sound)
    for written, sound in (("shch|sch", "sh"), ("ph", "f"), ("c(?!h)", "k"), ("i+(?=[aeu])", "i"))
)


def one_spelling(name: str) -> str:
    """``name`` in small Latin letters without blanks, signs and the numbers at the ends of its words."""
    letters = _BETWEEN.sub("", unicodedata.normalize("NFKC", name).casefold().strip()).translate(_LETTERS)
    for written, sound in _SOUNDS:
        letters = written.sub(sound, letters)
    return letters
