"""A pasted, dropped or opened payload as events: the one entrance to everything this room can read."""

from collections.abc import Callable, Set
from typing import Final

from yespo_console.events import json_text
from yespo_console.events.event import ABSENT, ApiVersion, Encoding, Node, Object
from yespo_console.events.json_text import JsonTextError
from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget, ReadingStoppedError
from yespo_console.reading.finder import Found
from yespo_console.reading.finders import FINDERS
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import ReadEvent, Reading, Repair, repair_at

#: One of these makes an object an event body, be it a faulty one. The last two are known slips for the first two.
BODY_MEMBERS: Final = ("eventTypeKey", "params", "keyValue", "eventKey", "parameters")

_BYTE_ORDER_MARK: Final = "\ufeff"
_UTF_16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def read_payload(
    payload: str | bytes,
    *,
    refused: Set[str] = frozenset(),
    cancelled: Callable[[], bool] | None = None,
) -> Reading:
    """The events that ``payload`` holds, or a sentence that says why none could be read. Never raises.

    A body may be of any API version and is kept as it is spelled; a body that breaks the rules is an event too: what is
    wrong with it is for the rules to say.

    Args:
        payload: what was pasted, or the bytes of a file.
        refused: identities of repairs that a person does not want; the text is read without them.
        cancelled: asked now and then; True ends the reading with an error that says so.
    """
    try:
        return _read(payload, refused, cancelled)
    except ReadingStoppedError as stopped:
        if stopped.cancelled:
            return Reading("json", error=_("The reading was cancelled."))
        return Reading(
            "json", error=_("The text is too tangled to be read safely. Copy the event alone and paste it again.")
        )


def _read(payload: str | bytes, refused: Set[str], cancelled: Callable[[], bool] | None) -> Reading:
    if isinstance(payload, bytes):
        try:
            text = Traced.of(payload.decode("utf-8"))
        except UnicodeDecodeError as error:
            return Reading("json", error=_not_utf_8(payload, error))
    else:
        text = Traced.of(payload)
    repairs: tuple[Repair, ...] = ()
    if text.text.startswith(_BYTE_ORDER_MARK):
        repairs = (repair_at(text, 0, 1, "byte_order_mark"),)
        text = text.slice(1)
    if not text.text.strip():
        return Reading("json", error=_("There is nothing to read: the text is empty."))
    budget = Budget(len(text), cancelled)
    for finder in FINDERS:
        if (found := finder(text, budget)) is not None:
            return _from_found(found, repairs)
    event = _event(text, None, repairs)
    return Reading("json", error=event) if isinstance(event, str) else Reading("json", (event,))


def _from_found(found: Found, repairs: tuple[Repair, ...]) -> Reading:
    events: list[ReadEvent] = []
    errors: list[str] = [found.error] if found.error else []
    for request in found.requests:
        event = request.error or _event(request.body, request.url, (*repairs, *request.repairs))
        if isinstance(event, str):
            errors.append(event)
        else:
            events.append(event)
    return Reading(found.source, tuple(events), " ".join(errors) or None, found.secrets, found.left_out)


def _event(text: Traced, url: str | None, repairs: tuple[Repair, ...]) -> ReadEvent | str:
    try:
        node = json_text.parse(text.text)
    except JsonTextError as error:
        return str(error)
    fault = _not_a_body(node)
    return ReadEvent(url, text.text, encoding_of(node), repairs) if fault is None else fault


def encoding_of(body: Node) -> Encoding:
    """How a body is written, told by its shape alone: ``params`` as an object is v3, a nested value is v2 native.

    A body of v1 cannot be told from one of v2 with string values, which reads the same.
    """
    params = body.get("params") if isinstance(body, Object) else ABSENT
    if isinstance(params, Object):
        return Encoding(ApiVersion.V3, native=True)
    items = params if isinstance(params, tuple) else ()
    values = [item.get("value") for item in items if isinstance(item, Object)]
    return Encoding(ApiVersion.V2, native=any(isinstance(value, tuple | Object) for value in values))


def _not_a_body(node: Node) -> str | None:
    if isinstance(node, tuple):
        return _("This is a JSON list. One event is an object that begins with a curly bracket: copy one event alone.")
    if not isinstance(node, Object):
        return _("This is JSON, but a single value and not an event: an event is an object with “eventTypeKey”.")
    if not any(name in node for name in BODY_MEMBERS):
        return _("This JSON object is not an event: it has neither “eventTypeKey” nor “params”.")
    return None


def _not_utf_8(payload: bytes, error: UnicodeDecodeError) -> str:
    if payload.startswith(_UTF_16_MARKS):
        return _("The text is in UTF-16. Save it as UTF-8 and read it again.")
    line = payload.count(b"\n", 0, error.start) + 1
    return _(
        "The text is not UTF-8: a byte in line {line} does not belong there. Save it as UTF-8 and read it again."
    ).format(line=line)
