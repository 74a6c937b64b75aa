"""How a JSON text is laid out around a place, so that what is inserted there looks like its neighbours."""

import re
from typing import Final, NamedTuple

from yespo_console.events.event import Node
from yespo_console.events.json_places import Children, Document, Place
from yespo_console.events.json_text import write_node

_LAST_LINE: Final = re.compile(r"(\r\n|\n|\r)([ \t]*)\Z")
_DEFAULT_UNIT: Final = "  "


class Container(NamedTuple):
    """An object or list to work in, in the document its items stand in."""

    document: Document
    place: Place
    children: Children
    parent: Place | None


class Style(NamedTuple):
    """How the items of a container are laid out.

    ``line`` is the line break and indentation before an item, empty when all stand on one line; ``closing`` the same
    before the closing bracket; ``unit`` what one level adds.
    """

    line: str
    closing: str
    unit: str
    colon: str

    @property
    def comma(self) -> str:
        """Between two items on one line."""
        return ", " if self.colon.endswith(" ") else ","

    def write(self, node: Node, *, one_line: bool) -> str:
        if one_line or not self.line:
            return write_node(node, comma=self.comma, colon=self.colon)
        return write_node(node, line=self.line, unit=self.unit, colon=self.colon)


def root_of(document: Document) -> tuple[Document, Place, Children]:
    """The outermost value of a document with its items; none for a scalar."""
    entered = document.enter(document.root)
    return document, document.root, entered[1] if entered else Children(None, [])


def is_row(document: Document, place: Place) -> bool:
    """Whether a container with items stands on one line: then a new neighbour does too."""
    entered = document.enter(place)
    return (
        entered is not None and entered[0] is document and bool(entered[1].places) and not takes_lines(document, place)
    )


def takes_lines(document: Document, place: Place) -> bool:
    """Whether the value at a place takes several lines (a break inside quotes is escaped, so none is counted)."""
    start, end = place.start, place.end
    return document.text.find("\n", start, end) >= 0 or document.text.find("\r", start, end) >= 0


def style_of(container: Container) -> Style:
    """How the items of a container are laid out; for an empty one, how its first would be."""
    document, place, children, parent = container
    if not children.places:
        return _style_of_empty(document, parent)
    line = _LAST_LINE.search(document.text[place.start + 1 : children.places[0].item_start])
    colon = _colon(document, children)
    if line is None:
        return Style("", "", "", colon)
    closing = _LAST_LINE.search(document.text[children.places[-1].end : place.end - 1])
    base = closing[2] if closing else ""
    unit = line[2][len(base) :] if line[2].startswith(base) else ""
    return Style(line[0], line[1] + base, unit or _DEFAULT_UNIT, colon)


def _style_of_empty(document: Document, parent: Place | None) -> Style:
    """As the container around does it; a whole text gets lines, string JSON stays on one line."""
    entered = None if parent is None else document.enter(parent)
    if parent is not None and entered is not None:
        around = style_of(Container(document, parent, entered[1], None))
        if not around.line:
            return around
        return around._replace(line=around.line + around.unit, closing=around.line)
    if document.around is None:
        return Style("\n" + _DEFAULT_UNIT, "\n", _DEFAULT_UNIT, ": ")
    return Style("", "", "", ":")


def _colon(document: Document, children: Children) -> str:
    """How a name is parted from its value: as in the last member here, else as in the first of the document."""
    if children.names is None:
        place, found = document.root, root_of(document)[2]
        while found.names is None and found.places:
            place = found.places[0]
            entered = document.enter(place)
            if entered is None or entered[0] is not document:
                break
            found = entered[1]
        children = found
    if not children.names:
        return ": " if document.around is None and takes_lines(document, document.root) else ":"
    last = children.places[-1]
    colon = document.text[last.name_end : last.start]
    return ": " if "\n" in colon or "\r" in colon else colon
