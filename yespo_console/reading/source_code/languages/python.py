"""Python: requests, httpx, urllib and any other way to send a dict or a text; also of Python 2."""

import re
from collections.abc import Callable, Sequence
from typing import ClassVar, Final

import tree_sitter_python
from tree_sitter import Node

from yespo_console.reading import escapes
from yespo_console.reading.escapes import Dialect, unescape
from yespo_console.reading.literals import Encoded, Items, Members, Scalar, Text, Value
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Source
from yespo_console.reading.source_code.languages.python_names import PythonNames
from yespo_console.reading.source_code.members import merged
from yespo_console.reading.source_code.numbers import exact, json_number
from yespo_console.reading.source_code.shared_literals import Pair
from yespo_console.reading.source_code.variables.blocks import Block
from yespo_console.reading.source_code.variables.variable import Step
from yespo_console.reading.word_set import word_set

_CHANGERS: Final = frozenset(
    [
        "extend",
        "update",
        "insert",
        "pop",
        "setdefault",
        "remove",
        "clear",
        "sort",
        "reverse",
        "popitem",
        "__setitem__",
        "__delitem__",
    ]
)
#: Functions that change their first argument.
_CHANGING_FIRST: Final = frozenset(("setattr", "delattr", "setitem", "delitem"))
#: Names that take a value apart.
_PATTERNS: Final = ("pattern_list", "tuple_pattern", "list_pattern")
#: Calls that give all variables by their names.
_NAMESPACES: Final = ("globals()", "locals()", "vars()")
_NAMES: Final = ("identifier", "attribute")
_WORDS: Final = {"True": "true", "False": "false", "None": "null"}
_DUMPS: Final = ("json.dumps", "dumps", "simplejson.dumps", "ujson.dumps", "orjson.dumps", "json.encode")
_DICTS: Final = ("dict", "OrderedDict", "collections.OrderedDict")

#: How code says what becomes of a value that JSON has not, of a ``Decimal`` too.
_ENCODES_OTHERS: Final = re.compile(r"\b(?:default|cls)\s{0,9}=")
#: ``{{`` and ``}}`` of an f-string are one bracket each.
_DOUBLED: Final = Dialect(re.compile(r"\{\{|\}\}"), lambda match: match[0][0])
#: Decorators that leave what a function gives as it is.
_LEAVES_RESULT: Final = re.compile(
    r"@\s{0,9}(?:[\w.]{0,60}\.)?(?:fixture|(?:cached_?)?property|staticmethod|classmethod|(?:lru_)?cache\w*|abstractmethod"
    r"|override|final|(?:shared_)?task|route|get|post|retry\w*|log\w*|timed?|timer|traced?|beartype|validate_call)\b"
)


class PythonReader(PythonNames):
    """Reads one Python text."""

    source: Source = "python"
    grammar: ClassVar[Callable[[], object]] = staticmethod(tree_sitter_python.language)
    MAPS = frozenset(("dictionary",))
    TEXTS = frozenset(("string", "concatenated_string", "binary_operator"))
    SHARES = True
    CALLS = frozenset(("call",))
    COMBINING = ("%", "|")
    VISITED = word_set(
        "named_expression as_pattern match_statement return_statement yield import_statement "
        "import_from_statement aliased_import assignment augmented_assignment "
        "for_statement for_in_clause as_pattern_target delete_statement "
        "global_statement nonlocal_statement wildcard_import function_definition class_definition "
        "pattern_list tuple_pattern parameters lambda lambda_parameters call keyword_argument identifier attribute"
    )
    BLOCKS = word_set(
        "class_definition function_definition lambda if_statement elif_clause else_clause for_statement "
        "while_statement try_statement except_clause finally_clause conditional_expression list_comprehension "
        "dictionary_comprehension generator_expression match_statement case_clause boolean_operator"
    )

    SCOPES = word_set("class_definition function_definition lambda")

    # -- variables

    def is_sealed(self, name: str, block: Block) -> bool:
        in_class = block.scope is not None and block.scope.type == "class_definition"
        return in_class and "." not in name

    def visit(self, node: Node) -> None:
        kind = node.type
        if kind in _NAMES:  # nearly always
            self.use(node)
        elif kind == "assignment":
            value = node.child_by_field_name("right")
            if value is not None:
                left = self.set_by(node)
                if self.code.spelled(value) in _NAMESPACES:
                    self.variables.lose_all()
                self.set_variable(left, value, node)
                self.of_class(node, value)
                if left is not None and left.type in _PATTERNS:
                    self.share(left, value)
        elif kind == "augmented_assignment":
            self.lose(node.child_by_field_name("left"), node)
        elif kind in ("for_statement", "for_in_clause"):
            left = node.child_by_field_name("left")
            if left is not None and left.type not in _PATTERNS:
                self.shadow_in_loop(left)
            self.share(left, node.child_by_field_name("right"))
        elif kind in ("as_pattern_target", "delete_statement"):
            self.lose(node.named_children[0] if node.named_children else None, node)
        elif kind == "named_expression":
            self.lose(node.child_by_field_name("name"), node)
            self.share(node.child_by_field_name("name"), node.child_by_field_name("value"))
        elif kind == "as_pattern":
            self.share(node.child_by_field_name("alias"), node.named_children[0])
        elif kind == "match_statement":
            self.matched(node)
        elif kind in ("return_statement", "yield") and node.named_children:
            self.returned(node, node.named_children[0])
        elif kind in ("import_statement", "import_from_statement", "aliased_import"):
            for name in node.children_by_field_name("alias") or node.children_by_field_name("name"):
                self.lose(name.named_children[-1] if name.type == "dotted_name" else name, node)
        elif kind == "wildcard_import":
            for each, _settings in self.variables.all_settings():
                self.change(each if each.isidentifier() else None, "lost", node)
        elif kind in ("function_definition", "class_definition"):
            self.defined(node.child_by_field_name("name"), node)
        elif kind in ("pattern_list", "tuple_pattern"):
            around = self.parent(node)
            in_loop = around is not None and around.type in ("for_statement", "for_in_clause")
            for child in node.named_children:
                if in_loop and child.type not in _PATTERNS:
                    self.shadow_in_loop(child)
                else:
                    self.lose(child, node)
        elif kind in ("global_statement", "nonlocal_statement"):
            self._targets.update(child.id for child in node.named_children)  # whose variable it is, and no use of it
        elif kind == "lambda":
            given = node.child_by_field_name("body")
            if given is not None:
                self.returned(given, given, node)
        elif kind in ("parameters", "lambda_parameters"):
            self._shadow_names(node)
        elif kind == "call":
            self._called(node)
        elif kind == "keyword_argument":
            self._keyword(node)
        else:
            self.use(node)

    def is_wrapped(self, function: Node) -> bool:
        around = self.parent(function)
        if around is None or around.type != "decorated_definition":
            return False
        decorators = [self.code.spelled(each) for each in around.named_children if each.type == "decorator"]
        return not all(_LEAVES_RESULT.match(each) for each in decorators)

    def _shadow_names(self, node: Node) -> None:
        for child in node.named_children:
            name = child.child_by_field_name("name")
            if name is None and child.type == "typed_parameter":
                name = child.named_children[0]
            self.shadow(name or child)
            self.share(name, child.child_by_field_name("value"))

    def _keyword(self, node: Node) -> None:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is not None:
            self._targets.add(name.id)
            pair = value is not None and value.type in ("tuple", "list") and self.code.spelled(name) == "auth"
            if pair and value is not None:
                self.pairs.append(value)

    def _called(self, node: Node) -> None:
        name, arguments = self.call(node)
        if name in _DICTS:
            self.maps.append(node)
        function = node.child_by_field_name("function")
        target = function.child_by_field_name("object") if function is not None else None
        method = name.rpartition(".")[2]
        if method == "append":
            self.append_to(target, arguments, node)
        elif method in _CHANGERS and target is not None and self.code.spelled(target) in _NAMESPACES:
            self.variables.lose_all()
        elif method in _CHANGERS:
            self.lose_members(target, node)
        elif method in _CHANGING_FIRST and arguments and "sys.modules" not in self.code.spelled(arguments[0]):
            self.lose(arguments[0], node)
        elif method in _CHANGING_FIRST or name in ("exec", "eval"):
            self.variables.lose_all()
        self.passed(target, arguments)

    def variable_name(self, node: Node) -> str | None:
        if node.type == "subscript":
            owner, key = node.child_by_field_name("value"), node.child_by_field_name("subscript")
            if owner is not None and key is not None and self.code.spelled(owner) in _NAMESPACES:
                name = self.value(key)
                return name.traced.text if isinstance(name, Text) else None
        if node.type == "identifier":
            around = self.parent(node)
            return None if around is not None and around.type == "type" else self.code.spelled(node)
        if node.type == "attribute":
            target = node.child_by_field_name("object")
            if target is not None and target.type == "identifier" and self.code.spelled(target) in ("self", "cls"):
                return self.code.spelled(node)
        return None

    def step(self, node: Node) -> tuple[Node, Step | None] | None:
        if node.type == "attribute":
            target, member = node.child_by_field_name("object"), node.child_by_field_name("attribute")
            return None if target is None else (target, None if member is None else Text(self.code.slice(member)))
        if node.type == "subscript":
            target = node.child_by_field_name("value")
            return None if target is None else (target, self.step_by(node.child_by_field_name("subscript")))
        return None

    # -- values

    def literal(self, node: Node) -> Value:
        kind = node.type
        if kind == "dictionary":
            return self.members_of(node, self._pairs)
        if kind in ("list", "tuple"):
            return self.items_of(node)
        if kind == "string":
            return self._string(node)
        if kind == "concatenated_string":
            return self.glued([self.text_in(child) for child in node.named_children if child.type != "comment"], node)
        if kind == "parenthesized_expression" and node.named_child_count == 1:
            return self.value(node.named_children[0])
        if kind in ("identifier", "attribute"):
            name = self.variable_name(node)
            return self.unknown(node) if name is None else self.variable(name, node)
        if kind == "binary_operator":
            return self.sum_of(node, "+")
        if kind == "call":
            return self._call_value(node)
        return self._scalar(node)

    def _scalar(self, node: Node) -> Value:
        spelled = self.code.spelled(node)
        json = _WORDS.get(spelled)
        if json is None and node.type in ("integer", "float", "unary_operator"):
            json = json_number(spelled)
            if json is not None and spelled.endswith("."):
                json += ".0"
        return self.unknown(node) if json is None else Scalar(json, self.code.offset(node), len(spelled))

    def _string(self, node: Node) -> Value:
        opening, closing = node.children[0], node.children[-1]
        if opening.type != "string_start" or closing.type != "string_end":
            return self.unknown(node)
        begin = self.code.spelled(opening)
        prefix = begin.rstrip("'\"").lower()
        holes = [child for child in node.named_children if child.type == "interpolation"]
        if any(child.type == "=" for hole in holes for child in hole.children):  # which shows the name, too
            return self.unknown(node)
        # WORKAROUND tree-sitter-python 0.25: in r"..\"" what stands before the last quote is a part of the end.
        start, end = self.code.end(opening), self.code.end(closing) - len(begin) + len(prefix)
        return self.text_with_holes(node, start, end, holes, lambda start, end: self._plain(start, end, prefix))

    def _plain(self, start: int, end: int, prefix: str) -> Traced:
        text = unescape(self.code.text, escapes.LINE_BREAKS, start, end)
        decoded = text
        if "r" not in prefix:
            decoded = unescape(text, escapes.PYTHON_BYTES if "b" in prefix else escapes.PYTHON_SOURCE)
        return unescape(decoded, _DOUBLED) if "f" in prefix else decoded

    def _pairs(self, child: Node) -> Sequence[Pair] | None:
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        name = self.value(key) if child.type == "pair" and key is not None else None
        return ((name, self._held(value)),) if isinstance(name, Text) and value is not None else None

    def _held(self, node: Node) -> Value:
        """What stands in an object: bytes, of which JSON can be made in no way, only by themselves."""
        settings = self.variables.settings_of(self.code.spelled(node)) if node.type == "identifier" else ()
        if len(settings) == 1 and len(settings[0].values) == 1:
            return self.unknown(node) if self._is_bytes(settings[0].values[0]) else self.value(node)
        return self.unreadable(node) if self._is_bytes(node) else self.value(node)

    def _is_bytes(self, node: Node) -> bool:
        if node.type == "string":
            return "b" in self.code.spelled(node.children[0]).rstrip("'\"").lower()
        return node.type == "call" and self.call(node)[0].endswith(".encode")

    def _call_value(self, node: Node) -> Value:
        name, arguments = self.call(node)
        if name in _DUMPS and len(arguments) == 1:
            if self.changes_arguments(node):
                return self.unknown(node)
            return Encoded(self.value(arguments[0]), self.code.offset(node))
        if name == "str" and len(arguments) == 1:
            return self.as_text(node, self.value(arguments[0]))
        if name.rpartition(".")[2] == "Decimal" and len(arguments) == 1 and not self._encodes_others():
            made = exact("decimal", self.value(arguments[0]), self.code.offset(node), len(self.code.spelled(node)))
            return self.unknown(node) if made is None or arguments[0].type == "float" else made
        if name in _DICTS:
            return self._made_dictionary(node, arguments)
        function = node.child_by_field_name("function")
        target = function.child_by_field_name("object") if function is not None else None
        if target is not None and name.rpartition(".")[2] == "encode":
            return self.value(target)
        return self.unknown(node)

    def changes_arguments(self, call: Node) -> bool:
        """An encoder of one's own may make other JSON; those that are called so only know more types."""
        name, _arguments = self.call(call)
        if name not in _DUMPS:
            return False
        given = {self.code.spelled(key): self.code.spelled(value) for key, value in self._keywords(call)}
        return not given.get("cls", "Encoder").endswith("Encoder")

    def _encodes_others(self) -> bool:
        """Whether the code says what becomes of a value that JSON has not, or may say so where it is cut off."""
        return self.code.root.has_error or _ENCODES_OTHERS.search(self.code.text.text) is not None

    def _made_dictionary(self, node: Node, arguments: Sequence[Node]) -> Value:
        """``dict(a=1)``, ``OrderedDict([("a", 1)])``."""
        pairs: list[tuple[Text, Value]] = []
        for argument in arguments:
            value = self.value(argument)
            if isinstance(value, Items):
                for item in value.values:
                    if not isinstance(item, Items) or len(item.values) != 2 or not isinstance(item.values[0], Text):
                        return self.unknown(node)
                    pairs.append((item.values[0], item.values[1]))
            elif isinstance(value, Members):
                pairs += value.pairs
            else:
                return self.unknown(node)
        for name_node, value_node in self._keywords(node):
            pairs.append((Text(self.code.slice(name_node)), self.value(value_node)))
        return merged(pairs, self.code.offset(node))

    def _keywords(self, node: Node) -> list[tuple[Node, Node]]:
        arguments = node.child_by_field_name("arguments")
        found = []
        for child in arguments.named_children if arguments is not None else ():
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if child.type == "keyword_argument" and name is not None and value is not None:
                found.append((name, value))
        return found

    # -- names

    def names(self, node: Node) -> set[str]:
        if node.type == "call":
            given = {self.code.spelled(name) for name, _value in self._keywords(node)}
            return given | self._names_in_pairs(self.call(node)[1])
        keys = [child.child_by_field_name("key") for child in node.named_children if child.type == "pair"]
        return {self.code.spelled(key).lstrip("uUrR").strip("'\"") for key in keys if key is not None}

    def _names_in_pairs(self, arguments: Sequence[Node]) -> set[str]:
        """The first items of the pairs in a list: the names in ``OrderedDict([("a", 1)])``."""
        found = set()
        for pairs in arguments[:1]:
            for pair in pairs.named_children if pairs.type == "list" else ():
                first = pair.named_children[0] if pair.type in ("tuple", "list") and pair.named_children else pair
                if first.type == "string" and first.end_byte - first.start_byte < 100:
                    found.add(self.code.spelled(first).lstrip("uUrR").strip("'\""))
        return found

    def name_of(self, node: Node) -> str | None:
        around = self.parent(node)
        if around is None or around.type not in ("pair", "keyword_argument", "assignment"):
            return None
        for field in ("key", "name", "left"):
            named = around.child_by_field_name(field)
            if named is not None and named.id != node.id:
                return self.code.spelled(named).rstrip("]'\"").rpartition("'")[2].rpartition('"')[2].rpartition(".")[2]
        return None

    def method_on(self, node: Node) -> str | None:
        return self.asked_of(node, "attribute", "object", "attribute")

    def call_parts(self, node: Node) -> tuple[str, Sequence[Node]]:
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        name = self.spelled_name(function)
        if arguments is None or arguments.type != "argument_list":
            return name, ()
        return name, [child for child in arguments.named_children if child.type not in ("comment", "keyword_argument")]
