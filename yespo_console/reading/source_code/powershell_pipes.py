"""What PowerShell hands to commands and through pipes, which may change it there."""

import re
from typing import Final, Literal

from tree_sitter import Node

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import Items, Members, Unknown, Value
from yespo_console.reading.source_code.tree import Code
from yespo_console.reading.word_set import word_set

#: What becomes of the objects given to a pipe: ``kept`` as they are, perhaps ``changed``, or JSON of others that
#: commands made of them.
Becomes = Literal["kept", "changed", "made anew"]

#: Commands that leave what they are given as it is. What their script blocks do to it is seen there.
_LOOKING: Final = re.compile(
    r"(?:convertto|write|out|format|measure|select|where|sort|group|foreach|test|compare|get|tee|send|start|new|export)-"
    r"|(?:(?:set|add)-content|invoke-(?:restmethod|webrequest))$"
    r"|(?:[%?]|irm|iwr|curl|wget|echo|where|foreach|select|sort)$"
)
#: What may stand around the objects that are given.
_BRACKETS: Final = word_set(
    "parenthesized_expression sub_expression array_expression array_literal_expression statement_list cast_expression"
)


def inner_node(node: Node) -> Node:
    """The node that means something: the grammar wraps each value in a node for every operator it does not have."""
    while node.named_child_count == 1 and node.type != "string_literal":
        child = node.named_children[0]
        if (child.start_byte, child.end_byte) != (node.start_byte, node.end_byte):
            return node
        node = child
    return node


def handed_on(code: Code, budget: Budget, chain: Node) -> tuple[list[Node], Becomes]:
    """The variables that a pipe or a command is given, whole or in part, and what becomes of that.

    What stands behind ``ConvertTo-Json`` gets a text, which nobody changes.
    """
    given: list[Node] = []
    becomes: Becomes = "kept"
    commands = 0
    for stage in chain.named_children:
        if stage.type != "command":
            given += variables_in(stage, budget)
            continue
        name = code.spelled(stage.named_children[0]).lower()
        if name == "convertto-json":
            return given, "made anew" if commands else becomes
        commands += 1
        if _LOOKING.match(name) is None:
            becomes = "changed"
        for elements in stage.named_children[1:]:
            for element in elements.named_children:
                given += variables_in(element, budget)
    return given, becomes


def variables_in(node: Node, budget: Budget) -> list[Node]:
    """The variables that an operand or an argument gives, whole or in part."""
    found = []
    pending = [inner_node(node)]
    while pending:
        budget.spend()
        each = pending.pop()
        if each.type == "variable":
            found.append(each)
        elif each.type in ("member_access", "element_access"):
            pending.append(inner_node(each.named_children[0]))
        elif each.type in _BRACKETS:
            pending += map(inner_node, each.named_children)
    return found


def cut_to_depth(value: Value, depth: int) -> Value:
    """What ``ConvertTo-Json`` keeps; whatever is deeper it spoils, so that it is unknown."""
    if isinstance(value, Members):
        if depth < 0:
            return Unknown(value.offset, "-Depth")
        return Members(tuple([(name, cut_to_depth(member, depth - 1)) for name, member in value.pairs]), value.offset)
    if isinstance(value, Items):
        if depth < 0:
            return Unknown(value.offset, "-Depth")
        return Items(tuple([cut_to_depth(item, depth - 1) for item in value.values]), value.offset)
    return value
