"""Copies of exchanges for others: without credentials always, without personal data when that is asked for.

The stored exchanges stay as they are.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import JsonTextError, dump, parse
from yespo_console.events.rules.values import CONTACT_JSON
from yespo_console.history.exchange import Exchange, Pairs
from yespo_console.platform.i18n import _
from yespo_console.platform.logs import hidden
from yespo_console.platform.secret import Secret
from yespo_console.reading.credentials import MAY_BE_WITHIN, Credentials
from yespo_console.reading.origin import Original
from yespo_console.sharing.exchanges.request import ANY_USER
from yespo_console.sharing.http_request import Credential
from yespo_console.sharing.known_keys import KnownKeys
from yespo_console.sharing.masking import mask_headers
from yespo_console.sharing.redaction import Redactor


class CredentialMask:
    """Hides credentials: of headers, those that addresses and notes name, and the keys that this program knows."""

    def __init__(self) -> None:
        self._keys = KnownKeys()
        for key in sorted(hidden(), key=len):
            if self.text(key) == key:  # else it is only another spelling of one
                self.add(key)

    def add(self, key: str, user: str | None = None) -> None:
        """Hide this key, too, in whatever form it may stand."""
        self._keys.add(Credential(user or ANY_USER, Secret(key)))

    def exchange(self, exchange: Exchange) -> Exchange:
        """The same exchange without credentials; the very same object when there was none."""
        answer = exchange.answer
        changes: dict[str, object] = {
            "url": address_without_keys(exchange.url),
            "request_headers": _headers(exchange.request_headers),
            "note": exchange.note and Credentials(_NOWHERE).said(exchange.note, 0),
        }
        if answer is not None:
            headers = _headers(answer.headers)
            changes["answer"] = answer if headers == answer.headers else answer.model_copy(update={"headers": headers})
        changes = {name: value for name, value in changes.items() if value != getattr(exchange, name)}
        masked = exchange.model_copy(update=changes) if changes else exchange
        bodies = (masked.request_body, b"" if answer is None else answer.body)
        if not self._keys.may_stand_in(_told(masked), b"\n".join(bodies)):
            return masked
        locators = self._pairs(masked.locators)
        retold = _retold(masked, self.text, self._pairs, locators, *map(self.content, bodies))
        return masked if retold == masked else retold

    def text(self, text: str) -> str:
        return self._keys.text(text)

    def content(self, content: bytes) -> bytes:
        return self._keys.content(content)

    def _pairs(self, pairs: Pairs) -> Pairs:
        return tuple((self.text(name), self.text(value)) for name, value in pairs)


_NOWHERE: Final = Original("")


def _headers(headers: Pairs) -> Pairs:
    return tuple(
        (name, _within(value) if MAY_BE_WITHIN.search(value) else value) for name, value in mask_headers(headers)
    )


def _within(value: str) -> str:
    return Credentials(_NOWHERE).within(value, 0)


@lru_cache(maxsize=64)  # most exchanges have the address of the one before
def address_without_keys(url: str) -> str:
    """An address without user, password and the values of parameters that hold keys."""
    return Credentials(_NOWHERE).address(url, 0)


class ExchangeRedactor:
    """Replaces personal data in exchanges, the same value by the same placeholder in all of them.

    Have it ``learn`` every exchange before the first is ``redacted``: a name that only the last one knows as a name is
    then replaced in the note of the first.

    Attributes:
        redactor: knows what was replaced.
        left_out: how many bodies could not be redacted and were left out: what is no JSON may hold anything.
    """

    def __init__(self) -> None:
        self.redactor = Redactor()
        self.left_out = 0

    def learn(self, exchange: Exchange) -> None:
        """Know every personal value of the exchange."""
        known = self.redactor
        for name, value in exchange.locators:
            if name.casefold() == CONTACT_JSON.casefold():
                known.learn(value)
            else:
                known.learn_value(name, value)
        known.learn(_node(exchange.request_body))
        for name, value in exchange.request_headers:
            known.learn_header(name, value)
        for text in (exchange.url, exchange.key_value or "", exchange.note, *exchange.tags):
            known.learn_text(text)
        if exchange.answer is not None:
            known.learn(_node(exchange.answer.body))
            for name, value in exchange.answer.headers:
                known.learn_header(name, value)

    def redacted(self, exchange: Exchange) -> Exchange:
        """A copy without what was learned and without what looks like an address or a phone number."""
        answer = exchange.answer
        body = b""
        if answer is not None:
            # it may repeat parts of a request in which nobody could tell what was personal
            may_quote = answer.body and not _is_json(exchange.request_body)
            body = self._left_out(answer.body) if may_quote else self._answer_body(answer.body)
        locators = tuple((self.redactor.text(name), self._locator(name, value)) for name, value in exchange.locators)
        return _retold(exchange, self.redactor.text, self._headers, locators, self._body(exchange.request_body), body)

    def _answer_body(self, content: bytes) -> bytes:
        """An answer is prose or JSON. Prose quotes at most what the request held, and that is known."""
        if not content or _is_json(content):
            return self._body(content)
        try:
            return self.redactor.text(content.decode("utf-8")).encode("utf-8", "backslashreplace")
        except UnicodeDecodeError:
            return self._left_out(content)

    def _body(self, content: bytes) -> bytes:
        if not content:
            return content
        if not _is_json(content):
            return self._left_out(content)
        return dump(self.redactor.learned_body(_node(content))).encode("utf-8", "backslashreplace")

    def _left_out(self, content: bytes) -> bytes:
        self.left_out += 1
        told = _("(left out: {size} bytes in which nobody can tell what is personal data)")
        return told.format(size=len(content)).encode()

    def _locator(self, name: str, value: str) -> str:
        if name.casefold() == CONTACT_JSON.casefold():
            redacted = self.redactor.learned_body(value)
            return redacted if isinstance(redacted, str) else dump(redacted)
        return self.redactor.value(name, value)

    def _headers(self, headers: Pairs) -> Pairs:
        return tuple((self.redactor.text(name), self.redactor.header(name, value)) for name, value in headers)


def _told(exchange: Exchange) -> str:
    """All texts of an exchange but for its bodies."""
    answer = exchange.answer
    error = None if answer is None else answer.error
    return repr(
        (
            (exchange.environment, exchange.source, exchange.method, exchange.url, exchange.note, exchange.tags),
            (exchange.event_type, exchange.key_value, exchange.locators, exchange.request_headers),
            tuple((problem.code, problem.pointer, problem.args) for problem in exchange.problems),
            None if answer is None else (answer.reason, answer.headers),
            None if error is None else (error.kind, error.phase, error.args),
        )
    )


def _retold(
    exchange: Exchange,
    text: Callable[[str], str],
    headers: Callable[[Pairs], Pairs],
    locators: Pairs,
    request_body: bytes,
    answer_body: bytes,
) -> Exchange:
    """A copy with the texts of ``_told`` as ``text`` and ``headers`` say them, but with these locators and bodies."""

    def pairs(given: Pairs) -> Pairs:
        return tuple((text(name), text(value)) for name, value in given)

    answer = exchange.answer
    if answer is not None:
        error = answer.error
        if error is not None:
            told = {"kind": text(error.kind), "phase": text(error.phase), "args": pairs(error.args)}
            error = error.model_copy(update=told)
        head = {"reason": text(answer.reason), "headers": headers(answer.headers), "error": error}
        answer = answer.model_copy(update={**head, "body": answer_body})
    problems = tuple(
        one.model_copy(update={"code": text(one.code), "pointer": text(one.pointer), "args": pairs(one.args)})
        for one in exchange.problems
    )
    event_type, key_value = exchange.event_type, exchange.key_value
    return exchange.model_copy(
        update={
            "environment": text(exchange.environment),
            "source": text(exchange.source),
            "method": text(exchange.method),
            "url": text(exchange.url),
            "event_type": None if event_type is None else text(event_type),
            "key_value": None if key_value is None else text(key_value),
            "locators": locators,
            "request_headers": headers(exchange.request_headers),
            "request_body": request_body,
            "problems": problems,
            "tags": tuple(map(text, exchange.tags)),
            "note": text(exchange.note),
            "answer": answer,
        }
    )


def _node(content: bytes) -> Node:
    try:
        return parse(content.decode("utf-8"))
    except (JsonTextError, UnicodeDecodeError):
        return None


def _is_json(content: bytes) -> bool:
    """Whether a body is an object or a list. A single text or number is as free as one that is no JSON."""
    return isinstance(_node(content), Object | tuple)
