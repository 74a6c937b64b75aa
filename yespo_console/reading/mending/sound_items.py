"""Sound objects in a long text that is broken elsewhere: found by the C scanner and copied as they stand."""

import json
from typing import Final

from yespo_console.reading.mending.level import MISNAMED

#: Longer items are walked. A failed scan counts the lines of all it was given, so that it is given little.
_WINDOW: Final = 8_192
_scan: Final = json.JSONDecoder(object_pairs_hook=lambda _pairs: None, parse_float=str, parse_int=str).raw_decode
#: In these there is something to judge or to rename: the walk does it.
_NEEDS_THE_WALK: Final = ("\u00a0", "NaN", "Infinity", *(f'"{name}"' for name in MISNAMED))


def sound_end(raw: str, start: int) -> int | None:
    """Where the sound object or list that begins at ``start`` ends; None when it is broken, long or to be walked."""
    window = raw[start : start + _WINDOW]
    try:
        _value, end = _scan(window)
    except (ValueError, RecursionError):
        return None
    found = window[:end]
    if any(word in found for word in _NEEDS_THE_WALK):
        return None
    return start + end
