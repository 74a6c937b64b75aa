"""What can be done with the exchange that is shown: open it again, send it again, copy it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from yespo_console.gui.actions import COPY_WRITERS
from yespo_console.gui.clipboard import copy_text
from yespo_console.gui.compose.handover import OpenBehind, OpenDraft, OpenedLate, SendAgain
from yespo_console.gui.environment_selection import EnvironmentSelection
from yespo_console.gui.history.late import Late
from yespo_console.gui.presses import on_press
from yespo_console.gui.text_sizes import LONGEST_TEXT
from yespo_console.gui.whereabouts import Whereabouts, whereabouts
from yespo_console.platform.i18n import _, ngettext
from yespo_console.sharing.personal_names import look_through_words

if TYPE_CHECKING:
    from yespo_console.gui.async_runner import AsyncRunner
    from yespo_console.history.exchange import Exchange


class ExchangeActions(QObject):
    """Without an exchange each of them does nothing.

    Signals:
        environments_changed(): ``has_way_back`` may answer something else.
        passed_on(str, object), noticed(str, str), began(str, callable), withdrawn(object): as those of a page.
    """

    environments_changed = Signal()
    passed_on = Signal(str, object)
    noticed = Signal(str, str)
    began = Signal(str, object)
    withdrawn = Signal(object)

    def __init__(
        self,
        shown: "Callable[[], Exchange | None]",
        count_selected: Callable[[], int],
        selection: EnvironmentSelection,
        runner: "AsyncRunner",
        page: QWidget,
    ) -> None:
        """``shown`` gives the exchange that is shown over ``page``, ``count_selected`` how many are selected there."""
        super().__init__(page)
        self._shown = shown
        self._count_selected = count_selected
        self._selection = selection
        selection.changed.connect(self.environments_changed)
        self._page = page
        self._opens_late = False  # so long a text that the user does something else meanwhile
        self._opened_from: Whereabouts | None = None
        self._opened_changed = False  # the draft is not what was sent
        self._opening = Late(runner, self._open, self)
        self._opening_words = _("Opening a long request in the composer. The window can be used meanwhile.")
        self._opening.over.connect(partial(self.withdrawn.emit, self._opening_words))
        self._ticket = Late(runner, self._ticket_made, self)
        self._ticket_words = _("Making the page for the ticket. The window can be used meanwhile.")
        self._ticket.over.connect(partial(self.withdrawn.emit, self._ticket_words))

    def open_in_composer(self) -> None:
        """Open the request as a draft that can be changed; how it is written is found out beside the window."""
        exchange = self._the_only_one(_one_is_opened)
        if exchange is None:
            return
        size = len(exchange.request_body)
        self._opened_from = whereabouts(self._page)
        self._opened_changed = exchange.request_text.encode() != exchange.request_body
        self._opens_late = False
        self._opens_late = not self._opening.ask(partial(_draft_of, exchange), size) and size > LONGEST_TEXT
        if self._opens_late:
            self.began.emit(self._opening_words, self._opening.forget)

    def _open(self, draft: OpenDraft) -> None:
        if self._opens_late and whereabouts(self._page) != self._opened_from:
            self.passed_on.emit("compose", OpenBehind(draft))
            return
        self.passed_on.emit("compose", draft)
        if self._opens_late:
            self.passed_on.emit("compose", OpenedLate())
        if self._opened_changed:
            self.noticed.emit("warning", _not_the_same())

    def has_way_back(self, exchange: "Exchange") -> bool:
        """Whether the environment that it went to is one of the user's; what was imported went to somebody else's."""
        return any(one.name == exchange.environment for one in self._selection.environments)

    def send_again(self) -> None:
        """Send the very same bytes once more, to the environment they went to; where that is none, ask to which."""
        exchange = self._the_only_one(_one_is_sent)
        if exchange is None:
            return
        if self.has_way_back(exchange):
            self._send_to(exchange, exchange.environment)
        else:
            self._ask_where(exchange)

    def send_elsewhere(self) -> None:
        """Send the very same bytes to another environment, which the user is asked for."""
        exchange = self._the_only_one(_one_is_sent)
        if exchange is not None:
            self._ask_where(exchange)

    def _ask_where(self, exchange: "Exchange") -> None:
        from yespo_console.gui.history.send_elsewhere import SendElsewhere

        dialog = SendElsewhere(exchange, self._selection.environments, self._page)
        dialog.chosen.connect(partial(self._send_to, exchange))
        dialog.open()

    def _the_only_one(self, why_not: Callable[[int], str]) -> "Exchange | None":
        """What is meant. Of several that are selected it is none: nobody could tell which; ``why_not`` says so."""
        count = self._count_selected()
        if count > 1:
            words = why_not(count).format(count=f"{count:,}")
            self.noticed.emit("info", words)  # true only until the next thing is done
            return None
        return self._shown()

    def _send_to(self, exchange: "Exchange", environment: str) -> None:
        again = SendAgain(
            exchange.id,
            exchange.request_body,
            environment,
            exchange.api,
            exchange.event_type,
            exchange.key_value,
            elsewhere=environment != exchange.environment,
        )
        self.passed_on.emit("compose", again)

    # -- copying

    def copy_actions(self, owner: QWidget) -> list[QAction]:
        """An action for each thing that can be copied, belonging to ``owner``."""
        from yespo_console.sharing.writers import WRITERS

        rows: list[tuple[str, Callable[[], object]]] = [
            (_("History number"), self.copy_id),
            (_("Request body"), self.copy_body),
            (_("Page for a ticket"), self.copy_ticket),
            *((WRITERS[writer].title, partial(self.copy_as, writer)) for writer in COPY_WRITERS.values()),
        ]
        actions = []
        for words, command in rows:
            action = QAction(_("Copy: {what}").format(what=words), owner)
            action.triggered.connect(on_press(command))
            actions.append(action)
        return actions

    def copy_id(self) -> None:
        """Put the history number on the clipboard."""
        exchange = self._shown()
        if exchange is not None:
            self._copied(str(exchange.id), _("The history number"))

    def copy_body(self) -> None:
        """Put the request body on the clipboard, as it was sent."""
        exchange = self._shown()
        if exchange is not None:
            self._copied(exchange.request_text, _("The request body"))

    def copy_ticket(self) -> None:
        """Put the exchange on the clipboard as a page for a ticket, with personal data replaced."""
        exchange = self._shown()
        if exchange is not None:
            answered = len(exchange.answer.body) if exchange.answer is not None else 0
            size = len(exchange.request_body) + answered
            if not self._ticket.ask(partial(_page_for_ticket, exchange), size) and size > LONGEST_TEXT:
                self.began.emit(self._ticket_words, self._ticket.forget)

    def _ticket_made(self, page: str) -> None:
        copy_text(page)
        told = _("Copied for the ticket. E-mails, phone numbers and the like are replaced by placeholders.")
        message = f"{told} {look_through_words()}"
        self.noticed.emit("success", message)

    def copy_as(self, writer: str) -> None:
        """Put the request on the clipboard as a command or program; the key stays a placeholder."""
        from yespo_console.gui.history.replay import request_of
        from yespo_console.sharing.writers import WRITERS

        exchange = self._shown()
        if exchange is not None:
            request = request_of(exchange, self._selection.environments)
            copy_text(WRITERS[writer].write(request))
            message = _("Copied as {name}. Put your key where the placeholder stands.")
            self.noticed.emit("success", message.format(name=WRITERS[writer].title))

    def _copied(self, text: str, what: str) -> None:
        copy_text(text)
        self.noticed.emit("success", _("{what} was copied.").format(what=what))


def _not_the_same() -> str:
    return _(
        "What was sent is not all UTF-8. In the draft its other bytes are the letters \\x and two digits, and would be "
        "sent as letters. “Send again” in the history sends the bytes as they were."
    )


def _one_is_opened(count: int) -> str:
    return ngettext(
        "{count} exchange is selected, but one at a time is opened. Nothing was opened: select one alone.",
        "{count} exchanges are selected, but one at a time is opened. Nothing was opened: select one alone.",
        count,
    )


def _one_is_sent(count: int) -> str:
    return ngettext(
        "{count} exchange is selected, but one at a time is sent again. Nothing was sent: select one alone.",
        "{count} exchanges are selected, but one at a time is sent again. Nothing was sent: select one alone.",
        count,
    )


def _draft_of(exchange: "Exchange") -> OpenDraft:
    """The request as a draft. Reads all of it to know whether nested values travel as text."""
    from yespo_console.events.event import Encoding
    from yespo_console.events.json_text import JsonTextError, parse
    from yespo_console.reading.reader import encoding_of

    text = exchange.request_text
    try:
        encoding = Encoding(exchange.api, encoding_of(parse(text)).native).normal()
    except JsonTextError:
        encoding = Encoding(exchange.api).normal()
    return OpenDraft(text, encoding)


def _page_for_ticket(exchange: "Exchange") -> str:
    from yespo_console.history.transfer.exporting import (
        page_for_ticket,
    )  # in the thread: the window waits for no import

    return page_for_ticket(exchange)
