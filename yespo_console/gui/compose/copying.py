"""Copying the current draft of a composer: each copy says what it did, and a key is put into none unasked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.page import PageContext
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.events.catalog import Catalog
    from yespo_console.gui.reading.draft_reading import DraftReading
    from yespo_console.gui.services import Services
    from yespo_console.history.exchange import Exchange


class Copying(QObject):
    """Works on the draft that ``current`` gives. A command to send it can be copied once the services are there.

    Signals:
        remarked(str, str), offered(str, str, tuple), began(str, callable), withdrawn(object): as those of a page.
    """

    remarked = Signal(str, str)
    offered = Signal(str, str, object)
    began = Signal(str, object)
    withdrawn = Signal(object)

    def __init__(self, current: Callable[[], Draft], context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._current = current
        self._context = context
        self._services: Services | None = None

    def attach(self, services: "Services") -> None:
        """The services are there."""
        self._services = services

    def as_command(self, writer: str) -> None:
        """Put the request on the clipboard as a command; the key stays a placeholder unless it is asked for."""
        from yespo_console.gui.compose.copies import CopyWithKey, copy_request

        environment, draft = self._context.selection.environment, self._current()
        if self._services is None or environment is None:
            return
        kind, words = copy_request(draft, writer, self._services.sender, environment)
        if kind == "error" or environment.kind == "sandbox":
            self.remarked.emit(kind, words)
            return
        with_key = CopyWithKey(draft, writer, environment, self._services, self)
        with_key.done.connect(self.remarked)
        self.offered.emit(kind, words, ((_("Copy it with the key"), with_key.start),))

    def for_ticket(
        self, reading: "DraftReading | None", sent: "tuple[Exchange, str] | None", catalog: "Catalog"
    ) -> None:
        """Put the event, what came of it, what is wrong with it and what was changed on the clipboard.

        Personal data is left out. ``reading`` is what the draft was read out of, ``sent`` what came of its last send.
        """
        from yespo_console.gui.compose.copies import CopyTicket

        made = CopyTicket(self._current(), reading, sent, catalog, self._context.selection.marking.kind, self)
        made.done.connect(self.remarked)
        made.waits.connect(lambda words: self.began.emit(words, made.cancel))
        made.over.connect(self.withdrawn)
        made.start(self._context.runner)
