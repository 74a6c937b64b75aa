"""A quiet offer to open what the clipboard holds, when the user comes back from another program.

The clipboard is looked at only then, only when it has changed, and only as text; what is in it stays on this computer.
"""

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from yespo_console.gui.async_runner import AsyncRunner, Outcome
from yespo_console.gui.clipboard import is_own_copy
from yespo_console.gui.open_drafts import OpenDrafts
from yespo_console.gui.reading.job import ReadingJob
from yespo_console.gui.reading.looks import SHORTEST, may_hold_an_event
from yespo_console.gui.reading.payload import Payload
from yespo_console.platform.i18n import _, ngettext

if TYPE_CHECKING:
    from yespo_console.gui.main_window import MainWindow
    from yespo_console.gui.reading.desk import ReadingDesk
    from yespo_console.gui.services import Services
    from yespo_console.reading.reading import ReadEvent, Reading

#: A shorter text holds no event; a longer one is pasted by hand, because reading it costs more than an offer is worth.
_LENGTHS: Final = range(SHORTEST, 200_000)
#: A longer event, in characters, is known by its text alone: to read it takes the window's time.
_LONGEST_READ: Final = 20_000
#: No text of that length has more of them.
_MOST_BYTES: Final = 4 * _LENGTHS.stop


class ClipboardOffer(QObject):
    """Looks at the clipboard of one window."""

    def __init__(self, window: "MainWindow", runner: AsyncRunner, desk: "ReadingDesk", drafts: OpenDrafts) -> None:
        super().__init__(window)
        self._drafts = drafts
        self._window = window
        self._runner = runner
        self._desk = desk
        self._services: Services | None = None
        self._job: ReadingJob | None = None
        self._changed = True
        self._away = False
        self._seen = b""
        self._words = ""
        QGuiApplication.clipboard().dataChanged.connect(self._clipboard_changed)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._state_changed)
        window.activated.connect(self._came_back)
        desk.taken.connect(self._taken)

    def attach(self, services: "Services") -> None:
        """The services are there: the program has started, which counts as coming to it."""
        self._services = services
        if self._window.isActiveWindow():
            self.look()

    def look(self) -> None:
        """Offer what the clipboard holds, when it is new and an event can be read out of it."""
        if not self._changed or self._job is not None or not self._is_wanted():
            return
        self._changed = False
        self._withdraw()
        text = self._text()
        if text is None or self._is_known(text) or not may_hold_an_event(text):
            return
        self._remember(Payload(text))
        self._job = ReadingJob(self._runner, Payload(text), parent=self)
        self._job.ended.connect(partial(self._was_read, Payload(text)))
        self._job.start()

    @staticmethod
    def _text() -> str | None:
        """The clipboard's text, when no window of this program put it there and an event may have that length."""
        clipboard = QGuiApplication.clipboard()
        data = clipboard.mimeData()
        if clipboard.ownsClipboard() or data is None or not data.hasText() or data.hasUrls() or is_own_copy(data):
            return None
        if data.data("text/plain").size() > _MOST_BYTES:
            return None  # to make 30 MB a text of Python's takes Qt several frames, and to count them two
        text = data.text()
        return text if len(text) in _LENGTHS else None

    def _is_wanted(self) -> bool:
        from yespo_console.delivery.config_file import ConfigError

        if self._services is None:
            return False
        try:
            return self._services.settings_store.load().offer_clipboard
        except ConfigError:
            return False

    def _clipboard_changed(self) -> None:
        self._changed = True
        self._withdraw()  # it holds something else now

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        self._away = self._away or state is not Qt.ApplicationState.ApplicationActive

    def _came_back(self) -> None:
        if self._away:
            self._away = False
            self.look()

    def _is_known(self, text: str) -> bool:
        return _digest(text) == self._seen

    def _taken(self, payload: Payload) -> None:
        """What is opened in another way is offered no more, nor to be offered when it is read."""
        if isinstance(payload.content, str) and self._is_known(payload.content):
            self._withdraw()
            if self._job is not None:
                self._job.cancel()
        self._remember(payload)

    def _remember(self, payload: Payload) -> None:
        """What was pasted or offered already is not offered again."""
        if isinstance(payload.content, str) and len(payload.content) in _LENGTHS:
            self._seen = _digest(payload.content)

    def _was_read(self, payload: Payload, reading: "Reading | None") -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None
        if reading is None or not reading.events or self._window.notices.is_confirming:
            return  # what is being said is more important than an offer
        if all(map(self._is_open, reading.events)):
            return
        count = len(reading.events)
        words = ngettext("The clipboard holds an event.", "The clipboard holds {count} events.", count)
        self._words = words.format(count=count)
        opens = ngettext("Open it", "Show them", count)
        answers = (
            (opens, partial(self._desk.show_reading, payload, reading)),
            (_("Do not offer this again"), self._switch_off),
        )
        self._window.notify("info", self._words, answers)

    def _is_open(self, event: "ReadEvent") -> bool:
        """Whether an open draft is this event, however it is laid out there."""
        from yespo_console.events import wire

        read = None
        if len(event.text) <= _LONGEST_READ:
            with suppress(wire.WireError):
                read = wire.read(event.text, event.encoding.api)
        return self._drafts.is_open(event.text, read)

    def _withdraw(self) -> None:
        if self._words:
            self._window.withdraw(self._words)
            self._words = ""

    def _switch_off(self) -> None:
        services = self._services
        if services is not None:
            store = services.settings_store
            self._runner.start_in_thread(partial(store.change, offer_clipboard=False), self._switched_off)

    def _switched_off(self, outcome: Outcome[None]) -> None:
        from yespo_console.delivery.config_file import ConfigError

        if isinstance(outcome.error, ConfigError):
            self._window.notify("error", str(outcome.error))
        elif not outcome.cancelled:
            outcome.result()
            self._window.notify("info", _("It is not offered any more. The settings can switch it on again."))


def _digest(text: str) -> bytes:
    from hashlib import blake2b  # the first paint does not wait for it

    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
