"""One variable of a source text: the statements that set and change it, and the places that read it."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from tree_sitter import Node

from yespo_console.reading.literals import Text
from yespo_console.reading.source_code.variables.blocks import Block

#: A member by its name, or an item by its number.
Step = Text | int
#: ``set``: the variable itself; ``put``: a member or item of it; ``append``: at the end of a list in it; ``lost``: in a
#: way that cannot be followed; ``shadow``: another variable of that name, the parameter of a function, begins.
How = Literal["set", "put", "append", "lost", "shadow"]


class Change(NamedTuple):
    """One statement that sets or changes a variable.

    Attributes:
        how: see ``How``.
        path: which member or item of the variable; empty for itself. Of what is lost a step may not be told: None.
        values: the nodes of the new values; one unless several are appended.
        start: where it stands, in bytes.
        block: the run of statements it belongs to.
        since, until: where in the text it was surely carried out before: the rest of its run, and what is within that.
        only_in: the function or class outside of which, or within a function in which, the name means another
            variable; None when functions within see it too.
    """

    how: How
    path: tuple[Step | None, ...]
    values: tuple[Node, ...]
    start: int
    block: Block
    since: int = 0
    until: int = 0
    only_in: int | None = None


@dataclass(slots=True)
class Variable:
    """All that was seen of one name.

    Attributes:
        changes: in the order in which they were seen.
        uses, starts: where it is read, in the order of the text, and where that begins.
        settings: the changes that set it.
        hows: the kinds of its changes.
        members: the names of members that are put directly into it, and where the last change of each begins.
    """

    changes: list[Change] = field(default_factory=list)
    uses: list[Node] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    settings: list[Change] = field(default_factory=list)
    hows: set[How] = field(default_factory=set)
    members: dict[str, int] = field(default_factory=dict)

    def add(self, change: Change) -> None:
        self.changes.append(change)
        self.hows.add(change.how)
        if change.how == "set":
            self.settings.append(change)
        elif change.how in ("put", "append") and change.path and isinstance(change.path[0], Text):
            name = change.path[0].traced.text
            self.members[name] = max(change.start, self.members.get(name, 0))
