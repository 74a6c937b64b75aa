"""A pasted or opened payload as events. This form reads plain JSON that holds one event and refuses everything else."""

from typing import Final

from yespo_console.events import json_text
from yespo_console.events.event import ABSENT, ApiVersion, Encoding, Node, Object
from yespo_console.events.json_text import JsonTextError
from yespo_console.platform.i18n import _
from yespo_console.reading.reading import ReadEvent, Reading, Repair

#: One of these makes an object an event body, be it a faulty one. The last two are known slips for the first two.
BODY_MEMBERS: Final = ("eventTypeKey", "params", "keyValue", "eventKey", "parameters")

_BYTE_ORDER_MARK: Final = "\ufeff"
_UTF_16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def read_payload(payload: str | bytes) -> Reading:
    """The event that ``payload`` holds, or a sentence that says why none could be read. Never raises.

    Bytes are UTF-8, with or without a byte order mark. The body may be of any API version and is kept as it is spelled;
    a body that breaks the rules is an event too: what is wrong with it is for the rules to say.
    """
    if isinstance(payload, bytes):
        try:
            text = payload.decode("utf-8")
        except UnicodeDecodeError as error:
            return Reading("json", error=_not_utf_8(payload, error))
    else:
        text = payload
    repairs: tuple[Repair, ...] = ()
    if text.startswith(_BYTE_ORDER_MARK):
        text = text.removeprefix(_BYTE_ORDER_MARK)
        repairs = (Repair("byte_order_mark", 1, 1),)
    if not text.strip():
        return Reading("json", error=_("There is nothing to read: the text is empty."))
    try:
        node = json_text.parse(text)
    except JsonTextError as error:
        return Reading("json", error=str(error))
    if (fault := _not_a_body(node)) is not None:
        return Reading("json", error=fault)
    return Reading("json", (ReadEvent(None, text, encoding_of(node), repairs),))


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
