"""The drafts of this window, and what else may become one, for pages that have to ask about them. No Qt in here."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from yespo_console.events.event import Event
    from yespo_console.gui.compose.draft_keeper import DraftKeeper
    from yespo_console.gui.compose.draft_tabs import DraftTabs

#: Whether a text is one of those that are asked about.
IsHeld = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Held:
    """Something that is kept in the window and holds what is asked for.

    Attributes:
        of: the draft, of one that was closed its identity, or what else it is; several holders may know the same one.
        name: what it is called in the window.
        where: words for the place in it, "" for the text itself.
        kind: a draft, or a list of several events.
        stays: it is not closed, only that place of it is let go.
    """

    of: object
    name: str
    where: str = ""
    stays: bool = False
    kind: Literal["draft", "list"] = "draft"


class Holder(Protocol):
    """Something in the window that keeps drafts, or texts that can be opened as such."""

    def having(self, is_held: IsHeld) -> list[Held]:
        """Those in which ``is_held`` finds something."""

    def close_having(self, is_held: IsHeld) -> None:
        """Close these so that they cannot come back."""


class OpenDrafts:
    """Knows the drafts from the moment on when there is a composer."""

    def __init__(self) -> None:
        self._holders: list[Holder] = []
        self._tabs: DraftTabs | None = None
        self._keeper: DraftKeeper | None = None

    def belong_to(self, tabs: "DraftTabs", keeper: "DraftKeeper") -> None:
        """The composer is there."""
        self._tabs, self._keeper = tabs, keeper
        self.add(tabs)

    def add(self, holder: Holder) -> None:
        """``holder`` is asked too from now on."""
        self._holders.append(holder)

    def having(self, is_held: IsHeld) -> list[Held]:
        """The drafts in which ``is_held`` finds something, each once, and all too that can be opened again."""
        found: dict[int, Held] = {}
        for one in (one for holder in self._holders for one in holder.having(is_held)):
            found.setdefault(id(one.of), one)
        return list(found.values())

    def is_open(self, text: str, event: "Event | None") -> bool:
        """Whether a draft has this text, or says the same as ``event``; of one that is not read yet only the former."""
        drafts = self._tabs.drafts if self._tabs is not None else ()
        return any(one.text == text or (event is not None and one.is_read and one.reading == event) for one in drafts)

    def keeps(self, path: Path) -> bool:
        """Whether a file is where a draft of this window is kept."""
        return self._keeper is not None and self._keeper.keeps(path)

    def close_having(self, is_held: IsHeld) -> Callable[[], None]:
        """Close these drafts so that they cannot come back.

        What is returned is to be called beside the window: after it they are gone from the disk as well. It raises
        OSError.
        """
        for holder in self._holders:
            holder.close_having(is_held)
        if self._tabs is None or self._keeper is None:
            return _nothing
        return self._keeper.writing(self._tabs.saved())


def _nothing() -> None:
    """There are no drafts on the disk."""
