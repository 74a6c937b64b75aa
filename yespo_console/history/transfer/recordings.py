"""Exchanges from a recording (HAR): our own exactly, those of browsers as far as they tell."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from pydantic import ValidationError

from yespo_console.events.event import ApiVersion, Node, Object
from yespo_console.events.json_text import JsonTextError, dump, inner, parse, plain
from yespo_console.events.locators import locator_named
from yespo_console.history.exchange import Answer, Exchange, ExchangeError, Timing
from yespo_console.history.transfer.judged import Judge
from yespo_console.history.transfer.read_back import NO_ID, SOURCE, UnreadableError, from_details, may_be_sent_at
from yespo_console.platform.i18n import _
from yespo_console.reading.credentials import MAY_BE_WITHIN, Credentials, is_secret_name
from yespo_console.reading.origin import Original
from yespo_console.reading.tool_files.recorded_calls import RecordedCall
from yespo_console.sharing.masking import MASK

_VERSION: Final = re.compile(r"/(v[123])/event/?$")
_NOWHERE: Final = Original("")
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def exchange_of(call: RecordedCall, judge: Judge, hide: Callable[[bytes], bytes]) -> tuple[Exchange, int]:
    """The exchange of a recorded call, and how many keys in its bodies were hidden beside those that ``hide`` knows.

    Raises UnreadableError.
    """
    if isinstance(call.extras, Object):
        return _own(call, plain(call.extras)), 0
    return _foreign(call, judge, hide)


def _own(call: RecordedCall, extras: Mapping[str, Any]) -> Exchange:
    request, response = call.request, call.response
    return from_details(extras, request.headers, request.body, response.headers, response.body)


def _foreign(call: RecordedCall, judge: Judge, hide: Callable[[bytes], bytes]) -> tuple[Exchange, int]:
    body, hidden = without_keys(call.request.body)
    body = hide(body)  # before it is judged: what is told of it, a key may be a part of
    answer_body, hidden_there = without_keys(call.response.body)
    address = _address(call.url)
    version = _VERSION.search(address.path)
    api = ApiVersion(version[1]) if version else ApiVersion.V2
    judged = judge(body, api)
    try:
        exchange = Exchange(
            id=NO_ID,
            sent_at=_moment(call.started),
            environment=address.hostname or call.url,
            is_real=address.hostname not in _LOOPBACK,
            method=call.method,
            url=call.url,
            api=api,
            event_type=judged.event_type,
            key_value=judged.key_value,
            locators=judged.locators,
            request_headers=call.request.headers,
            request_body=body,
            problems=judged.problems,
            source=SOURCE,
            answer=_answer(call, answer_body),
        )
    except ValidationError as error:
        raise UnreadableError(_("This does not hold what an exchange holds.")) from error
    return exchange, hidden + hidden_there


def _address(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise UnreadableError(_("Its address “{url}” cannot be read.").format(url=url[:200])) from None


def _moment(started: str) -> datetime:
    try:
        moment = datetime.fromisoformat(started)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not may_be_sent_at(moment):
        raise UnreadableError(_("Its time “{started}” cannot be read.").format(started=started[:40]))
    return moment


def _answer(call: RecordedCall, body: bytes) -> Answer:
    if not call.status:
        # Browsers write the status 0 for a request that failed, and rarely why; what had left nobody can tell.
        error = ExchangeError(
            kind="other", args=(("detail", _("no answer in the recording")),), may_have_been_accepted=True
        )
        return Answer(timing=_timing(call), error=error)
    return Answer(
        status=call.status, reason=call.reason, headers=call.response.headers, body=body, timing=_timing(call)
    )


def _timing(call: RecordedCall) -> Timing:
    spent = call.timings
    tls = spent.get("ssl")
    connect = spent.get("connect")
    if connect is not None:  # HAR counts securing as a part of connecting, and finding the address apart from it
        connect = max(0.0, connect - (tls or 0.0)) + spent.get("dns", 0.0)
    wait = spent["wait"] + spent.get("send", 0.0) if "wait" in spent else None
    return Timing(connect_ms=connect, tls_ms=tls, first_byte_ms=wait, total_ms=call.total_ms, reused=connect is None)


def without_keys(content: bytes) -> tuple[bytes, int]:
    """A body with ``***`` for what is named as a key is, by member, param or in an address, and how many these were.

    In what was sent from here such a value is the sender's own. In a recording it is a stranger's key.
    """
    try:
        node = parse(content.decode("utf-8"))
    except (JsonTextError, UnicodeDecodeError):
        return content, 0
    hiding = _Hiding()
    hidden = hiding.node(node, "")
    return (dump(hidden).encode("utf-8", "backslashreplace"), hiding.count) if hiding.count else (content, 0)


class _Hiding:
    def __init__(self) -> None:
        self.count = 0

    def node(self, node: Node, name: str) -> Node:
        contained = inner(node)
        hidden: Node
        if contained is None:
            if isinstance(node, str) and node and is_secret_name(name) and locator_named(name) is None:
                self.count += 1
                return MASK
            if isinstance(node, str) and MAY_BE_WITHIN.search(node):
                hidden = Credentials(_NOWHERE).within(node, 0)
                self.count += hidden != node
                return hidden
            return node
        if isinstance(contained, Object):
            param = contained.get("name")
            named = param if isinstance(param, str) else ""
            hidden = Object(
                tuple(
                    (member, self.node(value, named if member == "value" and named else member))
                    for member, value in contained.pairs
                )
            )
        else:
            hidden = tuple(self.node(item, name) for item in contained)
        return dump(hidden) if isinstance(node, str) else hidden
