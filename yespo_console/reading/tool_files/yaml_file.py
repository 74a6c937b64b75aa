"""A file of another tool in YAML: its texts, lists and mappings with their places.

Only the events of the parser are used: nothing is constructed, so a tag of a file can call for nothing. Anchors and
aliases are refused, because a few of them can stand for a file of any size; tools do not write them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from yespo_console.events.event import Node, Object
from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced
from yespo_console.reading.tool_files.yaml_scalars import traced_scalar

#: Characters. An export with more in it is a whole workspace.
LONGEST: Final = 1_000_000
_MOST_NODES: Final = 200_000
#: Folders in folders take two levels each.
_DEEPEST: Final = 200
#: Steps for each character, and for each event.
_STEPS: Final = 5
_STEPS_OF_EVENT: Final = 60
#: Control characters and halves of surrogate pairs: the parser would name their place in bytes, or not at all.
_NOT_ALLOWED: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class YamlError(Exception):
    """A file cannot be read as YAML; the text is a sentence for the person whose file it is."""


@dataclass(slots=True)
class _Place:
    """Where a value stands.

    Attributes:
        start, end: its first character, and the one behind its last (of texts only).
        style: how a text is written, see ``traced_scalar``.
        value: the text; None for a list or a mapping.
        below: the parts of a list by number, those of a mapping by name.
    """

    start: int
    end: int = 0
    style: str | None = None
    value: str | None = None
    below: dict[str | int, "_Place"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file of another tool that is sound YAML.

    Attributes:
        text: the text.
        node: what it says; numbers, true, false and null are texts as they are spelled.
    """

    text: Traced
    node: Object
    _root: _Place

    def string(self, path: Sequence[str | int]) -> Traced | None:
        """The text that ``path`` leads to; None when it is none."""
        place, steps = self._follow(path)
        if steps != len(path) or place.value is None:
            return None
        return traced_scalar(self.text, place.start, place.end, place.value, place.style)

    def offset(self, path: Sequence[str | int]) -> int:
        """Where in the original the value stands that ``path`` leads to, or the nearest around it."""
        return self.text.offset(self._follow(path)[0].start)

    def _follow(self, path: Sequence[str | int]) -> tuple[_Place, int]:
        place = self._root
        for number, step in enumerate(path):
            if step not in place.below:
                return place, number
            place = place.below[step]
        return place, len(path)


@dataclass(slots=True)
class _Open:
    """A list or a mapping that has not ended yet.

    Attributes:
        place: where it stands.
        mapping: what it is.
        name: of a mapping, the name whose value comes next; None when a name comes next.
        names, items: what was gathered; ``names`` stays empty for a list.
    """

    place: _Place
    mapping: bool
    name: str | None = None
    names: list[str] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)

    def add(self, node: Node, place: _Place) -> None:
        if not self.mapping:
            self.place.below[len(self.items)] = place
            self.items.append(node)
        elif self.name is None:
            self.name = node if isinstance(node, str) else ""
        else:
            self.place.below[self.name] = place
            self.names.append(self.name)
            self.items.append(node)
            self.name = None

    def whole(self) -> Node:
        return Object(tuple(zip(self.names, self.items, strict=True))) if self.mapping else tuple(self.items)


def open_yaml(text: Traced, budget: Budget) -> YamlFile:
    """A file as mappings, lists and texts.

    Raises:
        YamlError: it is no sound YAML, is no single mapping, or asks for too much.
        ReadingStoppedError: see ``Budget``.
    """
    import yaml  # only the rare file in YAML needs it

    if len(text) > LONGEST:
        raise YamlError(
            _(
                "This file has more than {count} characters, too many for YAML. Export the one folder of the call."
            ).format(count=LONGEST)
        )
    budget.spend(_STEPS * len(text))
    if (strange := _NOT_ALLOWED.search(text.text)) is not None:
        raise _refused(text, strange.start(), _("here stands a character that YAML does not allow."))
    try:
        found = _gathered(text, budget)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = _("here the file is no sound YAML. It is faulty or cut off.")  # the parser's own words quote the file
        raise _refused(text, mark.index if mark else 0, reason) from None
    if found is None or not isinstance(found[0], Object):
        raise YamlError(_("The file is faulty or cut off: it is no mapping of names to values."))
    return YamlFile(text, *found)  # type: ignore[arg-type]  # the first is an Object, as was just asked


def _gathered(text: Traced, budget: Budget) -> tuple[Node, _Place] | None:
    """The first document, without recursion: how deep a file goes is its writer's choice."""
    import yaml

    whole: tuple[Node, _Place] | None = None
    stack: list[_Open] = []
    nodes = 0
    # The parser in C takes a fifteenth of the time; a system without it has the other one, which finds the same.
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    for event in yaml.parse(text.text, Loader=loader):
        budget.spend(_STEPS_OF_EVENT)
        start = event.start_mark.index if event.start_mark else 0
        if isinstance(event, yaml.CollectionEndEvent):
            ended = stack.pop()
            node, place = ended.whole(), ended.place
        elif isinstance(event, yaml.NodeEvent):
            nodes += 1
            if event.anchor is not None:
                raise _refused(text, start, _("anchors and aliases of YAML are not read. Write the value out."))
            if nodes > _MOST_NODES or len(stack) >= _DEEPEST:
                raise _refused(text, start, _("the file has too many parts, or too many in one another, to be read."))
            place = _Place(start)
            if not isinstance(event, yaml.ScalarEvent):
                stack.append(_Open(place, isinstance(event, yaml.MappingStartEvent)))
                continue
            node = event.value
            place.end = event.end_mark.index if event.end_mark else start
            place.style, place.value = event.style, event.value
        else:
            continue
        if stack:
            stack[-1].add(node, place)
        elif whole is not None:
            raise _refused(text, start, _("a second document begins here. Keep one document in the file."))
        else:
            whole = node, place
    return whole


def _refused(text: Traced, index: int, reason: str) -> YamlError:
    line, column = text.line_column(index)
    return YamlError(_("Line {line}, column {column}: {reason}").format(line=line, column=column, reason=reason))
