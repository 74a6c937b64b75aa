"""PHP: the curl extension, Guzzle, streams and any other way to send an array, an object or a text."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar, Final

import tree_sitter_php
from tree_sitter import Node

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import Encoded, Items, Members, Scalar, Text, Value
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Source
from yespo_console.reading.source_code.languages.php_arrays import PhpArrays
from yespo_console.reading.source_code.languages.php_closures import unseen_within
from yespo_console.reading.source_code.languages.php_flags import makes_other_text, makes_other_values
from yespo_console.reading.source_code.languages.php_references import FILLING, References
from yespo_console.reading.source_code.languages.php_texts import PhpTexts
from yespo_console.reading.source_code.numbers import json_number
from yespo_console.reading.source_code.uses.use_kinds import LAST_WORD, doing_of
from yespo_console.reading.source_code.variables.blocks import WHOLE_TEXT, Block
from yespo_console.reading.source_code.variables.variable import Step
from yespo_console.reading.word_set import word_set

_NAMES: Final = ("variable_name", "member_access_expression")
_WORDS: Final = {"true": "true", "false": "false", "null": "null"}
_CHANGERS: Final = word_set(
    "array_pop array_shift array_unshift array_splice sort usort ksort rsort shuffle array_walk array_walk_recursive "
    "settype Arr::set Arr::forget Arr::pull"
)
#: Functions that set variables whose names are not told.
_NAMING: Final = frozenset(("extract", "parse_str", "eval"))
#: The line end between two arrays: to PHP the second would be an index, and no index has an arrow.
_NEXT_ARRAY: Final = re.compile(r"(?<=\])\n(?=\s*\[\s*['\"]?\w{1,100}['\"]?\s*=>)")
#: ``self::$name``.
_STATIC: Final = "scoped_property_access_expression"
#: In these nodes a bare name is a constant.
_HOLDERS: Final = ("argument", "binary_expression", "array_element_initializer", "assignment_expression")


class PhpReader(PhpArrays, PhpTexts):
    """Reads one PHP text, with or without ``<?php``."""

    source: Source = "php"
    grammar: ClassVar[Callable[[], object]] = staticmethod(tree_sitter_php.language_php)
    MAPS = frozenset(("array_creation_expression",))
    TEXTS = frozenset(("string", "encapsed_string", "heredoc", "nowdoc", "binary_expression"))
    CALLS = word_set(
        "function_call_expression member_call_expression scoped_call_expression nullsafe_member_call_expression "
        "object_creation_expression"
    )
    COMBINING = ("%", "+")
    MAKES_BY_MEMBERS = True
    TEXTS_CHANGE = True
    VISITED = word_set(
        "assignment_expression augmented_assignment_expression reference_assignment_expression update_expression "
        "unset_statement global_declaration by_ref list_literal foreach_statement simple_parameter "
        "property_promotion_parameter const_element property_element function_call_expression "
        "array_element_initializer variable_name dynamic_variable_name return_statement member_access_expression "
        "class_constant_access_expression member_call_expression scoped_call_expression "
        "scoped_property_access_expression include_expression include_once_expression require_expression "
        "require_once_expression goto_statement anonymous_function static_variable_declaration"
    )
    BLOCKS = word_set(
        "function_definition method_declaration anonymous_function arrow_function if_statement else_clause "
        "else_if_clause for_statement foreach_statement while_statement do_statement switch_statement "
        "try_statement catch_clause finally_clause conditional_expression match_expression "
        "match_conditional_expression match_default_expression binary_expression"
    )
    RUNS = word_set("case_statement default_statement declaration_list")
    SCOPES = word_set("function_definition method_declaration anonymous_function")

    def __init__(self, text: Traced, budget: Budget) -> None:
        super().__init__(text, budget)
        self._references = References()
        #: Where closures name variables that they do not know.
        self._unseen: set[int] = set()
        #: The variables that a function keeps for its next call.
        self._statics: list[Node] = []

    # -- variables

    def is_scope(self, node: Node) -> bool:
        return all(child.type != "anonymous_function_use_clause" for child in node.named_children)

    def is_sealed(self, name: str, _block: Block) -> bool:
        return name.startswith("$") and not name.startswith("$this->")

    def visit(self, node: Node) -> None:
        kind = node.type
        if kind in _NAMES:  # nearly always
            self.use(node)
        elif kind == "assignment_expression":
            self._assigned(node)
        elif kind == "augmented_assignment_expression":
            self.lose(node.child_by_field_name("left"), node)
        elif kind == "reference_assignment_expression":
            self.lose(node.child_by_field_name("left"), node)
            self.lose(node.child_by_field_name("right"), node)
        elif kind in ("update_expression", "unset_statement", "global_declaration", "by_ref") or kind == "list_literal":
            for child in node.named_children:
                self.lose(child, node)
        elif kind == "foreach_statement":
            self._gone_through(node)
        elif kind in ("simple_parameter", "property_promotion_parameter"):
            name = node.child_by_field_name("name")
            if name is not None:
                self.shadow(name)
            if node.child_by_field_name("reference_modifier") is not None and self._block.scope is not None:
                function = self._block.scope.child_by_field_name("name")
                self._references.declared.add("" if function is None else self.code.spelled(function))
        elif kind in ("const_element", "property_element"):
            self._declared(node)
        elif kind == "static_variable_declaration":
            self._declared_static(node)
        elif kind == "function_call_expression":
            self._called(node)
        elif kind in self.CALLS:
            called, arguments = self.call(node)
            if called.rpartition("\\")[2] in _CHANGERS and arguments:
                self.lose(arguments[0], node)
            self._references.called(self.called(node) or "", arguments)
        elif kind == "array_element_initializer":
            self._element(node)
        elif kind == "return_statement" and node.named_children:
            self.returned(node, node.named_children[0])
        elif kind.startswith(("include_", "require_")):
            self.variables.put_in.note(node.start_byte, self._block)
        elif kind in ("dynamic_variable_name", "goto_statement"):
            self.variables.lose_all()
        elif kind == "anonymous_function":
            self._unseen |= unseen_within(self.code, node, self.budget)
        else:
            self.use(node)

    def _gone_through(self, loop: Node) -> None:
        """A loop sets its variables, of which the last one holds the items."""
        child = loop.named_children[1]
        targets = child.named_children if child.type in ("pair", "list_literal") else [child]
        for target in targets:
            self.shadow_in_loop(target.named_children[0] if target.type == "by_ref" else target)
        self.share(targets[-1] if child.type == "pair" else child, loop.named_children[0])

    def _assigned(self, node: Node) -> None:
        target, value = node.child_by_field_name("left"), node.child_by_field_name("right")
        bare = target is not None and target.type == "subscript_expression" and target.named_child_count == 1
        if bare and target is not None and value is not None:  # $list[] = value
            self.append_to(target.named_children[0], (value,), node)
        else:
            self.set_variable(target, value, node)
            if target is not None and target.type in ("list_literal", "array_creation_expression"):
                self.share(target, value)

    def _declared(self, node: Node) -> None:
        """A constant or a property of a class."""
        children = node.named_children
        if len(children) == 2:
            name = self.code.spelled(children[0])
            self._targets.update((children[0].id, *(child.id for child in children[0].children)))
            if name.startswith("$"):
                self.change(f"$this->{name[1:]}", "set", node, children[1:], declared=True)
            else:
                self._block = WHOLE_TEXT  # known outside of its class too
                self.change(name, "set", node, children[1:], declared=True)

    def _declared_static(self, node: Node) -> None:
        """``static $name = value``, which is carried out before the first call of its function alone."""
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        self._statics.append(node)
        if name is not None:
            self.set_variable(name, value, node)

    def _lose_statics(self) -> None:
        """What a function keeps for its next call and changes is another one then, wherever in it that is done."""
        for node in self._statics:
            function = self.parent(node)
            while function is not None and function.type not in self.SCOPES:
                function = self.parent(function)
            end = (function or self.code.root).end_byte
            name = self.code.spelled(node.named_children[0])
            set_anew = any(node.end_byte <= each.start < end for each in self.variables.settings_of(name))
            if set_anew or self.variables.is_altered_within(name, node.end_byte, end):
                self.change(name, "lost", node.named_children[-1])  # behind where it is set

    def _element(self, node: Node) -> None:
        children = node.named_children
        pair = len(children) == 2 and children[1].type in self.MAPS
        if pair and self.code.spelled(children[0]).strip("'\"") == "auth":
            self.pairs.append(children[1])

    def _called(self, node: Node) -> None:
        name, arguments = self.call(node)
        if name == "array_push" and arguments:
            self.append_to(arguments[0], arguments[1:], node)
        elif name in FILLING:
            for argument in arguments[FILLING[name] :]:
                self.lose(argument, node)
        elif name in _CHANGERS and arguments:
            self.lose(arguments[0], node)
        elif name in _NAMING:
            self.variables.lose_all()
        elif name == "define" and len(arguments) == 2:
            constant = self.value(arguments[0])
            if isinstance(constant, Text):
                self.change(constant.traced.text, "set", node, arguments[1:])
        elif name == "compact":
            for argument in arguments:  # which name the variables that it puts in an array
                self.variables.used(f"${self.code.spelled(argument)[1:-1]}", argument, self._block)
        else:
            self.passed(None, arguments)  # ``array_map(function ($item) { .. }, $list)``
            self._references.called(self.called(node) or "", arguments)

    def _walk(self) -> None:
        super()._walk()
        self._lose_statics()
        known = {self.function_name(function) or "" for function in self.functions}
        for argument in self._references.may_be_set(known):
            variable = self.variable_name(argument)
            if variable is not None:
                self.variables.handed(variable, argument)

    def callbacks(self, _call: Node, arguments: Iterable[Node]) -> Iterator[Node]:
        """Functions are named by texts, too."""
        for argument in arguments:
            if argument.type in self.TEXTS or self.variable_name(argument) is not None:
                yield argument

    def variable_name(self, node: Node) -> str | None:
        if node.type == "variable_name":
            around = self.parent(node)
            named = around is not None and around.type == _STATIC
            return None if named else self.code.spelled(node)
        if node.type == _STATIC:  # of a class, and as good as its objects' own
            return f"$this->{self.code.spelled(node.named_children[-1]).lstrip('$')}"
        if node.type == "member_access_expression":
            target = node.child_by_field_name("object")
            if target is not None and self.code.spelled(target) == "$this":
                return self.code.spelled(node)
        of_all = node.type == "subscript_expression" and node.named_child_count == 2
        if of_all and self.code.spelled(node.named_children[0]) == "$GLOBALS":
            key = self.value(node.named_children[1])
            return f"${key.traced.text}" if isinstance(key, Text) else None
        if node.type == "class_constant_access_expression" and node.named_child_count == 2:
            return self.code.spelled(node.named_children[1])
        around = self.parent(node)
        if node.type == "name" and around is not None and around.type in _HOLDERS:
            return self.code.spelled(node)
        return None

    def step(self, node: Node) -> tuple[Node, Step | None] | None:
        if node.type == "member_access_expression":
            target, member = node.child_by_field_name("object"), node.child_by_field_name("name")
            named = member is not None and member.type == "name"
            return None if target is None else (target, Text(self.code.slice(member)) if member and named else None)
        if node.type == "subscript_expression":
            if node.named_child_count != 2:
                return node.named_children[0], None
            return node.named_children[0], self.step_by(node.named_children[1])
        return None

    # -- values

    def literal(self, node: Node) -> Value:
        kind = node.type
        if kind == "array_creation_expression":
            return self.array(node)
        if kind == "string":
            return self.quoted(node)
        if kind in ("encapsed_string", "heredoc", "nowdoc"):
            return self.interpolated(node)
        if kind in ("parenthesized_expression", "argument") and node.named_child_count == 1:
            return self.value(node.named_children[0])
        if kind == "cast_expression":
            value, cast = node.child_by_field_name("value"), node.child_by_field_name("type")
            to = "" if cast is None else self.code.spelled(cast).strip(" ()").lower()
            if value is None or to not in ("object", "array", "string"):
                return self.unknown(node)
            made = self.value(value)
            if to == "string":
                return self.as_text(node, made)
            if not isinstance(made, Items | Members):
                return self.unknown(node)
            return Members((), made.offset) if isinstance(made, Items) and not made.values else made
        if kind == "binary_expression":
            return self.sum_of(node, ".")
        if kind in self.CALLS:
            return self._call_value(node)
        name = self.variable_name(node)
        if name is not None and name.lower() not in _WORDS:
            return self.unknown(node) if node.id in self._unseen else self.variable(name, node)
        return self._scalar(node)

    def _scalar(self, node: Node) -> Value:
        spelled = self.code.spelled(node)
        json = _WORDS.get(spelled.lower())
        if json is None and node.type in ("integer", "float", "unary_op_expression"):
            json = json_number(spelled)
            if json is not None and spelled.endswith("."):
                json += ".0"
        return self.unknown(node) if json is None else Scalar(json, self.code.offset(node), len(spelled))

    def _call_value(self, node: Node) -> Value:
        name, arguments = self.call(node)
        name = name.lstrip("\\")
        if name in ("json_encode", "Json::encode", "wp_json_encode") and arguments:
            if makes_other_text(self, node):
                return self.unknown(node)
            return Encoded(self.value(arguments[0]), self.code.offset(node))
        if name == "stdClass":
            return Members((), self.code.offset(node))
        if name == "strval" and len(arguments) == 1:
            return self.as_text(node, self.value(arguments[0]))
        if name.endswith("::__set_state") and len(arguments) == 1:  # how ``var_export`` prints an object
            return self.value(arguments[0])
        return self.unknown(node)

    def changes_arguments(self, call: Node) -> bool:
        makes_json = doing_of(LAST_WORD.sub("", self.call(call)[0])) == "encodes"
        return makes_json and makes_other_values(self, call)

    # -- names

    def names(self, node: Node) -> set[str]:
        found = set()
        for child in node.named_children:
            parts = child.named_children
            if child.type == "array_element_initializer" and len(parts) == 2:
                found.add(self.code.spelled(parts[0]).strip("'\""))
        return found

    def name_of(self, node: Node) -> str | None:
        around = self.parent(node)
        if around is None:
            return None
        if around.type == "argument":
            arguments_node = self.parent(around)
            call = None if arguments_node is None else self.parent(arguments_node)
            if call is not None and call.type in self.CALLS:
                name, arguments = self.call(call)
                if name == "curl_setopt" and len(arguments) == 3 and arguments[2].id == node.id:
                    return self.code.spelled(arguments[1])
            return None
        if around.type == "assignment_expression":
            left = around.child_by_field_name("left")
            if left is None or left.id == node.id:
                return None
            return (
                self.code.spelled(left)
                .rstrip("]'\"")
                .rpartition("'")[2]
                .rpartition('"')[2]
                .lstrip("$")
                .rpartition("->")[2]
            )
        children = around.named_children
        if around.type in ("array_element_initializer", "const_element", "property_element") and len(children) == 2:
            return self.code.spelled(children[0]).strip("'\"$") if children[1].id == node.id else None
        return None

    def method_on(self, node: Node) -> str | None:
        return self.asked_of(node, "member_call_expression", "object", "name")

    def call_parts(self, node: Node) -> tuple[str, Sequence[Node]]:
        function = node.child_by_field_name("function") or node.child_by_field_name("name")
        scope = node.child_by_field_name("scope")
        if node.type == "object_creation_expression" and node.named_children:
            function = node.named_children[0]
        name = self.spelled_name(function)
        if scope is not None:
            name = f"{self.code.spelled(scope)}::{name}"
        arguments = node.child_by_field_name("arguments")
        if arguments is None:
            arguments = next((child for child in node.named_children if child.type == "arguments"), None)
        if arguments is None:
            return name, ()
        return name, [
            child.named_children[-1]
            for child in arguments.named_children
            if child.type == "argument" and child.named_children
        ]


class PhpFragmentReader(PhpReader):
    """Reads PHP without ``<?php``, as it is copied out of the middle of a file."""

    grammar: ClassVar[Callable[[], object]] = staticmethod(tree_sitter_php.language_php_only)


def php_reader(text: Traced, budget: Budget) -> PhpReader:
    """The reader that fits: a whole file or a fragment; arrays one below the other are statements of their own."""
    reader = (PhpReader if "<?" in text.text else PhpFragmentReader)(text, budget)
    if not reader.code.root.has_error or _NEXT_ARRAY.search(text.text) is None:
        return reader
    parted = _NEXT_ARRAY.sub(lambda end: "\n" if reader.code.is_in_text(end.start()) else ";", text.text)
    return type(reader)(text.respelled(parted), budget)
