"""The drafts of this window, for pages that have to ask about them and are no composer. No Qt in here."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yespo_console.gui.compose.draft_keeper import DraftKeeper
    from yespo_console.gui.compose.draft_tabs import DraftTabs

#: Whether a text is one of those that are asked about.
IsHeld = Callable[[str], bool]


class OpenDrafts:
    """Knows the drafts from the moment on when there is a composer."""

    def __init__(self) -> None:
        self._tabs: DraftTabs | None = None
        self._keeper: DraftKeeper | None = None

    def belong_to(self, tabs: "DraftTabs", keeper: "DraftKeeper") -> None:
        """The composer is there."""
        self._tabs, self._keeper = tabs, keeper

    def having(self, is_held: IsHeld) -> list[str]:
        """The names of the drafts in which ``is_held`` finds something, of closed ones too that can come back."""
        return self._tabs.having(is_held) if self._tabs is not None else []

    def keeps(self, path: Path) -> bool:
        """Whether a file is where a draft of this window is kept."""
        return self._keeper is not None and self._keeper.keeps(path)

    def close_having(self, is_held: IsHeld) -> Callable[[], None]:
        """Close these drafts so that they cannot come back.

        What is returned is to be called beside the window: after it they are gone from the disk as well. It raises
        OSError.
        """
        if self._tabs is None or self._keeper is None:
            return _nothing
        self._tabs.forget(is_held)
        return self._keeper.writing(self._tabs.saved())


def _nothing() -> None:
    """There are no drafts on the disk."""
