"""Variables that hold a part of another one: ``const params = event.params; params.push({..})``.

What is put into such a part by plain statements is put into the other variable, and is followed there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tree_sitter import Node

from yespo_console.reading.source_code.variables.variable import Change, Step, Variable

#: Nobody gives more names to parts of one event.
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Alias:
    """A variable that is set to a part of another one.

    Attributes:
        name, setting: the variable, and the change that sets it.
        other, path: the other one, and which part of it.
        end: where the other one is named there.
    """

    name: str
    setting: Change
    other: str
    path: tuple[Step | None, ...]
    end: Node


def followed(aliases: list[Alias], known: Mapping[str, Variable]) -> list[Alias]:
    """Those whose changes are noted as ones of the other variable from now on.

    Both variables are set once, in one run of statements, in which all the changes of the part stand; nothing else is
    said of the part.
    """
    found = []
    for alias in aliases[:_MOST]:
        own, other = known[alias.name], known.get(alias.other)
        later = [change for change in own.changes if change.how != "set"]
        if (
            other is None
            or None in alias.path
            or len(own.settings) != 1
            or len(other.settings) != 1
            or other.settings[0].block != alias.setting.block
            or other.settings[0].start > alias.setting.start
            or not later
            or any(change.how not in ("put", "append") or None in change.path for change in later)
            or any(change.block != alias.setting.block or change.start < alias.setting.start for change in later)
        ):
            continue
        for change in later:
            other.add(change._replace(path=(*alias.path, *change.path)))
        found.append(alias)
    return found
