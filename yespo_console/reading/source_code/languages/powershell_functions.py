"""Functions of PowerShell: what they are called, what they are given, and what they give."""

import re
from collections.abc import Sequence
from typing import Final

from tree_sitter import Node

from yespo_console.reading.source_code.languages.functions_of_language import FunctionsOfLanguage
from yespo_console.reading.source_code.languages.powershell_pipes import inner_node, last_output
from yespo_console.reading.source_code.variables.variable import Change
from yespo_console.reading.word_set import word_set

#: Types of nodes that are functions.
FUNCTIONS: Final = word_set("function_statement script_block_expression class_method_definition")
#: What stands between a function and its parameters; in one line the grammar takes them for faulty.
_AROUND_PARAMETERS: Final = word_set(
    "function_parameter_declaration parameter_list script_block param_block class_method_parameter_list ERROR"
)
_PARAMETERS: Final = word_set("script_parameter class_method_parameter")
_OF_ALL: Final = re.compile(r"\$\{?(?:global|script):", re.IGNORECASE)
#: So far from an argument stands the command it is given to, and from a value the function that gives it.
_MOST_STEPS: Final = 60


class PowerShellFunctions(FunctionsOfLanguage):
    """What a reader of PowerShell knows of functions."""

    def is_function(self, node: Node) -> bool:
        """Whether a node is a function, also one that names no parameters: it may use ``$args``."""
        return node.type in FUNCTIONS

    def function_name(self, function: Node) -> str | None:
        """``Send-Event`` of ``function Send-Event``, ``$send`` of ``$send = { .. }``."""
        if function.type == "script_block_expression":
            around = self.around(function)
            is_set = around is not None and around.type == "assignment_expression"
            return self.code.spelled(around.named_children[0]) if is_set and around is not None else None
        if function.type != "function_statement" or not function.named_children:
            return None
        return self.code.spelled(function.named_children[0])

    def parameters(self, function: Node) -> Sequence[Node]:
        """The variables that are its parameters."""
        found: list[Node] = []
        pending = [function]
        while pending:
            self.budget.spend()
            node = pending.pop(0)
            if node.type in _PARAMETERS:
                found += [child for child in node.named_children if child.type == "variable"][:1]
            elif node is function or node.type in _AROUND_PARAMETERS:
                pending += node.named_children
        return found

    def is_of_all(self, _name: str, setting: Change) -> bool:
        """``$global:e`` and ``$script:e`` are known to every function."""
        return _OF_ALL.match(self.code.text.text, self.code.start_of(setting.start)) is not None

    def argument_name(self, place: Node) -> str | None:
        """``Event`` where ``-Event $e`` is given to a command."""
        node = place
        for _step in range(_MOST_STEPS):
            around = self.parent(node)
            if around is None or around.type == "command":
                break
            if around.type == "command_elements":
                before = [each for each in around.named_children if each.end_byte <= node.start_byte]
                named = [each for each in before[-2:] if each.type == "command_parameter"]
                return self.code.spelled(named[-1]).strip("-: ") if named else None
            node = around
        return None

    def called_name(self, call: Node) -> str | None:
        """All of the name of a command; of a method its last word."""
        return self.call(call)[0] if call.type == "command" else self.called(call)

    def given_back(self, node: Node) -> None:
        """``return`` gives what stands behind it to whoever called the function around it."""
        function: Node | None = node
        for _step in range(_MOST_STEPS):
            if function is None or function.type in FUNCTIONS:
                break
            function = self.parent(function)
        if function is None or not self.code.spelled(node).lower().startswith("return") or not node.named_children:
            return
        name, value = self.function_name(function), inner_node(node.named_children[0])
        last = last_output(function)
        if name is not None and (last is None or last.id != value.id):
            self.change(f"{name.rpartition('-')[2]}()", "set", node, (value,))
