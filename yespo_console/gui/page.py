"""What a section of the window is: Compose and History are pages, plugged in by ``app``.

A page answers to action ids; the window owns the keys and asks the page shown. So a page knows nothing of the header,
the menus or the other pages.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QWidget

from yespo_console.gui.open_drafts import OpenDrafts
from yespo_console.gui.readiness import Readiness

if TYPE_CHECKING:
    from yespo_console.events.catalog import Catalog
    from yespo_console.gui.async_runner import AsyncRunner
    from yespo_console.gui.environment_selection import EnvironmentSelection
    from yespo_console.gui.job_notice import JobNotice
    from yespo_console.gui.notices import Notices
    from yespo_console.gui.services import Services
    from yespo_console.gui.under_way import UnderWay
    from yespo_console.platform.profile import Profile

#: To paint this little of a widget, Qt gets all of it ready.
_ONE_PIXEL: Final = QRect(0, 0, 1, 1)


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a page may use from its first line on, before the services are there."""

    profile: "Profile"
    catalog: "Catalog"
    selection: "EnvironmentSelection"
    runner: "AsyncRunner"
    drafts: OpenDrafts = field(default_factory=OpenDrafts)
    readiness: Readiness = field(default_factory=Readiness)


class Page(QWidget):
    """One section.

    Attributes:
        section: its id; ``section-<id>`` in the table of actions gives its words, icon and key.
        taken_unseen: what ``receive`` takes without the page being shown for it.
        kept_clear: what no message may cover: what is to be read first, and what is switched with. The most important
            stands first, and is covered last where there is too little room.
        messages: lie over it, and are one of the parts that F6 goes round; None until the window has shown it some.
        jobs: tell of what the page does beside the window that may take long.
        sends_to_selection: its ``send`` goes to the environment chosen in the header, which then shows the button.
    Signals:
        commands_changed(): what ``commands`` or ``is_enabled`` answer is different now.
        busy_changed(bool): a send runs (the header's Send becomes Cancel), or has ended; or ``under_way`` tells
            something else of it now.
        passed_on(str, object): something for another section, which is shown and gets it by ``receive``.
        noticed(str, str): a sentence to be said over the page: its kind (error, warning, info, success), its words.
        remarked(str, str): the same about ``subject``: it is seen only while that is shown.
        offered(str, str, tuple): the same with buttons: the words of each and what it does.
        began(str, callable): a job runs: a sentence that stands until it is withdrawn, and what gives the job up.
        subject_changed(), subject_ended(object): ``subject`` is another one now; that one is gone.
        stated(str, str, object, object): a state that stands until it is withdrawn: its kind and words, what state it
            is (None: one without end), and which ``subject`` it is about, be that shown or not (None: about none).
        withdrawn(object): the sentence of that wording, or the state, is not true any more.
        payload_found(Payload): the user opened something that is to be read.
        reading_found(Payload, Reading): events are to be shown that are read already.
    """

    section: ClassVar[str]
    taken_unseen: ClassVar[tuple[type, ...]] = ()
    sends_to_selection: ClassVar[bool] = True
    kept_clear: tuple[QWidget, ...] = ()
    messages: "Notices | None" = None
    jobs: "tuple[JobNotice, ...]" = ()

    commands_changed = Signal()
    busy_changed = Signal(bool)
    passed_on = Signal(str, object)
    noticed = Signal(str, str)
    remarked = Signal(str, str)
    offered = Signal(str, str, object)
    began = Signal(str, object)
    subject_changed = Signal()
    subject_ended = Signal(object)
    stated = Signal(str, str, object, object)
    withdrawn = Signal(object)
    payload_found = Signal(object)
    reading_found = Signal(object, object)

    @property
    def subject(self) -> object:
        """The one of several things that is shown, such as a draft; None where there are not several."""
        return None

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """Action id -> what it does here. An id that is missing is switched off while this page is shown."""
        return {}

    def is_enabled(self, action_id: str) -> bool:
        """Whether an action of ``commands`` makes sense now. ``cancel`` is asked only while a send runs."""
        return action_id in self.commands()

    def first_focus(self) -> QWidget:
        """The widget that takes the first key when the page is shown."""
        return self

    def lay_out(self) -> None:
        """Find out sizes and styles before the page is shown, so that its first paint need not: half of its time."""
        lay_out(self)

    def way_back(self) -> Callable[[], object] | None:
        """Where Esc leads from the field that has the keys, and then ends no job; None: it leads nowhere from there."""
        return None

    def attach(self, services: "Services") -> None:
        """The services are there; called once, on the Qt thread."""

    def receive(self, thing: object) -> None:
        """Take what another page passed on. The types a page takes are its own affair; an unknown one is a bug."""
        raise TypeError(f"{type(self).__name__} takes nothing from other sections, got {type(thing).__name__}")

    def settle(self) -> None:
        """The user goes on to something else: what is typed in a field and not yet in force comes into force."""

    def split_files(self, paths: Sequence[Path]) -> tuple[Sequence[Path], Sequence[Path]]:
        """Of files that are dragged over it: those the section takes itself, and those it leaves to the composer."""
        return (), paths

    def take_words(self, names: str) -> str:
        """What becomes of files that it takes itself when they are let go, as a sentence."""
        raise NotImplementedError

    def take_files(self, paths: Sequence[Path]) -> None:
        """Files were let go that it takes itself."""
        raise NotImplementedError

    def under_way(self) -> "UnderWay | None":
        """What would be broken off if the window closed now; None for nothing. See ``busy_changed``."""
        return None

    def break_off(self) -> None:
        """The user agreed that what is under way is broken off: keep, for ``save``, what has not left yet."""

    def save(self) -> str:
        """The window is to close: put on disk what is not there yet. Why something is lost all the same, "" if not.

        It may stay open after it.
        """
        return ""

    def end(self) -> None:
        """The window closes, after ``save``: let go of what is held."""


def lay_out(widget: QWidget) -> None:
    """Have Qt find out sizes and styles of a widget that is not shown, of its size, and of what is in it."""
    widget.grab(_ONE_PIXEL)


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A section that exists: its id and how it is built.

    Attributes:
        ahead: brings in what the page is made of, a piece at each step, while nobody waits for it yet.
    """

    section: str
    build: Callable[[PageContext], Page]
    ahead: Callable[[], Iterator[object]] = tuple[object]().__iter__
