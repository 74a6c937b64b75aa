"""A list of suggestions under a line of text: filtered while one types, each with a word of explanation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

if TYPE_CHECKING:
    from yespo_console.gui.forms.suggestion_list import SuggestionList


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of the list.

    Attributes:
        value: what is taken when it is chosen.
        title: a few words beside the value.
        summary: one sentence under it; empty for lists of single lines.
    """

    value: str
    title: str = ""
    summary: str = ""

    def matches(self, words: Sequence[str]) -> bool:
        """True when each of ``words`` (case-folded) stands somewhere in it."""
        text = f"{self.value}\n{self.title}\n{self.summary}".casefold()
        return all(word in text for word in words)


def filtered(entries: Sequence[Suggestion], text: str) -> tuple[Suggestion, ...]:
    """The entries that hold every word of ``text``; those whose value begins with it come first."""
    words = text.casefold().split()
    found = [entry for entry in entries if entry.matches(words)]
    start = text.strip().casefold()
    return tuple(sorted(found, key=lambda entry: not (start and entry.value.casefold().startswith(start))))


class Suggestions(QObject):
    """What one line edit suggests. The list itself is made when it opens for the first time.

    Signals:
        chosen(str): the user took this value.
        given_up(), left(): as ``SuggestionList`` tells them.
    """

    chosen = Signal(str)
    given_up = Signal()
    left = Signal()

    def __init__(
        self,
        edit: QLineEdit,
        entries: Callable[[], Sequence[Suggestion]],
        *,
        own: Callable[[str], Suggestion | None] | None = None,
        first_is_marked: bool = False,
    ) -> None:
        """``own`` makes the last line, which takes the text as it is; ``first_is_marked``: Enter takes the first."""
        super().__init__(edit)
        self._edit = edit
        self._entries = entries
        self._own = own
        self._first_is_marked = first_is_marked
        self._list: SuggestionList | None = None

    @property
    def is_open(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def values(self) -> tuple[str, ...]:
        """What the list shows now."""
        return tuple(entry.value for entry in self._list.entries) if self._list is not None else ()

    def show_all(self) -> None:
        """Open the whole list, whatever stands in the line; the current value is marked."""
        entries = tuple(self._entries())
        current = [entry.value for entry in entries]
        marked = current.index(self._edit.text()) if self._edit.text() in current else 0
        self._open(entries, marked)

    def show_matching(self, text: str) -> None:
        """Open the list with what matches ``text``; close it when nothing does."""
        entries = filtered(self._entries(), text)
        if self._own is not None and (own := self._own(text)) is not None:
            entries = (*entries, own)
        self._open(entries, 0 if self._first_is_marked else -1)

    def hide(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _open(self, entries: tuple[Suggestion, ...], marked: int) -> None:
        if self._list is None:
            from yespo_console.gui.forms.suggestion_list import SuggestionList

            self._list = SuggestionList(self._edit)
            self._list.taken.connect(self.chosen)
            self._list.given_up.connect(self.given_up)
            self._list.left.connect(self.left)
        self._list.open(entries, marked)
