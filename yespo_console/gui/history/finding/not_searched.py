"""What was pasted into the search box and belongs elsewhere: an event that is to be opened, or the key of an account.

The box has the focus on entering the history, so what is pasted without looking lands there.
"""

from typing import TYPE_CHECKING

from yespo_console.gui.actions import spec
from yespo_console.gui.reading.looks import was_copied_elsewhere
from yespo_console.platform.i18n import _
from yespo_console.reading.masking import looks_like_a_key, without_secrets, word_without_secrets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yespo_console.history.query_text import Part

_HIDDEN = "***"


def may_be_shown_again(search: str) -> bool:
    """Whether it is a search, and holds nothing that looks like a key."""
    words = search.replace('"', " ").split()
    return (
        not was_copied_elsewhere(search) and without_secrets(search) == search and not any(map(looks_like_a_key, words))
    )


def sentences_about(search: str, faults: "Sequence[Part]") -> list[str]:
    """What is wrong with a search: where it is none, what to do with it; else each fault, without keys."""
    if was_copied_elsewhere(search):
        words = _("This looks like an event. {keys} opens what you copied in the composer; here it is searched for.")
        return [words.format(keys=spec("paste").shortcut)]
    shown = word_without_secrets(search)
    told = []
    for part in faults:
        word = search[part.start : part.end]
        sentence = str(part.fault)
        told.append(sentence if word in shown else sentence.replace(word, _HIDDEN))
    return told
