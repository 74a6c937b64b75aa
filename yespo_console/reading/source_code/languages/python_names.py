"""What statements of Python set variables beside a plain assignment: a class, a definition, a pattern of ``match``."""

from tree_sitter import Node

from yespo_console.reading.source_code.shared_literals import SharedLiterals


class PythonNames(SharedLiterals):
    """What one Python text sets so."""

    def defined(self, name: Node | None, node: Node) -> None:
        """A function or a class takes the place of a variable of its name."""
        spelled = "" if name is None else self.code.spelled(name)
        if any(each.block.scope_id == self._block.scope_id for each in self.variables.settings_of(spelled)):
            self.lose(name, node)

    def set_by(self, assignment: Node) -> Node | None:
        """What an assignment sets; in ``our code:`` and ``n = 1`` in the next line, ``code`` is not of type ``n``."""
        left, written = assignment.child_by_field_name("left"), assignment.child_by_field_name("type")
        if left is None or written is None or written.start_point.row == left.end_point.row:
            return left
        return written.named_children[0] if written.named_children else written

    def matched(self, node: Node) -> None:
        """The names in the patterns of a ``match`` hold parts of what it looks at."""
        body = node.child_by_field_name("body")
        for clause in body.named_children if body is not None else ():
            if clause.type == "case_clause" and clause.named_children:
                self.share(clause.named_children[0], node.child_by_field_name("subject"))
                for name in self.names_in(clause.named_children[0]):
                    self.change(name if self.variables.is_set(name) else None, "lost", node)

    def of_class(self, node: Node, value: Node) -> None:
        """What a class sets for all its objects, which its methods know as a part of ``self`` and ``cls``."""
        around: Node | None = node
        for kind in ("expression_statement", "block", "class_definition"):
            around = None if around is None else self.parent(around)
            if around is None or around.type != kind:
                return
        name = node.child_by_field_name("left")
        if name is not None and name.type == "identifier":
            for owner in ("self", "cls"):
                self.change(f"{owner}.{self.code.spelled(name)}", "set", node, (value,), declared=True)
