"""A text made ready for a document, apart from the document: this part of the work may be done in a thread."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from yespo_console.gui.json_editor.projection import Projection
from yespo_console.gui.json_editor.utf16 import Utf16Map

#: Characters that a text document cannot hold or show as themselves, and the pictures that stand for them.
_UNSHOWABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ufdd0\ufdd1\ufffc]")
_PICTURES: Final = {"\x7f": "\u2421", "\u2028": "\u21b5", "\u2029": "\u00b6"}


def document_text(shown: str) -> str:
    """``shown`` as a document can hold it, character for character."""
    if _UNSHOWABLE.search(shown) is None:
        return shown
    return _UNSHOWABLE.sub(_picture, shown)


def _picture(match: re.Match[str]) -> str:
    letter = match[0]
    return _PICTURES.get(letter) or (chr(0x2400 + ord(letter)) if ord(letter) < 0x20 else "\ufffd")


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A text ready to be shown; ``caret`` is a place of the shown text, or None."""

    projection: Projection
    held: str
    places: Utf16Map
    caret: int | None


def laid_out(project: Callable[[str], Projection], text: str, caret: int | None) -> LaidOut:
    projection = project(text)
    held = document_text(projection.shown)
    place = projection.to_shown(caret) if caret is not None else None
    return LaidOut(projection, held, Utf16Map(held), place)
