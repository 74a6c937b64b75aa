"""An event and the text that travels, for every version of the call.

Reading is tolerant and loses nothing that an ``Event`` has a place for; writing from scratch is pretty; rewriting,
converting and the edits of a form touch only what changes. A text may hold its params as a list (v1, v2) or as an
object (v3): edits follow what is there, a new text follows the encoding.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from yespo_console.events.event import ABSENT, Absent, ApiVersion, Encoding, Event, Node, Object, Param
from yespo_console.events.json_text import JsonTextError, dump, inner, join, parse, resolve
from yespo_console.events.problems import Problem
from yespo_console.events.text_difference import edits_to
from yespo_console.events.text_edit import EditError, TextEdit, apply, insert_item, remove_value, set_value
from yespo_console.events.wire_losses import losses
from yespo_console.events.wire_shape import (
    NATIVE,
    body_from,
    carried_body,
    changed_body,
    event_of,
    item_node,
    params_node,
    wire_value,
)
from yespo_console.events.wire_texts import WIRE_TEXTS
from yespo_console.platform.i18n import _


class WireError(ValueError):
    """A text that cannot be read as an event.

    Attributes:
        code: of the ``JsonTextError``, or ``not_an_object``.
        args_: named arguments of the sentence, as text.
        offset, line, column: the place; the start of the text when it is JSON but no object.
    """

    def __init__(self, error: JsonTextError | None = None) -> None:
        self.code = error.code if error else "not_an_object"
        self.args_: tuple[tuple[str, str], ...] = error.args_ if error else ()
        self.offset = error.offset if error else 0
        self.line = error.line if error else 1
        self.column = error.column if error else 1
        self._sentence = str(error) if error else None
        super().__init__(self.code, self.offset)

    def __str__(self) -> str:
        return self._sentence or _(WIRE_TEXTS[self.code]).format()


def body_of(text: str) -> Object:
    """The parsed body of a text.

    Raises:
        WireError: the text is not JSON, or no object.
    """
    try:
        node = parse(text)
    except JsonTextError as error:
        raise WireError(error) from error
    if not isinstance(node, Object):
        raise WireError
    return node


def read(text: str, api: ApiVersion = ApiVersion.V2) -> Event:  # noqa: ARG001 -- whom it is for does not change it
    """The event a text means, as far as it can be told: the rules say what is wrong with it.

    The shape in the text counts, whatever ``api`` says, so that a v3 body sent to v2 is still understood. A param whose
    string holds a JSON object or list has that as its value; strings inside it stay strings. Each item of the list
    makes one param, so positions agree: an item without a name has the name ``""``, one that is no object has no value
    either. ``params`` that are neither a list nor an object are kept in ``extra``.

    Raises:
        WireError: the text is not JSON, or no object.
    """
    return event_of(body_of(text))


def write(event: Event, encoding: Encoding, *, indent: int | None = 2) -> str:
    """The text of an event, from scratch. What the encoding cannot carry is left out: see ``wire_conversion``."""
    return dump(body_from(event, encoding), indent=indent)


def rewrite(text: str, event: Event, encoding: Encoding) -> str:
    """The text with as few changes as make it mean ``event``; the very same text when it does already.

    Only a text in which the event has no place at all (names that stand twice, members in another order) is written
    from scratch.

    Raises:
        WireError: the text is not JSON, or no object.
    """
    body = body_of(text)
    before = event_of(body)
    if before == event:
        return text
    changed = apply(text, edits_to(text, changed_body(body, before, event, encoding.normal())))
    return changed if read(changed) == event else write(event, encoding)


@dataclass(frozen=True)
class Conversion:
    """A text in another encoding, and what that cannot carry.

    Attributes:
        text: the new text; everything that did not have to change stands as it stood.
        losses: warnings that point into the old text. Without any, both texts mean the same event.
    """

    text: str
    losses: tuple[Problem, ...]


def convert(text: str, source: Encoding, target: Encoding) -> Conversion:
    """The text as ``target`` wants it, and what was lost on the way; the very same text when the two are one.

    Raises:
        WireError: the text is not JSON, or no object.
    """
    body = body_of(text)
    if source.normal() == target.normal():
        return Conversion(text, ())
    new = carried_body(body, target.normal())
    return Conversion(apply(text, edits_to(text, new)), losses(body, target.normal()))


def param_pointer(body: str | Node, name: str) -> str | None:
    """The pointer of the value of the first param called ``name``, in a text or its parsed body; None without one.

    The value itself may be missing there.
    """
    if isinstance(body, str):
        try:
            body = parse(body)
        except JsonTextError:
            return None
    params = body.get("params") if isinstance(body, Object) else ABSENT
    if isinstance(params, Object):
        return join("params", name) if name in params else None
    if isinstance(params, tuple):
        for position, item in enumerate(params):
            if isinstance(item, Object) and item.get("name") == name:
                return join("params", position, "value")
    return None


def set_param(text: str, encoding: Encoding, name: str, path: Sequence[str | int], node: Node) -> TextEdit:
    """Set a param, or a place inside its decoded container; what is missing on the way is made.

    Args:
        text: the body.
        encoding: how a new container travels.
        name: the param; appended when there is none of this name.
        path: steps inside the container; empty for the whole value. What stands on the way and cannot take the next
            step gives way to an object (or, for the step 0, a list) that can.
        node: the new value, decoded.

    Raises:
        EditError: the text is not JSON, or no object; or the path steps over the end of a list.
    """
    body = _editable(text)
    encoding = NATIVE if isinstance(body.get("params"), Object) else encoding.normal()
    pointer = param_pointer(body, name)
    if pointer is None:
        return _append_param(text, body, encoding, Param(name, _wrapped(path, node)))
    value = resolve(body, pointer)
    if not path or isinstance(value, Absent) or inner(value) is None:
        return set_value(text, pointer, wire_value(_wrapped(path, node), encoding), keep_string=False)
    reached = 0
    while reached < len(path) and _takes(inner(resolve(value, join(*path[:reached]))), path[reached]):
        reached += 1
    new = _wrapped(path[reached:], node)
    if reached:
        return set_value(text, pointer + join(*path[:reached]), new, keep_string=False)
    return set_value(text, pointer, wire_value(new, encoding), keep_string=False)


def _takes(container: Node, step: str | int) -> bool:
    return isinstance(container, tuple if isinstance(step, int) else Object)


def _wrapped(path: Sequence[str | int], node: Node) -> Node:
    """The value inside the containers its path demands."""
    for step in reversed(path):
        if isinstance(step, str):
            node = Object(((step, node),))
        elif step == 0:
            node = (node,)
        else:
            raise EditError("no_position", pointer=join(*path), position=str(step))
    return node


def _append_param(text: str, body: Object, encoding: Encoding, param: Param) -> TextEdit:
    params = body.get("params")
    if isinstance(params, tuple):
        return insert_item(text, "/params", len(params), item_node(param, encoding))
    if isinstance(params, Object) and not isinstance(param.value, Absent):
        return set_value(text, join("params", param.name), wire_value(param.value, encoding), keep_string=False)
    return set_value(text, "/params", params_node((param,), encoding), keep_string=False)


def remove_param(text: str, encoding: Encoding, name: str) -> TextEdit:  # noqa: ARG001 -- called like set_param
    """Remove the first param of this name, with its item.

    Raises:
        EditError: the text is not JSON, or has no such param.
    """
    body = _editable(text)
    pointer = param_pointer(body, name)
    if pointer is None:
        raise EditError("not_there", pointer=join("params", name))
    return remove_value(text, pointer if isinstance(body.get("params"), Object) else pointer.removesuffix("/value"))


def set_member(text: str, name: str, node: Node) -> TextEdit:
    """Set a member of the body, as ``eventTypeKey`` or ``keyValue``; a new one stands where people expect it.

    Raises:
        EditError: the text is not JSON, or no object.
    """
    _editable(text)
    return set_value(text, join(name), node, keep_string=False)


def remove_member(text: str, name: str) -> TextEdit:
    """Remove a member of the body.

    Raises:
        EditError: the text is not JSON, or has no such member.
    """
    _editable(text)
    return remove_value(text, join(name))


def _editable(text: str) -> Object:
    try:
        return body_of(text)
    except WireError as error:
        raise EditError("not_json", reason=str(error)) from error
