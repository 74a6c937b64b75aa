"""The saved searches as the window knows them; the file is read and written beside it."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from yespo_console.gui.history.finding.not_searched import may_be_shown_again

if TYPE_CHECKING:
    from yespo_console.gui.async_runner import AsyncRunner, Outcome
    from yespo_console.gui.history.finding.saved_searches import SavedSearch, SavedSearches
    from yespo_console.platform.profile import Profile

#: So many searches of this window are remembered while it is open.
_RECENT: Final = 8


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of one job.

    Attributes:
        kept: the name under which a search was saved, or "".
        replaced: the other search of that name that gave way, the place it had, and what took it; None when none did.
        removed: the search that was forgotten with the place it had, or None.
        saved, notices: what the file holds now, and what had to be set aside.
    """

    kept: str = ""
    replaced: "tuple[SavedSearch, int, str] | None" = None
    removed: "tuple[SavedSearch, int] | None" = None
    saved: "tuple[SavedSearch, ...]" = ()
    notices: tuple[str, ...] = ()


class SearchShelf(QObject):
    """Saved searches, and those that were made lately in this window.

    Attributes:
        saved: as last read.
        recent: the newest first; kept nowhere.
    Signals:
        changed(): ``saved`` is another one, or what was asked for could not be done.
        kept(str, object): a search was saved under this name; what undoes it where another gave way to it, else None.
        removed(SavedSearch, int): a search was forgotten, and stood at this place.
        failed(str): something could not be read or written; a sentence that is true until ``works``.
        works(): something was read or written.
    """

    changed = Signal()
    kept = Signal(str, object)
    removed = Signal(object, int)
    failed = Signal(str)
    works = Signal()

    def __init__(self, profile: "Profile", runner: "AsyncRunner", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.saved: tuple[SavedSearch, ...] = ()
        self.recent: deque[str] = deque(maxlen=_RECENT)
        self._profile = profile
        self._runner = runner
        self._store: SavedSearches | None = None

    def read(self) -> None:
        """Read the file again; another window may have written it."""
        self._run(lambda _store: _Done())

    def save(self, name: str, query: str) -> None:
        """Keep a search under a name; one of the same name gives way."""

        def work(store: "SavedSearches") -> _Done:
            replaced = store.save(name, query)
            return _Done(kept=" ".join(name.split()), replaced=(*replaced, query) if replaced is not None else None)

        self._run(work)

    def bring_back(self, search: "SavedSearch", place: int, instead_of: str | None = None) -> None:
        """Put a search back where it was before it was forgotten, or gave way to ``instead_of``."""

        def work(store: "SavedSearches") -> _Done:
            store.save(search.name, search.query, place, instead_of)
            return _Done(kept=search.name)

        self._run(work)

    def rename(self, name: str, new: str) -> None:
        """Give a search another name."""

        def work(store: "SavedSearches") -> _Done:
            store.rename(name, new)
            return _Done()

        self._run(work)

    def remove(self, search: "SavedSearch") -> None:
        """Forget a search; ``removed`` tells how to bring it back."""

        def work(store: "SavedSearches") -> _Done:
            place = store.remove(search.name)
            return _Done() if place is None else _Done(removed=(search, place))

        self._run(work)

    def remember(self, query: str) -> None:
        """This was looked for. What holds a key, or was to be opened and not to be found, is not offered again."""
        tidy = query.strip()
        if not may_be_shown_again(tidy):
            return
        if tidy in self.recent:
            self.recent.remove(tidy)
        if tidy:
            self.recent.appendleft(tidy)

    def forget_recent(self) -> None:
        """Offer nothing that was looked for: nobody can tell by which part of their name somebody was looked for."""
        self.recent.clear()

    def _run(self, work: "Callable[[SavedSearches], _Done]") -> None:
        if self._store is None:
            from yespo_console.gui.history.finding.saved_searches import SavedSearches

            self._store = SavedSearches(self._profile)
        self._runner.start(partial(_in_thread, self._store, work), self._ended)

    def _ended(self, outcome: "Outcome[_Done]") -> None:
        from yespo_console.delivery.config_file import ConfigError
        from yespo_console.gui.history.finding.saved_searches import SearchNameError

        if outcome.cancelled:
            return
        if isinstance(outcome.error, ConfigError | SearchNameError):
            self.failed.emit(str(outcome.error))
            self.changed.emit()  # a name that was typed and refused is taken back
            return
        done = outcome.result()
        self.works.emit()
        if done.saved != self.saved:  # else a list in which somebody types a name stays as it is
            self.saved = done.saved
            self.changed.emit()
        for notice in done.notices:
            self.failed.emit(notice)
        if done.kept:
            self.kept.emit(done.kept, partial(self.bring_back, *done.replaced) if done.replaced is not None else None)
        if done.removed is not None:
            self.removed.emit(*done.removed)


async def _in_thread(store: "SavedSearches", work: "Callable[[SavedSearches], _Done]") -> _Done:
    def run() -> _Done:
        done = work(store)
        saved, notices = store.all(), tuple(store.notices)
        store.notices.clear()
        return replace(done, saved=saved, notices=notices)

    return await asyncio.to_thread(run)
