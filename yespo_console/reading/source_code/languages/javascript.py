"""JavaScript: fetch, axios, XMLHttpRequest, jQuery and any other way to send an object or a text."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

import tree_sitter_javascript
from tree_sitter import Node

from yespo_console.reading import escapes
from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import unescape
from yespo_console.reading.literals import Encoded, Scalar, Text, Value
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Source
from yespo_console.reading.source_code.node_kinds import TAG_LETTER
from yespo_console.reading.source_code.numbers import WHOLE, double_precision, json_number, spelled_out
from yespo_console.reading.source_code.shared_literals import Pair, SharedLiterals
from yespo_console.reading.source_code.variables.variable import Change, How, Step
from yespo_console.reading.word_set import word_set

_NAMES: Final = ("identifier", "member_expression")
_FUNCTIONS: Final = word_set(
    "function_declaration function_expression arrow_function method_definition generator_function "
    "generator_function_declaration"
)
#: Methods that change what they are called on.
_CHANGERS: Final = frozenset(("unshift", "splice", "pop", "shift", "sort", "reverse", "fill", "copyWithin"))
#: Methods that put their arguments into what they are called on.
_KEEPERS: Final = frozenset(("set", "add", "unshift"))
#: With this a preview of a browser leaves out the other members; to the grammar it is a name.
_LEFT_OUT: Final = "…"
#: Where variables of the whole page or program are members.
_GLOBALS: Final = ("window", "globalThis", "self", "global")
_MEMBERS_OF_ALL: Final = tuple(f"{name}." for name in _GLOBALS)
#: The one tag of a template that is known: it keeps backslashes as they are.
_RAW: Final = "String.raw"
#: Methods that hand each item of what they are called on to a function.
_GOING_THROUGH: Final = word_set(
    "forEach map flatMap filter find findIndex findLast some every reduce reduceRight sort"
)
#: What no text of JavaScript holds.
_ODD: Final = ("\\(", TAG_LETTER)
#: Names that take a value apart.
_PATTERNS: Final = ("object_pattern", "array_pattern")
#: ``!0`` and ``!1`` are what minifiers make of the words.
_WORDS: Final = {"true": "true", "false": "false", "null": "null", "!0": "true", "!1": "false"}


class JavaScriptReader(SharedLiterals):
    """Reads one JavaScript text; TypeScript's types make it faulty (see ``typescript``)."""

    source: Source = "javascript"
    grammar: ClassVar[Callable[[], object]] = staticmethod(tree_sitter_javascript.language)
    MAPS = frozenset(("object",))
    TEXTS = frozenset(("string", "template_string", "binary_expression"))
    SHARES = True
    CALLS = frozenset(("call_expression", "new_expression"))
    VISITED = word_set(
        "import_specifier import_clause namespace_import variable_declarator assignment_expression "
        "augmented_assignment_expression for_in_statement update_expression unary_expression "
        "field_definition formal_parameters catch_clause object_pattern array_pattern "
        "arrow_function call_expression with_statement binary_expression identifier "
        "shorthand_property_identifier member_expression pair return_statement yield_expression"
    )
    BLOCKS = _FUNCTIONS | word_set(
        "if_statement else_clause for_statement for_in_statement while_statement do_statement "
        "try_statement catch_clause ternary_expression binary_expression"
    )
    RUNS = word_set("statement_block switch_case switch_default class_body class_static_block")
    SCOPES = _FUNCTIONS

    def __init__(self, text: Traced, budget: Budget) -> None:
        super().__init__(text, budget)
        self._may_be_odd = any(sign in text.text for sign in _ODD)

    def kind(self, candidates: Sequence[tuple[Node, Value]]) -> Source:
        if candidates and self._fetches:
            return "fetch"
        return self.source

    _fetches = False

    # -- variables

    def visit(self, node: Node) -> None:
        kind = node.type
        if kind in _NAMES:  # nearly always
            self.use(node)
        elif kind == "variable_declarator":
            name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
            if name is not None and name.type in _PATTERNS:
                self.share(name, value)
            elif value is not None:
                around = self.parent(node)
                constant = around is not None and around.children[0].type == "const"
                self.set_variable(name, value, node, declared=constant)  # before that it cannot be used
        elif kind == "assignment_expression":
            self.set_variable(node.child_by_field_name("left"), node.child_by_field_name("right"), node)
        elif kind == "augmented_assignment_expression":
            self.lose(node.child_by_field_name("left"), node)
            self.share(node.child_by_field_name("left"), node.child_by_field_name("right"))
        elif kind == "for_in_statement":
            left = node.child_by_field_name("left")
            if left is not None and left.type not in _PATTERNS:
                self.shadow_in_loop(left)
            self.share(left, node.child_by_field_name("right"))
        elif kind == "update_expression" or (kind == "unary_expression" and node.children[0].type == "delete"):
            self.lose(node.child_by_field_name("argument"), node)
        elif kind in ("formal_parameters", "catch_clause", "object_pattern", "array_pattern"):
            self._shadow_names(node)
        elif kind in ("field_definition", "public_field_definition"):
            self._field(node)
        elif kind in ("import_specifier", "import_clause", "namespace_import"):
            for child in node.named_children:
                self.lose(child, node)
        elif kind == "arrow_function":
            parameter = node.child_by_field_name("parameter")
            if parameter is not None:
                self.shadow(parameter)
            given = node.child_by_field_name("body")
            if given is not None and given.type != "statement_block":
                self.returned(given, self.map_in(given), node)
        elif kind == "call_expression":
            self._called(node)
        elif kind == "pair" or kind == "shorthand_property_identifier":
            self._in_object(node)
        elif kind in ("return_statement", "yield_expression") and node.named_children:
            self.returned(node, node.named_children[0])
        elif kind == "with_statement":
            self.lose(node.child_by_field_name("object"), node)
        elif kind == "binary_expression":
            operator = node.child_by_field_name("operator")
            if operator is not None and operator.type == "<<":  # that of Ruby, which looks so much alike
                self.lose(node.child_by_field_name("left"), node)
        else:
            self.use(node)

    def is_of_all(self, name: str, _setting: Change) -> bool:
        """``window.event`` is known to every function of a page."""
        return name.startswith(_MEMBERS_OF_ALL)

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
        """``window.event`` is ``event`` too, but for ``window.event = event``."""
        super().change(name, how, node, values, path, declared=declared)
        if name is not None and name.startswith(_MEMBERS_OF_ALL):
            alone = name.partition(".")[2]
            if not any(self.variable_name(value) == alone for value in values):
                super().change(alone, "lost", node)

    def _in_object(self, node: Node) -> None:
        """A member of an object, which the methods of that know as one of ``this``."""
        self.use(node)
        key = node.child_by_field_name("key") or node
        value = node.child_by_field_name("value") or node
        if self.variable_name(value) is not None:
            self.hold(f"this.{self.code.spelled(key)}", (), value)

    def _shadow_names(self, node: Node) -> None:
        for child in node.named_children:
            default = child.child_by_field_name("value")
            child = child.child_by_field_name("pattern") or child
            if child.type == "assignment_pattern":
                default = child.child_by_field_name("right")
                child = child.child_by_field_name("left") or child
            if default is not None:
                self.share(child, default)
            if child.type == "shorthand_property_identifier_pattern":
                self.change(self.code.spelled(child), "shadow", child)
            else:
                self.shadow(child)

    def _field(self, node: Node) -> None:
        """A field of a class, which its methods know as one of ``this``."""
        name = node.child_by_field_name("property") or node.child_by_field_name("name")
        value = node.child_by_field_name("value")
        if name is not None and value is not None:
            self.change(f"this.{self.code.spelled(name)}", "set", node, (value,), declared=True)

    def _called(self, node: Node) -> None:
        name, arguments = self.call(node)
        if name == "fetch" or name.endswith(".fetch"):
            self._fetches = True
        function = node.child_by_field_name("function")
        target = function.child_by_field_name("object") if function is not None else None
        method = name.rpartition(".")[2]
        template = node.child_by_field_name("arguments")
        if template is not None and template.type == "template_string":
            self._handed_on(template, node)  # to the function that is its tag
        if method in _GOING_THROUGH and arguments and arguments[0].type not in _FUNCTIONS:
            self._handed_on(target, node)
        if name in ("Reflect.apply", "Reflect.construct"):
            for argument in arguments[1:]:
                self._handed_on(argument, node)
        self.passed(target, arguments)  # ``list.forEach(item => ..)``
        if name in ("eval", "Function"):
            self.variables.lose_all()
        if method == "push":
            if any(each.type == "spread_element" for each in arguments):
                self.lose(target, node)
            else:
                self.append_to(target, arguments, node)
        elif method in _CHANGERS:
            self.lose_members(target, node)
        elif method in ("assign", "merge", "extend", "defaults", "set") and arguments:
            self.lose(arguments[0], node)
        if method == "set" and len(arguments) > 1:
            self.lose_members(target, node)
        if method in _KEEPERS and target is not None:
            keeper, path = self.place(target)
            for argument in arguments if keeper is not None else ():
                self.hold(keeper or "", (*self.variables.keys(path), None), argument)

    def _handed_on(self, holder: Node | None, call: Node) -> None:
        """The variables in ``holder`` go to a function of which we only know the name."""
        for name in self.names_in(holder) if holder is not None else ():
            self.variables.handed(name, call)

    def variable_name(self, node: Node) -> str | None:
        if node.type in ("identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"):
            return self.code.spelled(node)
        if node.type == "member_expression":
            target = node.child_by_field_name("object")
            if target is not None and (target.type == "this" or self.code.spelled(target) in _GLOBALS):
                return self.code.spelled(node)
        if node.type == "subscript_expression":
            target, index = node.child_by_field_name("object"), node.child_by_field_name("index")
            if target is not None and index is not None and self.code.spelled(target) in _GLOBALS:
                key = self.value(index)
                return f"{self.code.spelled(target)}.{key.traced.text}" if isinstance(key, Text) else None
        return None

    def step(self, node: Node) -> tuple[Node, Step | None] | None:
        target = node.child_by_field_name("object")
        if target is None:
            return None
        if node.type == "member_expression":
            member = node.child_by_field_name("property")
            return target, None if member is None else Text(self.code.slice(member))
        if node.type == "subscript_expression":
            return target, self.step_by(node.child_by_field_name("index"))
        return None

    # -- values

    def literal(self, node: Node) -> Value:
        kind = node.type
        if kind == "object":
            return self.members_of(node, self._pairs)
        if kind == "array":
            return self.items_of(node, holes=True)
        if kind == "string":
            return self._quoted(node)
        if kind == "template_string":
            return self._template(node)
        if kind == "parenthesized_expression" and node.named_child_count == 1:
            return self.value(node.named_children[0])
        if kind in ("identifier", "shorthand_property_identifier", "member_expression"):
            name = self.variable_name(node)
            return self.unknown(node) if name is None else self.variable(name, node)
        if kind == "binary_expression":
            return self.sum_of(node, "+")
        if kind in ("call_expression", "new_expression"):
            return self._call_value(node)
        return self._scalar(node)

    def _scalar(self, node: Node) -> Value:
        spelled = self.code.spelled(node)
        if spelled.endswith("n") and node.type in ("number", "unary_expression"):  # ``JSON.stringify`` refuses 10n
            return self.unreadable(node)
        json = _WORDS.get(spelled)
        if json is None and node.type in ("number", "unary_expression"):
            json = json_number(spelled)
            json = None if json is None else double_precision(json)
        return self.unknown(node) if json is None else Scalar(json, self.code.offset(node), len(spelled))

    def _quoted(self, node: Node) -> Value:
        if self._is_odd(node):
            return self.unreadable(node)
        return self.text_with_holes(node, self.code.start(node) + 1, self.code.end(node) - 1, (), self._unescaped)

    def _template(self, node: Node) -> Value:
        decode = self._in_template
        around = self.parent(node)
        if around is not None and around.type == "call_expression":  # a tag: a function that makes something of it
            if self.call(around)[0] != _RAW:
                return self.unreadable(node)
            decode = self._with_line_feeds
        if self._is_odd(node):
            return self.unreadable(node)
        holes = [child for child in node.named_children if child.type == "template_substitution"]
        start, end = self.code.start(node) + 1, self.code.end(node) - 1
        return self.text_with_holes(node, start, end, holes, decode)

    def _is_odd(self, node: Node) -> bool:
        """Whether a text holds what only looks like a part of it: a tag that became a name, or ``\\(`` of Swift."""
        return self._may_be_odd and any(sign in self.code.spelled(node) for sign in _ODD)

    def _unescaped(self, start: int, end: int) -> Traced:
        return unescape(self.code.text, escapes.JAVASCRIPT, start, end)

    def _in_template(self, start: int, end: int) -> Traced:
        return unescape(self._with_line_feeds(start, end), escapes.JAVASCRIPT)

    def _with_line_feeds(self, start: int, end: int) -> Traced:
        return unescape(self.code.text, escapes.LINE_BREAKS, start, end)

    def _pairs(self, child: Node) -> Sequence[Pair] | None:
        if child.type == "pair":
            key, value = self._key(child), child.child_by_field_name("value")
            if key is None or value is None:
                return None
            if self.code.spelled(value) in ("undefined", "void 0"):  # JSON.stringify leaves such a member out
                return ((key, None),)
            if key.traced.text == "__proto__" and not self.code.spelled(child).startswith("["):  # no member at all
                return ()
            return ((key, self.value(value)),)
        if child.type == "shorthand_property_identifier" and self.code.spelled(child) != _LEFT_OUT:
            return ((Text(self.code.slice(child)), self.value(child)),)
        return None

    def _key(self, pair: Node) -> Text | None:
        key = pair.child_by_field_name("key")
        if key is None:
            return None
        if key.type == "property_identifier":
            return Text(self.code.slice(key))
        if key.type == "number":  # 0x10 is called 16
            return self._digits(key)
        if key.type == "computed_property_name":
            key = key.named_children[0]
        value = self.value(key)
        return value if isinstance(value, Text) else None

    def _digits(self, node: Node) -> Text | None:
        """What a whole number is called as a name, however it is spelled; None for any other."""
        if WHOLE.fullmatch(spelled := self.code.spelled(node)):
            return Text(self.code.slice(node))
        number = Scalar(json_number(spelled) or "", self.code.offset(node), len(spelled))
        return spelled_out(number, self.code.text.original) if WHOLE.fullmatch(number.json) else None

    def _call_value(self, node: Node) -> Value:
        name, arguments = self.call(node)
        if name == _RAW and node.named_children[-1].type == "template_string":
            return self.value(node.named_children[-1])
        if name in ("JSON.stringify", "angular.toJson") and arguments:
            if self.changes_arguments(node):
                return self.unknown(node)
            return Encoded(self.value(arguments[0]), self.code.offset(node))
        if name == "String" and len(arguments) == 1 and node.type == "call_expression":
            return self.as_text(node, self.value(arguments[0]))
        if name == "Object.freeze" and len(arguments) == 1:
            return self.value(arguments[0])
        return self.unknown(node)

    def changes_arguments(self, call: Node) -> bool:
        """The second argument of ``JSON.stringify`` picks or changes members, unless it is null."""
        name, arguments = self.call(call)
        picks = name == "JSON.stringify" and len(arguments) > 1
        return picks and self.code.spelled(arguments[1]) not in ("null", "undefined")

    # -- names

    def names(self, node: Node) -> set[str]:
        found = set()
        for child in node.named_children:
            if child.type == "pair":
                key = child.child_by_field_name("key")
                if key is not None:
                    found.add(self.code.spelled(key).strip("[]'\"`"))
            elif child.type == "shorthand_property_identifier":
                found.add(self.code.spelled(child))
        return found

    def name_of(self, node: Node) -> str | None:
        around = self.parent(node)
        if around is None or around.type not in ("pair", "variable_declarator", "assignment_expression"):
            return None
        for field in ("key", "name", "left"):
            named = around.child_by_field_name(field)
            if named is not None:
                return None if named.id == node.id else self.code.spelled(named).strip("'\"`").rpartition(".")[2]
        return None

    def method_on(self, node: Node) -> str | None:
        return self.asked_of(node, "member_expression", "object", "property")

    def call_parts(self, node: Node) -> tuple[str, Sequence[Node]]:
        function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        arguments = node.child_by_field_name("arguments")
        name = self.spelled_name(function)
        if arguments is None or arguments.type != "arguments":
            return name, ()
        return name, [child for child in arguments.named_children if child.type != "comment"]
