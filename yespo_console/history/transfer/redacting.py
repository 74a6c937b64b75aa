"""Copies of exchanges for others: without credentials always, without personal data when that is asked for.

The stored exchanges stay as they are.
"""

from typing import Final

from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import JsonTextError, dump, parse
from yespo_console.events.rules.values import CONTACT_JSON
from yespo_console.history.exchange import Answer, Exchange, Pairs
from yespo_console.platform.i18n import _
from yespo_console.platform.logs import hidden
from yespo_console.platform.secret import Secret
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.origin import Original
from yespo_console.sharing.exchanges.request import ANY_USER
from yespo_console.sharing.http_request import Credential
from yespo_console.sharing.masking import mask_bytes, mask_headers, mask_text, written_forms
from yespo_console.sharing.redaction import Redactor


class CredentialMask:
    """Hides credentials: headers that hold one, user and key in an address, and keys that this program knows."""

    def __init__(self) -> None:
        self._forms: tuple[str, ...] = ()
        for key in sorted(hidden()):
            self.add(key)

    def add(self, key: str, user: str | None = None) -> None:
        """Hide this key, too, in whatever form it may stand."""
        forms = {*self._forms, *written_forms(Credential(user or ANY_USER, Secret(key)))}
        self._forms = tuple(sorted(forms, key=len, reverse=True))

    def exchange(self, exchange: Exchange) -> Exchange:
        """The same exchange without credentials; the very same object when there was none."""
        answer = exchange.answer
        changes: dict[str, object] = {
            "url": self.text(address_without_keys(exchange.url)),
            "request_headers": self.headers(exchange.request_headers),
            "request_body": mask_bytes(exchange.request_body, self._forms),
            "note": self.text(exchange.note),
        }
        if answer is not None:
            masked = answer.model_copy(
                update={"headers": self.headers(answer.headers), "body": mask_bytes(answer.body, self._forms)}
            )
            changes["answer"] = answer if masked == answer else masked
        changes = {name: value for name, value in changes.items() if value != getattr(exchange, name)}
        return exchange.model_copy(update=changes) if changes else exchange

    def headers(self, headers: Pairs) -> Pairs:
        return tuple((name, self.text(value)) for name, value in mask_headers(headers))

    def text(self, text: str) -> str:
        return mask_text(text, self._forms)

    def content(self, content: bytes) -> bytes:
        return mask_bytes(content, self._forms)


_NOWHERE: Final = Original("")


def address_without_keys(url: str, found: Credentials | None = None) -> str:
    """An address without user, password and the values of parameters that hold keys, which ``found`` is told of."""
    return (found or Credentials(_NOWHERE)).address(url, 0)


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
        text = self.redactor.text
        answer = exchange.answer
        problems = tuple(
            problem.model_copy(
                update={
                    "code": text(problem.code),
                    "pointer": text(problem.pointer),
                    "args": self._pairs(problem.args),
                }
            )
            for problem in exchange.problems
        )
        event_type, key_value = exchange.event_type, exchange.key_value
        sound = _is_json(exchange.request_body)
        return exchange.model_copy(
            update={
                "environment": text(exchange.environment),
                "source": text(exchange.source),
                "method": text(exchange.method),
                "url": text(exchange.url),
                "event_type": None if event_type is None else text(event_type),
                "key_value": None if key_value is None else text(key_value),
                "locators": tuple((text(name), self._locator(name, value)) for name, value in exchange.locators),
                "request_headers": self._headers(exchange.request_headers),
                "request_body": self._body(exchange.request_body),
                "problems": problems,
                "tags": tuple(map(text, exchange.tags)),
                "note": text(exchange.note),
                "answer": None if answer is None else self._answer(answer, may_quote=not sound),
            }
        )

    def _answer(self, answer: Answer, *, may_quote: bool) -> Answer:
        """``may_quote``: it may repeat parts of a request in which nobody could tell what was personal."""
        error = answer.error
        if error is not None:
            text = self.redactor.text
            error = error.model_copy(
                update={"kind": text(error.kind), "phase": text(error.phase), "args": self._pairs(error.args)}
            )
        return answer.model_copy(
            update={
                "reason": self.redactor.text(answer.reason),
                "headers": self._headers(answer.headers),
                "body": self._left_out(answer.body) if may_quote and answer.body else self._answer_body(answer.body),
                "error": error,
            }
        )

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

    def _pairs(self, pairs: Pairs) -> Pairs:
        text = self.redactor.text
        return tuple((text(name), text(value)) for name, value in pairs)


def _node(content: bytes) -> Node:
    try:
        return parse(content.decode("utf-8"))
    except (JsonTextError, UnicodeDecodeError):
        return None


def _is_json(content: bytes) -> bool:
    """Whether a body is an object or a list. A single text or number is as free as one that is no JSON."""
    return isinstance(_node(content), Object | tuple)
