"""What was pasted into the search box and belongs elsewhere: an event that is to be opened, or the key of an account.

The box has the focus on entering the history, so what is pasted without looking lands there.
"""

import re
from typing import TYPE_CHECKING, Final

from yespo_console.gui.actions import spec
from yespo_console.gui.reading.looks import was_copied_elsewhere
from yespo_console.history.query_text import read_query
from yespo_console.platform.i18n import _
from yespo_console.reading.masking import looks_like_a_key, without_secrets, word_without_secrets
from yespo_console.reading.named_keys import without_named_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yespo_console.history.query_text import Part

_HIDDEN: Final = "***"
#: Filters whose values often look like keys, and which nobody takes for the place of one.
_LIKE_KEYS: Final = frozenset(("type", "cart", "product", "tag"))
#: What parts the name of a filter, its value and the words of a phrase.
_BETWEEN: Final = re.compile(r"""[\s"':]+""")


def may_be_shown_again(search: str) -> bool:
    """Whether it is a search, and holds nothing that looks like a key."""
    return (
        not was_copied_elsewhere(search)
        and without_secrets(search) == search
        and not any(_may_hold_a_key(part, search[part.start : part.end]) for part in read_query(search).parts)
    )


def _may_hold_a_key(part: "Part", word: str) -> bool:
    """Whether one looks like a key of an account, behind the colon of a filter as well."""
    if part.field in _LIKE_KEYS:
        return False
    return any(map(looks_like_a_key, _BETWEEN.split(word))) or (not part.field and without_named_keys(word) != word)


def sentences_about(search: str, faults: "Sequence[Part]") -> list[str]:
    """What is wrong with a search: where it is none, what to do with it; else each fault, without keys."""
    if was_copied_elsewhere(search):
        words = _("This looks like an event. {keys} opens what you copied in the composer; here it is searched for.")
        return [words.format(keys=spec("paste").shortcut)]
    shown = word_without_secrets(search)
    told = []
    for part in faults:
        if part.fault is not None:
            is_safe = search[part.start : part.end] in shown
            told.append(str(part.fault) if is_safe else part.fault.without_what_was_typed(_HIDDEN))
    return told
