"""What the statements of a source text do to its variables, as far as all languages say it alike."""

import re
from collections.abc import Sequence
from typing import ClassVar, Final

from tree_sitter import Node

from yespo_console.reading.source_code.node_kinds import ASSIGNMENTS, EITHER
from yespo_console.reading.source_code.variables.aliases import Alias
from yespo_console.reading.source_code.variables.blocks import WHOLE_TEXT, Block
from yespo_console.reading.source_code.variables.held_values import HeldValues
from yespo_console.reading.source_code.variables.second_names import SecondName
from yespo_console.reading.source_code.variables.variable import Change, How, Step

#: So far within a function stands what it gives, at most.
_MOST_STEPS: Final = 30
#: Names of what belongs to the object itself.
_OF_OBJECT: Final = re.compile(r"(?:this|self|cls)\.|@|\$this->")
#: No call of a program that is written by hand has more.
_MOST_ARGUMENTS: Final = 20
#: Calls whose value is an answer.
_ANSWERS: Final = re.compile(r"(?:send|post|put\Z|patch|request|fetch\Z|urlopen|ajax|axios)")


class ChangesInCode(HeldValues):
    """Notes what changes which variable.

    Attributes:
        SHARES: whether a list that two variables hold is one and the same.
    """

    SHARES: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self._targets: set[int] = set()
        self._block = WHOLE_TEXT
        #: What a loop goes through or a function is given, by its node, with the names that it has there.
        self.shared: dict[int, list[Node]] = {}

    def is_sealed(self, _name: str, _block: Block) -> bool:
        """Whether functions within the one, or the class, where a variable of that name is set know another by it."""
        return False

    def change(
        self,
        name: str | None,
        how: How,
        node: Node,
        values: Sequence[Node] = (),
        path: tuple[Step | None, ...] = (),
        *,
        declared: bool = False,
    ) -> None:
        """``node`` sets or changes a variable; what is ``declared`` is so before anything else is carried out."""
        if name is None:
            return
        block, since = self._block, node.end_byte
        made = block.of_object if _OF_OBJECT.match(name) else None
        until = (made or block).end
        if declared or made is not None:
            since = (made or block).start
        only_in = block.scope_id if not declared and self.is_sealed(name, block) else None
        change = Change(how, path, tuple(values), node.start_byte, block, since, until, only_in)
        self.variables.changed(name, change)
        if how == "set" and len(values) == 1 and self.SHARES:
            other, way, end = self.way(self.inner(values[0]))
            if other is not None and other != name and way:
                self.variables.alias(Alias(name, change, other, way, end))
        at = self.variables.keys(path)
        for value in values:
            self.hold(name, at if how != "append" else (*at, None), value)

    def set_variable(self, target: Node | None, value: Node | None, node: Node, *, declared: bool = False) -> None:
        """``node`` is an assignment: of a variable, or of a member or item of one."""
        if target is None:
            return
        name, path = self.place(target)
        if name is None:
            self._lose_all(target, node)
        elif not path and value is not None and self._is_default(name, value):
            return
        elif value is None or None in path:
            self.change(name, "lost", node, (), path)
            if value is not None:
                self.hold(name, self.variables.keys(path), value)
        elif path:
            self.change(name, "put", node, (value,), path)
        else:
            self.change(name, "set", node, (value,), declared=declared)

    def _is_default(self, name: str, value: Node) -> bool:
        """Whether a parameter is only set to itself, or to something where it holds nothing: ``d = d || {}``."""
        first = value.named_children[0] if value.named_children else None
        itself = first is not None and self.variable_name(first) == name
        return itself and any(child.type in EITHER for child in value.children) and self.variables.is_parameter(name)

    def append_to(self, target: Node | None, values: Sequence[Node], node: Node) -> None:
        """``node`` adds values at the end of the list ``target``."""
        if target is not None:
            name, path = self.place(target)
            if name is None:
                self._lose_all(target, node)
            self.change(name, "lost" if None in path else "append", node, values, path)

    def lose(self, target: Node | None, node: Node) -> None:
        """``node`` changes the variable, or a part of it, in a way that cannot be followed."""
        if target is not None:
            name, path = self.place(target)
            if name is None:
                self._lose_all(target, node)
            elif path or not self.variables.is_parameter(name) or not _sets_default(node):
                self.change(name, "lost", node, (), path)

    def lose_members(self, target: Node | None, node: Node) -> None:
        """``node`` adds, takes out or moves members or items of the variable: these themselves stay what they are."""
        if target is not None:
            name, path = self.place(target)
            if name is None:
                self._lose_all(target, node)
            self.change(name, "put", node, (node,), (*path, None))

    def _lose_all(self, target: Node, node: Node) -> None:
        """``node`` changes what a call gives, or several things at once: each variable named there may be changed."""
        for name in self.names_in(target):
            self.change(name, "lost", node)

    def share(self, parts: Node | None, whole: Node | None) -> None:
        """The variables in ``parts`` hold parts of those in ``whole``: a loop goes through it, or it is taken apart."""
        if parts is None or whole is None:
            return
        if whole.type in self.CALLS and _ANSWERS.match((self.called(whole) or "").lower()):
            return
        self.shared.setdefault(whole.id, []).append(parts)
        for other in self.names_in(whole, measured=False):
            for name in self.names_in(parts):
                self.variables.seconds.add(SecondName(name, (), other, (None,)))

    def returned(self, node: Node, value: Node, function: Node | None = None) -> None:
        """A function gives ``value`` at ``node``: what is done to what it gives is done to that.

        It is the ``function``, or the one around the node.
        """
        around = function or self.parent(node)
        for _step in range(_MOST_STEPS):
            if around is None:
                return
            name = self._name_of_function(around) if around.child_by_field_name("body") is not None else None
            if name is not None:
                if not self.is_wrapped(around):
                    self.change(f"{self.code.spelled(name)}()", "set", node, (value,))
                return
            if function is not None:
                return  # it has no name
            around = self.parent(around)

    def _name_of_function(self, function: Node) -> Node | None:
        """The name that it has, or that of the variable which is set to it."""
        name = function.child_by_field_name("name")
        holder = self.parent(function) if name is None else None
        if holder is None or holder.type not in ASSIGNMENTS:
            return name
        return holder.child_by_field_name("name") or holder.child_by_field_name("left")

    def is_wrapped(self, _function: Node) -> bool:
        """Whether something that may be anything is put around a function and gives what it likes in its place."""
        return False

    def passed(self, receiver: Node | None, arguments: Sequence[Node]) -> None:
        """A function that is written in a call is given what the call has beside it."""
        if len(arguments) > _MOST_ARGUMENTS:
            return
        for function in arguments:
            parameters = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
            if parameters is not None:
                for each in (receiver, *arguments):
                    if each is not None and each.id != function.id:
                        self.share(parameters, each)

    def shadow(self, node: Node) -> None:
        """``node`` is a parameter: within its function the name means something else."""
        name, path = self.place(node)
        self.change(name, "lost" if path else "shadow", node, (), path)

    def shadow_in_loop(self, node: Node) -> None:
        """A loop sets ``node``: a variable of its own, one that was set before, or a member of one."""
        name, path = self.place(node)
        anew = name is not None and self.variables.is_set(name)
        self.change(name, "lost" if path or anew else "shadow", node, (), path)

    def place(self, node: Node) -> tuple[str | None, tuple[Step | None, ...]]:
        """The variable that a name, member or item belongs to, and the way from it to there.

        The name is None for anything else; a step of the way is None when it is not spelled out. The variable counts
        as changed there, not as used.
        """
        name, path, end = self.way(node)
        if name is not None:
            self._targets.add(end.id)
        return name, path

    def use(self, node: Node) -> None:
        """A variable is named at ``node``."""
        name = self.variable_name(node)
        if name is not None and node.id not in self._targets:
            self.variables.used(name, node, self._block)


def _sets_default(node: Node) -> bool:
    """Whether an assignment only sets what holds nothing: ``d ||= {}``."""
    return any(child.type in ("||=", "??=") for child in node.children)
