"""Closures of PHP: they know of the variables around them those that they name in ``use (..)``."""

from typing import Final

from tree_sitter import Node

from yespo_console.reading.budget import Budget
from yespo_console.reading.source_code.tree import Code
from yespo_console.reading.word_set import word_set

_USE: Final = "anonymous_function_use_clause"
#: Nodes that set the variables directly in them, or make them known; an assignment only sets its first one.
_SETTING: Final = word_set(
    "simple_parameter variadic_parameter foreach_statement pair list_literal catch_clause static_variable_declaration "
    "global_declaration by_ref reference_assignment_expression"
)
_ASSIGNING: Final = word_set("assignment_expression augmented_assignment_expression")


def unseen_within(code: Code, closure: Node, budget: Budget) -> set[int]:
    """The nodes in a closure that read variables which it neither takes over nor sets, by their ids.

    Of one without ``use`` all that is around it is unseen anyway.
    """
    if all(child.type != _USE for child in closure.named_children):
        return set()
    read: list[tuple[str, int]] = []
    known = {"$this"}
    pending = [(child, closure) for child in closure.named_children]
    while pending:
        node, around = pending.pop()
        budget.spend()
        if node.type == "variable_name":
            is_set = around.type in _SETTING or around.type == _USE
            is_set = is_set or (around.type in _ASSIGNING and around.named_children[0].id == node.id)
            if is_set:
                known.add(code.spelled(node))
            else:
                read.append((code.spelled(node), node.id))
        elif node.type != "anonymous_function":  # it is looked at by itself
            pending += [(child, node) for child in node.named_children]
    return {node_id for name, node_id in read if name not in known}
