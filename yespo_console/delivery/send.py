"""The one way an event leaves: checked, written to history, sent once, completed in history."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from yespo_console.delivery.account import AccountCheck, explain_account
from yespo_console.delivery.config_file import ConfigError
from yespo_console.delivery.credentials import Credentials, InvalidKeyError
from yespo_console.delivery.environments import Environment, EnvironmentStore
from yespo_console.delivery.http import HttpConnections, Prepared, Trip, UnusableRequestError
from yespo_console.delivery.judging import judged
from yespo_console.delivery.network_errors import NetworkError
from yespo_console.delivery.outcome import Explanation, explain
from yespo_console.delivery.settings import SettingsStore
from yespo_console.events.catalog import Catalog
from yespo_console.events.checking import Check, check
from yespo_console.events.event import ApiVersion
from yespo_console.history.errors import HistoryError
from yespo_console.history.exchange import Answer, Exchange, ExchangeError, NewExchange
from yespo_console.history.store import HistoryStore
from yespo_console.platform.i18n import _
from yespo_console.platform.secret import Secret
from yespo_console.sharing.http_request import Credential, HttpRequest

log = logging.getLogger(__name__)

CONTENT_TYPE: Final = "application/json; charset=UTF-8"
#: The sandbox takes any key.
_SANDBOX_KEY: Final = "sandbox"
#: Longer texts, in characters, are checked in a worker thread, so that other sends go on meanwhile.
_CHECKED_ELSEWHERE: Final = 32_768


class NotSentError(Exception):
    """Nothing has left this computer; ``str()`` says why and what to do."""


class MissingKeyError(NotSentError):
    """The environment has no API key."""


class AnswerNotRecordedError(Exception):
    """The request was sent and is in history, but its answer could not be written there; ``str()`` says why.

    Attributes:
        exchange: the whole exchange, answer included.
    """

    def __init__(self, exchange: Exchange, reason: str) -> None:
        super().__init__(reason)
        self.exchange = exchange

    def __str__(self) -> str:
        message = _("{outcome}. The answer could not be written to history: {reason} Do not send the event again.")
        return message.format(outcome=explain(self.exchange).title, reason=self.args[0])


@dataclass(frozen=True, slots=True)
class _Body:
    """What is about to be sent, and what is known about it."""

    content: bytes
    api: ApiVersion
    check: Check


class Sender:
    """Sends events. Belongs to one event loop: make it there, use it there, ``aclose`` it there."""

    def __init__(
        self,
        environments: EnvironmentStore,
        credentials: Credentials,
        settings: SettingsStore,
        history: HistoryStore,
        catalog: Catalog,
    ) -> None:
        self._environments = environments
        self._credentials = credentials
        self._settings = settings
        self._history = history
        self._catalog = catalog
        self._connections = HttpConnections()

    async def send(
        self,
        text: str | bytes,
        environment: Environment,
        *,
        source: str,
        api: ApiVersion | None = None,
        known: Check | None = None,
        on_recorded: Callable[[int], None] | None = None,
    ) -> Exchange:
        """Send ``text`` as it is, valid or not, and return the exchange with whatever came of it.

        The request is safe in history before its first byte leaves. It is never sent a second time. A cancel completes
        the row, where there is one, saying whether the event may have been accepted, and goes on as ``CancelledError``.

        Args:
            text: the body; a str travels as its UTF-8 bytes, bytes travel as they are.
            source: which part of the program sends (``NewExchange.source``).
            api: another version of the call than the environment's.
            known: a check of this very text, when the caller has one already.
            on_recorded: gets the history id once the request is recorded, before it leaves.

        Raises:
            NotSentError: nothing left: no key, settings that cannot be used, history that cannot be written.
            AnswerNotRecordedError: it was sent; its answer is in the error only.
        """
        body = await self._body(text, api or environment.api, known)
        request = await self._request(body.content, environment, body.api)
        prepared = self._prepare(request)
        new = self._new_exchange(body, environment, request, prepared, source)
        number = await self._record(new)
        if on_recorded is not None:
            on_recorded(number)
        answer = await self._answer(number, prepared)
        exchange = Exchange.model_construct(**dict(new), id=number, answer=answer)
        try:
            await asyncio.wrap_future(self._history.complete(number, answer))
        except HistoryError as error:
            log.warning("answer %d not recorded: %s", number, error)
            raise AnswerNotRecordedError(exchange, str(error)) from error
        if answer.error is not None and environment.kind == "sandbox":
            self._environments.forget_sandbox()
        if answer.status == 401:
            self._credentials.forget(environment.name)
        return exchange

    async def check_account(self, environment: Environment) -> AccountCheck:
        """Ask whose account the key belongs to. Says nothing about the right to post events. Raises NotSentError."""
        environment = await self._current(environment)
        credential = Credential(environment.user, await self._key(environment))
        prepared = self._prepare(HttpRequest("GET", environment.account_url, (), b"", credential))
        trip = Trip()
        try:
            response = await prepared.send(trip)
        except NetworkError as error:
            return explain_account(None, b"", error.stored())
        if response.status == 401:
            self._credentials.forget(environment.name)
        error_of_body = response.error.stored() if response.error else None
        return explain_account(response.status, response.body, error_of_body)

    def request_for(
        self, text: str | bytes, environment: Environment, *, api: ApiVersion | None = None, key: Secret | None = None
    ) -> HttpRequest:
        """The request that ``send`` would make, to be copied. Without ``key`` its credential is an empty one.

        Raises NotSentError when the text has no UTF-8 form.
        """
        credential = Credential(environment.user, key or Secret(""))
        return _event_request(_encoded(text), environment, api or environment.api, credential)

    async def aclose(self) -> None:
        """Close the kept connections."""
        await self._connections.aclose()

    async def _body(self, text: str | bytes, api: ApiVersion, known: Check | None) -> _Body:
        content = _encoded(text)
        readable = text if isinstance(text, str) else text.decode("utf-8", "replace")
        if known is None or known.text != readable or known.api is not api:
            if len(readable) > _CHECKED_ELSEWHERE:
                known = await asyncio.to_thread(check, readable, self._catalog, api)
            else:
                known = check(readable, self._catalog, api)
        return _Body(content, api, known)

    async def _request(self, content: bytes, environment: Environment, api: ApiVersion) -> HttpRequest:
        environment = await self._current(environment)
        credential = Credential(environment.user, await self._key(environment))
        return _event_request(content, environment, api, credential)

    async def _current(self, environment: Environment) -> Environment:
        """The sandbox with the address it has now; any other environment as it was given."""
        if environment.kind != "sandbox":
            return environment
        try:
            if self._environments.knows_sandbox:
                now = self._environments.get(environment.name)
            else:
                now = await asyncio.to_thread(self._environments.get, environment.name)
        except ConfigError as error:
            raise _nothing_sent(error) from error
        return environment.model_copy(update={"base_url": now.base_url})

    async def _key(self, environment: Environment) -> Secret:
        found, key = self._credentials.known(environment.name)
        if not found and environment.kind != "sandbox":
            try:
                key = await asyncio.to_thread(self._credentials.get, environment.name)
            except InvalidKeyError as error:
                raise NotSentError(str(error)) from error
            if not self._credentials.known(environment.name)[0]:  # there may be one, but the keychain did not answer
                raise NotSentError(_("Nothing was sent. {reason}").format(reason=self._credentials.problem))
        if key is not None:
            return key
        if environment.kind == "sandbox":
            return Secret(_SANDBOX_KEY)
        raise MissingKeyError(no_key_words(environment))

    def _prepare(self, request: HttpRequest) -> Prepared:
        try:
            return self._connections.prepare(request, self._settings.load())
        except (UnusableRequestError, ConfigError) as error:
            raise _nothing_sent(error) from error

    def _new_exchange(
        self, body: _Body, environment: Environment, request: HttpRequest, prepared: Prepared, source: str
    ) -> NewExchange:
        known = judged(body.check)
        return NewExchange(
            sent_at=datetime.now(UTC),
            environment=environment.name,
            is_real=environment.is_real,
            method=request.method,
            url=request.url,
            api=body.api,
            event_type=known.event_type,
            key_value=known.key_value,
            locators=known.locators,
            request_headers=prepared.headers,
            request_body=body.content,
            problems=known.problems,
            source=source,
        )

    async def _record(self, new: NewExchange) -> int:
        """Write the request to history.

        A cancel meanwhile leaves a row that says nothing was sent, unless it was not written yet: then it never is.
        """
        try:
            written = self._history.begin(new)
            begun = asyncio.wrap_future(written)
            try:
                return await asyncio.shield(begun)
            except asyncio.CancelledError:
                if not written.cancel():
                    await self._complete_cancelled(await begun, Trip())
                raise
        except HistoryError as error:
            message = _("Nothing was sent, because the request could not be written to history. {reason}")
            raise NotSentError(message.format(reason=error)) from error

    async def _answer(self, number: int, prepared: Prepared) -> Answer:
        trip = Trip()
        try:
            response = await prepared.send(trip)
        except NetworkError as error:
            return Answer(timing=trip.timing(), error=error.stored())
        except asyncio.CancelledError:
            await self._complete_cancelled(number, trip)
            raise
        return Answer(
            status=response.status,
            reason=response.reason,
            headers=response.headers,
            body=response.body,
            timing=response.timing,
            error=response.error.stored() if response.error else None,
        )

    async def _complete_cancelled(self, number: int, trip: Trip) -> None:
        cancelled = ExchangeError(kind="cancelled", phase=trip.step.value, may_have_been_accepted=trip.bytes_left)
        try:
            completed = self._history.complete(number, Answer(timing=trip.timing(), error=cancelled))
            await asyncio.shield(asyncio.wrap_future(completed))
        except HistoryError as error:
            log.warning("cancel of %d not recorded: %s", number, error)


def no_key_words(environment: Environment) -> str:
    """Why nothing is sent to an environment whose key is not known."""
    message = _(
        "The environment {name} has no API key, so nothing was sent. Enter its key in Environments (Ctrl+Shift+E)."
    )
    return message.format(name=environment.name)


def _nothing_sent(reason: Exception) -> NotSentError:
    return NotSentError(_("Nothing was sent. {reason}").format(reason=reason))


def _encoded(text: str | bytes) -> bytes:
    if isinstance(text, bytes):
        return text
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        message = _("Nothing was sent: character {position} is half of a character and cannot travel. Delete it.")
        raise NotSentError(message.format(position=error.start + 1)) from error


def _event_request(content: bytes, environment: Environment, api: ApiVersion, credential: Credential) -> HttpRequest:
    headers = (("Content-Type", CONTENT_TYPE),)
    return HttpRequest("POST", environment.event_url_for(api), headers, content, credential)


__all__ = [
    "AccountCheck",
    "AnswerNotRecordedError",
    "Explanation",
    "MissingKeyError",
    "NotSentError",
    "Sender",
    "explain",
]
