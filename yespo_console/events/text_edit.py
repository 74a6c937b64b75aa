"""Changes of a JSON text that touch nothing but what they change.

Each function returns the one ``TextEdit`` that does it. What is inserted follows the layout around it: line breaks,
indentation, spaces. Inside string JSON only what is inserted is escaped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Final

from yespo_console.events.event import Node, Object
from yespo_console.events.json_places import Document, Found, follow, open_document
from yespo_console.events.json_text import (
    JsonTextError,
    escape_surrogates,
    inner,
    item_index,
    parse,
    resolve,
    split,
    write_node,
)
from yespo_console.events.problems import Fix, Operation
from yespo_console.events.text_layout import Container, is_row, root_of, style_of, takes_lines
from yespo_console.platform.i18n import N_, _

EDIT_TEXTS: Final[dict[str, str]] = {
    "not_json": N_("The text is not JSON, so nothing in it can be changed for you. {reason}"),
    "not_there": N_("Nothing stands at {pointer} in the text. Look whether it was removed or renamed."),
    "no_container": N_("{pointer} is neither an object nor a list, so nothing can be put into it."),
    "no_position": N_("The list at {pointer} has no position {position}."),
    "no_name": N_("{pointer} has no name that could be changed."),
    "whole": N_("The whole text cannot be removed from itself."),
}

#: A new member goes before those that people expect behind it. Other members go to the end.
_BODY_ORDER: Final = ("eventTypeKey", "keyValue", "params")
_ITEM_ORDER: Final = ("name", "value")


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Replace ``text[start:end]`` by ``text``; offsets in code points."""

    start: int
    end: int
    text: str


class EditError(LookupError):
    """An edit has no place in the text.

    Attributes:
        code: a key of ``EDIT_TEXTS``.
        args_: named arguments of the sentence, as text.
    """

    def __init__(self, code: str, **args: str) -> None:
        self.code = code
        self.args_ = tuple(args.items())
        super().__init__(code, self.args_)

    def __str__(self) -> str:
        return _(EDIT_TEXTS[self.code]).format(**dict(self.args_))


def apply(text: str, edits: Iterable[TextEdit]) -> str:
    """The text after all edits; each refers to the text as given.

    Raises:
        ValueError: two edits overlap.
    """
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        if edit.start < done:
            raise ValueError("two edits overlap")
        pieces += (text[done : edit.start], edit.text)
        done = edit.end
    return "".join(pieces) + text[done:]


def set_value(text: str, pointer: str, node: Node, *, keep_string: bool = True) -> TextEdit:
    """Replace the value at a pointer, or insert it when only the last step of the pointer is missing.

    Args:
        text: the text to change.
        pointer: through string JSON; the last step in a list may be its length or ``-`` to append.
        node: the new value.
        keep_string: an object or list put in the place of string JSON is written as a string again.

    Raises:
        EditError: the text is not JSON, or there is nothing the value could be put into.
    """
    document = _open(text)
    tokens = split(pointer)
    found = follow(document, tokens)
    if found.steps == len(tokens):
        return _replaced(document, tokens, found, node, keep_string=keep_string)
    if found.steps < len(tokens) - 1:
        raise EditError("not_there", pointer=_shown(tokens[:-1]))
    container = _container(document, tokens[:-1])
    if container.children.names is not None:
        position = _member_position(tokens, container.children.names)
        return _inserted(container, position, ((tokens[-1], node),))
    position = len(container.children.places)
    if tokens[-1] != "-" and item_index(tokens[-1]) != position:
        raise EditError("no_position", pointer=_shown(tokens[:-1]), position=tokens[-1])
    return _inserted(container, position, ((None, node),))


def insert_item(text: str, array_pointer: str, index: int, node: Node) -> TextEdit:
    """Insert an item into a list before position ``index`` (0 to its length). Errors as ``insert_items``."""
    return insert_items(text, array_pointer, index, (node,))


def insert_items(text: str, array_pointer: str, index: int, nodes: Sequence[Node]) -> TextEdit:
    """Insert items into a list before position ``index`` (0 to its length), in one edit.

    Raises:
        EditError: the text is not JSON, no list stands there, or it has no such position.
    """
    tokens = split(array_pointer)
    container = _container(_open(text), tokens)
    if container.children.names is not None or not 0 <= index <= len(container.children.places):
        raise EditError("no_position", pointer=array_pointer, position=str(index))
    return _inserted(container, index, [(None, node) for node in nodes])


def append_members(text: str, object_pointer: str, members: Sequence[tuple[str, Node]]) -> TextEdit:
    """Add members at the end of an object, in one edit, without looking whether they are there already.

    Raises:
        EditError: the text is not JSON, or no object stands there.
    """
    container = _container(_open(text), split(object_pointer))
    if container.children.names is None:
        raise EditError("no_container", pointer=object_pointer)
    return _inserted(container, len(container.children.places), members)


def remove_value(text: str, pointer: str) -> TextEdit:
    """Remove a member or an item, together with the comma that it no longer needs.

    Raises:
        EditError: the text is not JSON, nothing stands there, or the pointer means the whole text.
    """
    container, position = _child(text, pointer)
    return _removed(container, position, position + 1)


def remove_children(text: str, pointer: str, start: int, end: int) -> TextEdit:
    """Remove the items or members number ``start`` up to, not including, ``end`` of the container at a pointer.

    Raises:
        EditError: the text is not JSON, no container stands there, or it has no such positions.
    """
    container = _container(_open(text), split(pointer))
    if not 0 <= start < end <= len(container.children.places):
        raise EditError("no_position", pointer=pointer, position=f"{start}-{end}")
    return _removed(container, start, end)


def rename_member(text: str, pointer: str, new_name: str) -> TextEdit:
    """Give the member at a pointer another name; its value stays as it is.

    Raises:
        EditError: the text is not JSON, nothing stands there, or it is no member of an object.
    """
    container, position = _child(text, pointer)
    place = container.children.places[position]
    if place.name_start < 0:
        raise EditError("no_name", pointer=pointer)
    return _outer(container.document, place.name_start, place.name_end, write_node(new_name))


def apply_fix(text: str, fix: Fix) -> TextEdit:
    """The edit of a mechanical mend.

    A container set in the place of string JSON stays a string, unless it is exactly what that string holds: then the
    mend is to decode it.

    Raises:
        EditError: the place of the fix is not in the text (any more).
    """
    if fix.operation is Operation.REMOVE:
        return remove_value(text, fix.pointer)
    if fix.operation is Operation.RENAME:
        return rename_member(text, fix.pointer, str(fix.value))
    # Putting what string JSON holds in its own place can only mean that the string should be decoded.
    document = _open(text)
    keep_string = inner(resolve(parse(document.text), fix.pointer)) != fix.value
    return set_value(text, fix.pointer, fix.value, keep_string=keep_string)


def _open(text: str) -> Document:
    try:
        return open_document(text)
    except JsonTextError as error:
        raise EditError("not_json", reason=str(error)) from error


def _shown(tokens: tuple[str, ...]) -> str:
    return "/" + "/".join(tokens)


def _container(document: Document, tokens: tuple[str, ...]) -> Container:
    found = follow(document, tokens)
    if found.steps < len(tokens):
        raise EditError("not_there", pointer=_shown(tokens))
    entered = found.document.enter(found.place)
    if entered is None:
        raise EditError("no_container", pointer=_shown(tokens))
    if entered[0] is not found.document:
        return Container(*root_of(entered[0]), None)
    parent = _container(document, tokens[:-1]).place if tokens else None
    return Container(found.document, found.place, entered[1], parent)


def _child(text: str, pointer: str) -> tuple[Container, int]:
    tokens = split(pointer)
    if not tokens:
        raise EditError("whole")
    container = _container(_open(text), tokens[:-1])
    position = container.children.index(tokens[-1])
    if position is None:
        raise EditError("not_there", pointer=pointer)
    return container, position


def _replaced(document: Document, tokens: tuple[str, ...], found: Found, node: Node, *, keep_string: bool) -> TextEdit:
    start, end = found.place.start, found.place.end
    entered = found.document.enter(found.place)
    if entered is not None and entered[0] is not found.document and isinstance(node, (Object, tuple)):
        if keep_string:
            within = style_of(Container(*root_of(entered[0]), None))
            written = write_node(node, line=within.closing, unit=within.unit, comma=within.comma, colon=within.colon)
            return _outer(found.document, start, end, _quoted(written))
        entered = None
    if tokens:
        style = style_of(_container(document, tokens[:-1]))
        one_line = entered is not None and bool(entered[1].places) and not takes_lines(found.document, found.place)
    else:
        whole = Container(*root_of(document), None)
        style = style_of(whole)._replace(line=style_of(whole).closing)
        one_line = False
    return _outer(found.document, start, end, style.write(node, one_line=one_line))


def _inserted(container: Container, position: int, items: Sequence[tuple[str | None, Node]]) -> TextEdit:
    document, place, children, _parent = container
    style = style_of(container)
    places = children.places
    neighbour = places[min(position, len(places) - 1)] if places else None
    one_line = neighbour is not None and is_row(document, neighbour)
    separator = "," + style.line if style.line else style.comma
    if len(places) > 1:
        second = min(max(position, 1), len(places) - 1)
        separator = document.text[places[second - 1].end : places[second].item_start]
    written = separator.join(
        [
            ("" if name is None else write_node(name) + style.colon) + style.write(node, one_line=one_line)
            for name, node in items
        ]
    )
    if not items:
        return _outer(document, place.start, place.start, "")
    if neighbour is None:
        return _outer(document, place.start + 1, place.end - 1, style.line + written + style.closing)
    if position == len(places):
        return _outer(document, neighbour.end, neighbour.end, separator + written)
    return _outer(document, neighbour.item_start, neighbour.item_start, written + separator)


def _removed(container: Container, start: int, end: int) -> TextEdit:
    document, place, children, _parent = container
    places = children.places
    if end - start == len(places):
        return _outer(document, place.start + 1, place.end - 1, "")
    if start == 0:
        return _outer(document, places[0].item_start, places[end].item_start, "")
    return _outer(document, places[start - 1].end, places[end - 1].end, "")


def _member_position(tokens: tuple[str, ...], names: list[str]) -> int:
    """Before the first member that people expect behind the new one: in the body, and in a param of a list."""
    order: tuple[str, ...] = ()
    if len(tokens) == 1:
        order = _BODY_ORDER
    elif len(tokens) == 3 and tokens[0] == "params":
        order = _ITEM_ORDER
    if tokens[-1] not in order:
        return len(names)
    later = order[order.index(tokens[-1]) + 1 :]
    return next((position for position, each in enumerate(names) if each in later), len(names))


def _outer(document: Document, start: int, end: int, text: str) -> TextEdit:
    """An edit of a document as one of the outermost text."""
    edit = TextEdit(document.outer_offset(start), document.outer_offset(end), text)
    while document.around is not None:
        edit = TextEdit(edit.start, edit.end, _quoted(edit.text)[1:-1])
        document = document.around[0]
    return edit


def _quoted(text: str) -> str:
    return escape_surrogates(encode_basestring(text))
