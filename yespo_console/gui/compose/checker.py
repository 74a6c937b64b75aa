"""Checks drafts while they are typed: small texts at once on the Qt thread, large ones in a process of their own.

Imports as little as the first paint may: the rules come with the first check, the process with the first large text.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

from yespo_console.events.catalog import Catalog
from yespo_console.gui.compose.draft import Draft

if TYPE_CHECKING:
    from yespo_console.gui.compose.large_checks import LargeChecks

#: Texts from this length on (characters) are checked in the process.
LARGE: Final = 48_000
#: From here on the process is made ready, since its start takes some hundred milliseconds.
NEARLY_LARGE: Final = LARGE // 2


class Checker(QObject):
    """Checks the texts of drafts; the latest text of each wins.

    A small text is checked once, however many changes came in one go, and before the paint that they cause: the text
    and what is wrong with it are painted together, and the window is laid out once. ``close`` ends the process.
    """

    #: Delivered before a paint that waits; a timer would come after it.
    _soon = Signal()

    def __init__(
        self, catalog: Callable[[], Catalog], user_types: Path | None = None, parent: QObject | None = None
    ) -> None:
        """``catalog`` gives the event types in force; the process reads them itself, the user's from ``user_types``."""
        super().__init__(parent)
        self._catalog = catalog
        self._user_types = user_types
        self._small: dict[Draft, None] = {}
        self._large: LargeChecks | None = None
        self._closed = False
        self._held = False
        self._asked = False
        self._soon.connect(self._check_small, Qt.ConnectionType.QueuedConnection)

    def submit(self, draft: Draft) -> None:
        """Check the text ``draft`` has when its turn comes, and hand it the result."""
        if self._closed:
            return
        self._small.pop(draft, None)
        if len(draft.text) >= LARGE:
            self.large.submit(draft)
            return
        if self._large is not None:
            self._large.drop(draft)
        self._small[draft] = None
        self._ask()
        if len(draft.text) >= NEARLY_LARGE:
            self.large.prepare()

    def forget(self, draft: Draft) -> None:
        """``draft`` is closed, or checked by another."""
        self._small.pop(draft, None)
        if self._large is not None:
            self._large.forget(draft)

    def hold(self) -> None:
        """Check no small text until ``release``: what the first check imports would hold the window up."""
        self._held = True

    def release(self) -> None:
        """Check what waits, and go on as usual."""
        self._held = False
        self._ask()

    def types_changed(self) -> None:
        """The user's event types are others now: the process reads them anew at its next start."""
        if self._large is not None:
            self._large.start_over()

    def close(self) -> None:
        """End the process and answer nothing more."""
        self._closed = True
        self._small.clear()
        if self._large is not None:
            self._large.close()

    @property
    def large(self) -> "LargeChecks":
        """What checks the large texts; made when the first one comes near."""
        if self._large is None:
            from yespo_console.gui.compose.large_checks import LargeChecks

            self._large = LargeChecks(self._catalog, self._user_types, self)
        return self._large

    def _ask(self) -> None:
        if self._small and not self._held and not self._asked:
            self._asked = True
            self._soon.emit()

    @Slot()
    def _check_small(self) -> None:
        self._asked = False
        from yespo_console.events.checking import check

        waiting, self._small = list(self._small), {}
        for draft in waiting:
            draft.take_check(check(draft.text, self._catalog(), draft.encoding.api))


def first_check(text: str, catalog: "Catalog") -> None:
    """In a thread: imports the rules and what they use, and fills their caches."""
    from yespo_console.events.checking import check

    check(text, catalog)
