"""Arrays of PHP: lists where their keys are numbers in order, objects otherwise."""

import re
from typing import Final

from tree_sitter import Node

from yespo_console.reading.literals import Items, Members, Scalar, Text, Value
from yespo_console.reading.origin import TracedBuilder
from yespo_console.reading.source_code.shared_literals import SharedLiterals

_NUMBER_KEY: Final = re.compile(r"0|[1-9]\d{0,7}", re.ASCII)


class PhpArrays(SharedLiterals):
    """What a reader of PHP knows of arrays."""

    def array(self, node: Node) -> Value:
        """The list or the object that an array is."""
        offset = self.code.offset(node)
        pairs: list[tuple[Text | int, Value]] = []
        following = 0
        for child in node.named_children:
            if child.type == "comment":
                continue
            parts = child.named_children
            if child.type != "array_element_initializer" or not parts or parts[0].type == "variadic_unpacking":
                return self.unknown(child)
            if len(parts) == 1 and "=>" not in [each.type for each in child.children]:
                if child.children[0].type == "&":
                    return self.unknown(child)
                pairs.append((following, self.value(parts[0])))
                following += 1
                continue
            key = self.value(parts[0])
            if isinstance(key, Scalar) and key.json.isdigit() and len(key.json) < 9:
                pairs.append((int(key.json), self.value(parts[-1])))
                following = max(following, int(key.json) + 1)
            elif isinstance(key, Text) and _NUMBER_KEY.fullmatch(key.traced.text):  # to PHP this is the number
                pairs.append((int(key.traced.text), self.value(parts[-1])))
                following = max(following, int(key.traced.text) + 1)
            elif isinstance(key, Text):
                pairs.append((key, self.value(parts[-1])))
            else:
                return self.unknown(parts[0])
        if [key for key, _value in pairs] == list(range(len(pairs))):
            return Items(tuple([value for _key, value in pairs]), offset)
        named = [(key if isinstance(key, Text) else self._number_name(key, value), value) for key, value in pairs]
        return Members(tuple(named), offset)

    def _number_name(self, key: int, value: Value) -> Text:
        builder = TracedBuilder(self.code.text.original)
        builder.put(str(key), value.offset, 0)
        return Text(builder.build())
