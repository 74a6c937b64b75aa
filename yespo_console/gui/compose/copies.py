"""What a draft gives the clipboard: a command that sends it, or a text for a ticket. Each says what it did."""

import threading
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from yespo_console.delivery.credentials import InvalidKeyError
from yespo_console.delivery.environments import Environment
from yespo_console.delivery.send import NotSentError, Sender
from yespo_console.events.checking import check
from yespo_console.events.json_text import name_at, parse
from yespo_console.events.outlook import outlook
from yespo_console.gui.clipboard import copy_text
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.notice import Kind
from yespo_console.gui.text_sizes import LARGE_TEXT
from yespo_console.platform.i18n import _, ngettext
from yespo_console.platform.in_process import CallLostError, call_in_process
from yespo_console.sharing.personal_names import look_through_words
from yespo_console.sharing.ticket import TicketChange, ticket
from yespo_console.sharing.writers import WRITERS

#: The ticket of a longer text, in characters, is not made while the window waits.
LARGE_TICKET: Final = 20_000

if TYPE_CHECKING:
    from yespo_console.delivery.credentials import Credentials
    from yespo_console.events.catalog import Catalog
    from yespo_console.events.checking import Check
    from yespo_console.events.problems import Problem
    from yespo_console.gui.async_runner import AsyncRunner, Outcome
    from yespo_console.gui.reading.draft_reading import DraftReading
    from yespo_console.gui.services import Services
    from yespo_console.history.exchange import Exchange
    from yespo_console.platform.secret import Secret
    from yespo_console.platform.window_state import Kind as Reached
    from yespo_console.reading.reading import ReadEvent, Repair


def copy_request(draft: Draft, writer: str, sender: Sender, environment: Environment) -> tuple[Kind, str]:
    """Put the request on the clipboard as ``writer`` writes it; the key stays a placeholder. Returns what to say."""
    try:
        request = sender.request_for(draft.text, environment, api=draft.encoding.api)
    except NotSentError as error:
        return "error", str(error)
    copy_text(WRITERS[writer].write(request))
    message = _("Copied as {name}. Put your key where the placeholder stands.")
    return "success", message.format(name=WRITERS[writer].title)


def _changes(event: "ReadEvent") -> tuple[TicketChange, ...]:
    """What was changed to read the event, as a ticket tells it.

    A word without quotes may be somebody's name, so it is told whose value it was; what a template was to fill in is
    nobody's.
    """
    words = {repair.pointer for repair in event.repairs if repair.code == "bare_word" and repair.pointer is not None}
    body = parse(event.text) if words else None
    names = {pointer: name_at(body, pointer) for pointer in words}
    return tuple(_change(repair, names.get(repair.pointer or "", "")) for repair in event.repairs)


def _change(repair: "Repair", name: str) -> TicketChange:
    """One of them: of what people wrote around the event no word, for it may name anybody."""
    if not repair.leaves_out_words:
        return TicketChange(repair.line, repair.column, repair.message, repair.before, repair.after, name)
    message = ngettext(
        "{count} character that is no part of the event was left out.",
        "{count} characters that are no part of the event were left out.",
        repair.length,
    )
    return TicketChange(repair.line, repair.column, message.format(count=repair.length))


class CopyWithKey(QObject):
    """The same once more with the real key in it, for who asks: the keychain may ask in its turn.

    Signals:
        done(str, str): what came of it: kind and words of a notice.
    """

    done = Signal(str, str)

    def __init__(
        self, draft: Draft, writer: str, environment: Environment, services: "Services", parent: QObject
    ) -> None:
        super().__init__(parent)
        self._text, self._api = draft.text, draft.encoding.api
        self._writer = writer
        self._environment = environment
        self._services = services

    def start(self) -> None:
        """Get the key and put the request on the clipboard."""
        find = partial(_key_or_why_not, self._services.credentials, self._environment.name)
        self._services.runner.start_in_thread(find, self._has_key)

    def _has_key(self, outcome: "Outcome[Secret | str]") -> None:
        self.deleteLater()
        if isinstance(outcome.error, InvalidKeyError):
            self.done.emit("error", str(outcome.error))
            return
        key = outcome.result()
        if isinstance(key, str):
            message = _("{reason} The placeholder stays in what was copied.")
            self.done.emit("warning", message.format(reason=key))
            return
        request = self._services.sender.request_for(self._text, self._environment, api=self._api, key=key)
        copy_text(WRITERS[self._writer].write(request, reveal_secret=True))
        message = _("Copied with the key: whoever gets this text can send to {name}.")
        self.done.emit("warning", message.format(name=self._environment.name))


def _key_or_why_not(credentials: "Credentials", name: str) -> "Secret | str":
    """In a thread, for the keychain may ask the user: the key of an environment, or a sentence why there is none."""
    key = credentials.get(name)
    if key is not None:
        return key
    is_known, _key = credentials.known(name)
    none = _("There is no key for {name}.").format(name=name)
    return none if is_known else credentials.problem or none


class CopyTicket(QObject):
    """The event with its problems and, when it was read, its changes, as a text for a ticket.

    A long one is made beside the window, and can be given up.

    Signals:
        done(str, str): what came of it: kind and words of a notice.
        waits(str): it takes a while; a sentence that is true until ``over``.
        over(object): that sentence is not true any more.
    """

    done = Signal(str, str)
    waits = Signal(str)
    over = Signal(object)

    def __init__(
        self,
        draft: Draft,
        reading: "DraftReading | None",
        sent: "tuple[Exchange, str] | None",
        catalog: "Catalog",
        goes_to: "Reached",
        parent: QObject,
    ) -> None:
        """``sent``: what came of its last send, and the text that was sent; ``goes_to``: what it would reach now."""
        super().__init__(parent)
        self._goes_to = goes_to
        self._text, self._api, self._catalog = draft.text, draft.encoding.api, catalog
        known = draft.check
        is_current = known is not None and known.text == draft.text and known.api is self._api
        self._known = known if is_current else None
        self._empty: tuple[Problem, ...] = ()
        self._event: ReadEvent | None = None
        self._url: str | None = None
        self._keys = 0
        self._sent = sent[0] if sent is not None else None
        self._is_outdated = sent is not None and sent[1] != draft.text
        if reading is not None:
            self._empty = reading.empty_placeholders(draft)
            self._event = reading.event
            self._url = reading.event.url
            self._keys = len(reading.shown.reading.secrets)
        self._words = _("Making the text for the ticket. The window can be used meanwhile.")
        self._cancelled = threading.Event()

    def start(self, runner: "AsyncRunner") -> None:
        """Make it and put it on the clipboard."""
        if self._size() <= LARGE_TICKET:
            self._take(self._made())
        else:
            self.waits.emit(self._words)
            runner.start_in_thread(self._made_elsewhere, self._was_made, self._cancelled.set)

    def _size(self) -> int:
        answer = self._sent.answer if self._sent is not None else None
        return len(self._text) + (len(answer.body) if answer is not None else 0)

    def cancel(self) -> None:
        """The clipboard stays as it is."""
        self._cancelled.set()

    def _made(self) -> str:
        return ticket(*self._parts(self._known or check(self._text, self._catalog, self._api)))

    def _parts(
        self, known: "Check"
    ) -> "tuple[str, tuple[Problem, ...], tuple[TicketChange, ...], str | None, str, int, Exchange | None, bool]":
        """What ``ticket`` is made of, in its order."""
        verdict = outlook(known, self._catalog, goes_to=self._goes_to).headline
        problems = (*self._empty, *known.problems)
        return self._text, problems, self._changes(), self._url, verdict, self._keys, self._sent, self._is_outdated

    def _changes(self) -> tuple[TicketChange, ...]:
        return _changes(self._event) if self._event is not None else ()

    def _made_elsewhere(self) -> str:
        """In a thread; of a very long text in a process, because masking holds the interpreter."""
        if self._size() <= LARGE_TEXT or self._known is None:
            return self._made()
        return call_in_process(ticket, *self._parts(self._known), cancelled=self._cancelled.is_set)

    def _was_made(self, outcome: "Outcome[str]") -> None:
        self.over.emit(self._words)
        if outcome.cancelled or self._cancelled.is_set():
            self.deleteLater()
        elif isinstance(outcome.error, CallLostError):
            self.deleteLater()
            self.done.emit("error", _("The text for the ticket could not be made: there is not enough memory for it."))
        else:
            self._take(outcome.result())

    def _take(self, text: str) -> None:
        self.deleteLater()
        copy_text(text)
        told = _("Copied for the ticket. E-mails, phone numbers and the like are replaced by placeholders.")
        words = f"{told} {look_through_words()}"
        self.done.emit("success", words)
