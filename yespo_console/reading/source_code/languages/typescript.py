"""TypeScript: JavaScript with types beside the values, which say nothing about what is sent."""

from collections.abc import Callable
from typing import ClassVar, Final

import tree_sitter_typescript
from tree_sitter import Node

from yespo_console.reading.literals import Value
from yespo_console.reading.source_code.languages.javascript import JavaScriptReader
from yespo_console.reading.source_code.node_kinds import TYPED

#: A type written before the value: ``<Event>{..}``.
_ASSERTION: Final = "type_assertion"


class TypeScriptReader(JavaScriptReader):
    """Reads one TypeScript text."""

    grammar: ClassVar[Callable[[], object]] = staticmethod(tree_sitter_typescript.language_typescript)
    VISITED = (JavaScriptReader.VISITED - {"field_definition"}) | {"public_field_definition"}

    def literal(self, node: Node) -> Value:
        if node.type in TYPED:
            return self.value(node.named_children[0])
        if node.type == _ASSERTION:
            return self.value(node.named_children[-1])
        return super().literal(node)
