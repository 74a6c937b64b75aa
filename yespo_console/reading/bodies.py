"""Whether a text is JSON, whether that is the body of an event, and how it is written."""

from typing import Final, TypeGuard

from yespo_console.events.event import ABSENT, ApiVersion, Encoding, Node, Object
from yespo_console.events.json_text import JsonTextError, inner, parse
from yespo_console.events.rules.script_names import SCRIPT_EVENTS
from yespo_console.platform.i18n import _

#: One of these makes an object an event body, be it a faulty one. ``eventKey`` and ``parameters`` are known slips.
BODY_MEMBERS: Final = frozenset(("eventTypeKey", "params", "keyValue", "eventKey", "parameters"))
#: The right spelling of a member in whatever case.
_BY_CASE: Final = {name.casefold(): name for name in ("eventTypeKey", "keyValue", "params")}
#: The ways in which bodies are written. Thousands of events share them, on their way to another process too.
_NAMED: Final = Encoding(ApiVersion.V3, native=True)
_NATIVE: Final = Encoding(ApiVersion.V2, native=True)
LISTED: Final = Encoding(ApiVersion.V2, native=False)


def is_json(text: str) -> bool:
    """Whether a text is JSON as it stands."""
    try:
        parse(text)
    except JsonTextError:
        return False
    return True


def is_left_open(text: str) -> bool:
    """Whether a text begins as JSON and ends before that is closed."""
    opened = text.count("{") + text.count("[")
    return text.lstrip()[:1] in ("{", "[") and opened > text.count("}") + text.count("]") and not is_json(text)


def encoding_of(body: Node) -> Encoding:
    """How a body is written, told by its shape alone: ``params`` as an object is v3, a nested value is v2 native.

    A body of v1 cannot be told from one of v2 with string values, which reads the same.
    """
    params = body.get("params") if isinstance(body, Object) else ABSENT
    if isinstance(params, Object):
        return _NAMED
    items = params if isinstance(params, tuple) else ()
    values = [item.get("value") for item in items if isinstance(item, Object)]
    return _NATIVE if any(isinstance(value, tuple | Object) for value in values) else LISTED


def is_body(node: Node) -> TypeGuard[Object]:
    """Whether a value is an event, good or bad."""
    return isinstance(node, Object) and not BODY_MEMBERS.isdisjoint(node.names)


def bodies_within(node: Node) -> list[Node]:
    """The events that stand in a value, in texts as well, in order; an event is not looked into."""
    found: list[Node] = []
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if is_body(each):
            found.append(each)
        elif isinstance(each, Object):
            waiting += reversed([value for _name, value in each])
        elif isinstance(each, tuple):
            waiting += reversed(each)
        elif isinstance(each, str) and (held := inner(each)) is not None:
            waiting.append(held)
    return found


def is_param(node: Node) -> bool:
    """Whether a value is one param: beside events it is the rest of one that a bracket closed too soon."""
    return isinstance(node, Object) and set(node.names) == {"name", "value"}


def not_a_body(node: Node) -> str:
    """Why a value that is JSON is no event."""
    first = node[0] if isinstance(node, tuple) and node else node
    spelled = next(filter(_in_another_case, first.names), None) if isinstance(first, Object) else None
    if spelled is not None:
        return _(
            "“{spelled}” has other capitals than “{name}”, and they count: the names are eventTypeKey, keyValue and "
            "params, and name and value in each param. Have the program write them so, or rename them."
        ).format(spelled=spelled, name=_BY_CASE[spelled.casefold()])
    script = next(filter(SCRIPT_EVENTS.__contains__, first.names), None) if isinstance(first, Object) else None
    if script is not None:
        return for_web_script(script)
    if isinstance(node, tuple):
        return _("This is a JSON list without an event in it. An event is an object with “eventTypeKey”.")
    if not isinstance(node, Object):
        return _("This is JSON, but a single value and not an event: an event is an object with “eventTypeKey”.")
    return _("This JSON object is not an event: it has neither “eventTypeKey” nor “params”.")


def for_web_script(event: str) -> str:
    """The sentence for what the web script is given as ``event``, and what that probably is in a request."""
    sentence = _(
        "This is for Yespo's web script (“{event}”), and no request. Those are JSON with “eventTypeKey” and “params”."
    ).format(event=event)
    meant = SCRIPT_EVENTS.get(event)
    if meant is None:
        return sentence
    return f"{sentence} " + _("In a request the event is probably called {name}; its params differ.").format(name=meant)


def _in_another_case(name: str) -> bool:
    """Whether it is a member but for its capitals, as a program of C# writes it."""
    return name.casefold() in _BY_CASE and name not in BODY_MEMBERS
