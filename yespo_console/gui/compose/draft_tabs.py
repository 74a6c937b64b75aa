"""The drafts of one composer as tabs: opened, closed, brought back, moved, named, and saved for the next start."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QToolButton, QWidget

from yespo_console.events.event import Encoding
from yespo_console.gui.actions import spec
from yespo_console.gui.calm_fields import Tabs
from yespo_console.gui.compose.checker import Checker
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.compose.identity import Identity, ReadFrom, SentAs
from yespo_console.gui.icons import icon
from yespo_console.gui.open_drafts import Held
from yespo_console.gui.presses import on_press
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _
from yespo_console.platform.short_names import shortened

if TYPE_CHECKING:
    from yespo_console.gui.compose.drafts import SavedDraft
    from yespo_console.gui.open_drafts import IsHeld

MOST_CLOSED: Final = 50
#: In letters: a longer name has its middle left out on the tab, and stands in the tool tip as a whole, in lines.
_LONGEST_NAME: Final = 32
_TOLD_WIDTH: Final = 100
_LONGEST_TOLD: Final = 1_000
#: An event type in a text that is no JSON, of which so many letters are looked at.
_TYPE: Final = re.compile(r"""["']?\bevent(?:Type)?Key["']?[ \t]*[:=][ \t]*["']([^"'\\\r\n]{1,200})["']""")
_LOOKED_AT: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Closed:
    """What comes back of a draft that was closed."""

    text: str
    encoding: Encoding
    title: str
    path: Path | None
    saved_text: str
    identity: Identity


class DraftTabs(QWidget):
    """The row of tabs. It is never without a draft once the first was opened.

    Attributes:
        bar: the tabs.
        drafts: in the order of their tabs.
    Signals:
        leaving(): a draft is about to be closed; what is half typed still belongs to the current one.
        opened(Draft): there is one more; its tab is about to come.
        closed(Draft): it is gone.
        lost(Identity): the ``identity`` of one that was closed, and cannot come back any more.
        current_changed(): another draft is current.
        touched(): what is saved of them is different now.
    """

    leaving = Signal()
    opened = Signal(object)
    closed = Signal(object)
    lost = Signal(object)
    current_changed = Signal()
    touched = Signal()

    def __init__(self, checker: Checker, sample: Callable[[], Draft], parent: QWidget) -> None:
        """``sample`` makes the draft that a new tab begins with."""
        super().__init__(parent)
        self._checker = checker
        self._sample = sample
        self._closed: list[_Closed] = []
        self._first: Draft | None = None  # the sample that the window began with
        self._opens_behind = False
        self.drafts: list[Draft] = []
        self.bar = Tabs(self)
        self.bar.setMovable(True)
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setAccessibleName(_("Drafts"))
        add = QToolButton(self)
        add.setIcon(icon("plus"))
        add.setToolTip(spec("new").tooltip)
        add.setAccessibleName(spec("new").title)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.bar)
        row.addWidget(add)
        row.addStretch(1)
        self.bar.currentChanged.connect(self._tab_changed)
        self.bar.tabMoved.connect(self._tab_moved)
        add.clicked.connect(self.new)

    @property
    def current(self) -> Draft:
        """The current draft."""
        return self.drafts[max(0, self.bar.currentIndex())]

    def new(self) -> Draft:
        """Open a draft with a sample that can be sent at once."""
        draft = self.open(self._sample())
        self._first = self._first or draft
        return draft

    def open(self, draft: Draft) -> Draft:
        """Show ``draft`` in a tab of its own."""
        self._add(draft)
        if not self._opens_behind:
            self.show_draft(draft)
        return draft

    def show_draft(self, draft: Draft | None) -> None:
        """Go to the tab of ``draft``, unless it was closed, or there is none."""
        if draft in self.drafts:
            self.bar.setCurrentIndex(self.drafts.index(draft))

    @contextmanager
    def behind(self) -> Iterator[None]:
        """What is opened meanwhile gets a tab, and the draft that is current stays so."""
        self._opens_behind = True
        try:
            yield
        finally:
            self._opens_behind = False

    def _add(self, draft: Draft) -> None:
        self.drafts.append(draft)
        self.opened.emit(draft)
        draft.checked.connect(self.name)
        draft.details_changed.connect(self.name)
        draft.details_changed.connect(self.touched)
        draft.modified_changed.connect(self.name)
        # The first tab becomes current as it is added, and its draft must be known by then.
        at = self.bar.addTab("")
        close = QToolButton(self.bar)
        close.setIcon(icon("close", "muted"))
        close.setToolTip(spec("close").tooltip)
        close.setAccessibleName(spec("close").title)
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.setProperty("tight", True)
        close.setFixedSize(3 * GRID, 3 * GRID)  # the bar makes room once, perhaps before the style sheet is there
        close.clicked.connect(on_press(partial(self._close_tab_of, draft)))
        self.bar.setTabButton(at, QTabBar.ButtonPosition.RightSide, close)
        self.name()

    def close_at(self, at: int) -> None:
        """Close a tab; the last one is followed by a fresh draft."""
        self.leaving.emit()
        draft = self.drafts[at]
        self._closed.append(
            _Closed(draft.text, draft.encoding, draft.title, draft.path, draft.saved_text, draft.identity)
        )
        if len(self.drafts) == 1:
            self.new()
        self.closed.emit(draft)
        self.bar.removeTab(at)
        self.drafts.remove(draft)
        self._tab_changed()
        draft.deleteLater()
        self._keep_closed(self._closed[-MOST_CLOSED:])

    def _keep_closed(self, kept: list[_Closed]) -> None:
        gone = [closed for closed in self._closed if closed not in kept]
        self._closed = kept
        for closed in gone:
            self.lost.emit(closed.identity)

    def having(self, is_held: "IsHeld") -> list[Held]:
        """The drafts in which ``is_held`` finds something, also in what undo brings back; of those too that
        were closed and can come back."""
        found = []
        for at, draft in enumerate(self.drafts):
            if _has(draft, is_held):
                found.append(Held(draft, self.bar.tabText(at)))
            elif _brings_back(draft, is_held):
                found.append(Held(draft, self.bar.tabText(at), _("in what undo brings back")))
        closed = (one for one in self._closed if _has(one, is_held))
        return found + [Held(one.identity, one.title or _("a closed draft")) for one in closed]

    def close_having(self, is_held: "IsHeld") -> None:
        """Close the drafts in which ``is_held`` finds something, so that they cannot be brought back."""
        for draft in [draft for draft in self.drafts if _has(draft, is_held) or _brings_back(draft, is_held)]:
            self.close_at(self.drafts.index(draft))
        self._keep_closed([closed for closed in self._closed if not _has(closed, is_held)])

    def close_current(self) -> None:
        self.close_at(self.bar.currentIndex())

    def reopen(self) -> bool:
        """Bring back the draft that was closed last; False when there is none."""
        if not self._closed:
            return False
        back = self._closed.pop()
        self.open(self._of_saved(back, back.path, back.identity))
        return True

    def step(self, by: int) -> None:
        """Go to the tab that stands ``by`` places further; round at the ends."""
        self.bar.setCurrentIndex((self.bar.currentIndex() + by) % self.bar.count())

    def name(self) -> None:
        """Write on each tab what its draft is called now."""
        for at, draft in enumerate(self.drafts):
            name = draft.title or (draft.path.name if draft.path else "") or type_of(draft) or _("Draft")
            mark = " •" if draft.path and draft.modified else ""
            words = (shortened(name, _LONGEST_NAME) + mark).replace("&", "&&")
            if words != self.bar.tabText(at):  # a new text lays all tabs out anew
                self.bar.setTabText(at, words)
            self.bar.setTabToolTip(at, "\n".join(wrap(shortened(str(draft.path or name), _LONGEST_TOLD), _TOLD_WIDTH)))
            self.bar.setAccessibleTabName(at, name)

    def restore(self, saved: "Sequence[SavedDraft]") -> None:
        """Bring back the drafts of a window that is gone, in place of the sample that nobody touched."""
        if not saved:
            return
        drafts = [self._of_saved(one, Path(one.path) if one.path else None, _identity_of(one)) for one in saved]
        for draft in drafts:
            self._add(draft)  # and not show: what is made for a draft that is shown takes its time
        shown = next((draft for one, draft in zip(saved, drafts, strict=True) if one.current), drafts[-1])
        self.bar.setCurrentIndex(self.drafts.index(shown))
        if self._first in self.drafts and not self._first.modified:
            self.close_at(self.drafts.index(self._first))
            self._keep_closed(self._closed[:-1])  # the sample is not worth coming back

    def saved(self) -> "list[SavedDraft]":
        """What is to come back at the next start."""
        from yespo_console.gui.compose.drafts import SavedDraft

        return [
            SavedDraft(
                text=draft.text,
                saved_text=draft.saved_text,
                api=draft.encoding.api.value,
                native=draft.encoding.native,
                title=draft.title,
                path=str(draft.path or ""),
                position=at,
                current=draft is self.current,
                sent=sent_as.number if sent_as is not None else None,
                sent_at=sent_as.sent_at if sent_as is not None else "",
                read_from=read_from.text if read_from is not None else "",
                read_at=read_from.at if read_from is not None else 0,
                refused=read_from.refused if read_from is not None else (),
            )
            for at, draft in enumerate(self.drafts)
            for sent_as, read_from in ((draft.identity.sent_as, draft.identity.read_from),)
        ]

    def _of_saved(self, saved: "_Closed | SavedDraft", path: Path | None, identity: Identity | None = None) -> Draft:
        draft = Draft(
            saved.text,
            saved.encoding,
            title=saved.title,
            path=path,
            checker=self._checker,
            identity=identity,
            parent=self,
        )
        draft.mark_saved(path, saved.saved_text)
        return draft

    def _close_tab_of(self, draft: Draft) -> None:
        self.close_at(self.drafts.index(draft))

    def _tab_moved(self, start: int, end: int) -> None:
        self.drafts.insert(end, self.drafts.pop(start))
        self.touched.emit()

    def _tab_changed(self) -> None:
        if self.drafts and self.bar.count() == len(self.drafts):
            self.touched.emit()
            self.current_changed.emit()


def _identity_of(saved: "SavedDraft") -> Identity:
    return Identity(
        SentAs(saved.sent, saved.sent_at) if saved.sent is not None else None,
        ReadFrom(saved.read_from, saved.read_at, tuple(saved.refused)) if saved.read_from else None,
    )


def _has(draft: Draft | _Closed, is_held: "IsHeld") -> bool:
    """Whether anything that is kept of a draft holds what is asked for."""
    return any(map(is_held, (draft.text, draft.saved_text, draft.title, str(draft.path or ""))))


def _brings_back(draft: Draft, is_held: "IsHeld") -> bool:
    """Whether undo or redo would put into a draft what is asked for."""
    return any(map(is_held, draft.brought_back()))


def type_of(draft: Draft) -> str:
    """The event type of the text, or "" while it has none. Of a text that is no JSON, what it seems to be."""
    check = draft.check
    event = check.event if check is not None else None
    if event is None:
        seen = _TYPE.search(draft.text, 0, _LOOKED_AT)
        return seen[1] if seen is not None else ""
    return event.event_type_key if isinstance(event.event_type_key, str) else ""
