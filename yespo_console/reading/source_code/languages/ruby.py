"""Ruby: Net::HTTP, Faraday, HTTParty and any other way to send a hash or a text."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar, Final

import tree_sitter_ruby
from tree_sitter import Node

from yespo_console.reading import escapes
from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import unescape
from yespo_console.reading.literals import Encoded, Scalar, Text, Value
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Source
from yespo_console.reading.source_code.languages.heredocs import Margin, content_of, margin_of_ruby, without_margin
from yespo_console.reading.source_code.numbers import json_number
from yespo_console.reading.source_code.shared_literals import Pair, SharedLiterals
from yespo_console.reading.source_code.uses.functions_in_code import FunctionsInCode
from yespo_console.reading.source_code.uses.use_kinds import ENDS, doing_of
from yespo_console.reading.source_code.variables.blocks import Block
from yespo_console.reading.source_code.variables.second_names import SecondName
from yespo_console.reading.source_code.variables.variable import Change, Step
from yespo_console.reading.word_set import word_set

_NAMES: Final = ("identifier", "instance_variable", "constant")
_WORDS: Final = {"true": "true", "false": "false", "nil": "null"}
_CHANGERS: Final = word_set(
    "merge! update store delete concat unshift insert pop shift clear replace map! compact! reject! select! "
    "transform_values! deep_merge! gsub! sub! send __send__ public_send []= instance_variable_set"
)
#: Methods without arguments that give an item, or all of them, and no member of that name.
_GIVING: Final = word_set(
    "first last dup clone itself freeze values to_a to_h compact flatten reverse sort min max pop shift"
)
#: Ways to set variables whose names are not told.
_NAMING: Final = word_set(
    "local_variable_get local_variable_set eval instance_eval binding instance_variable_get instance_variables"
)
#: What picks some of the members of an object that is made JSON, or adds to them.
_PICKING: Final = frozenset(("only", "except", "include", "methods", "root"))
_WHITE: Final = " \t\n\v\f\r"
#: How a here-document begins; one in backquotes is a command.
_HEREDOC: Final = re.compile(r"<<(?P<kind>[~-]?)(?P<quote>['\"]?)(?P<tag>[^'\"`]+)(?P=quote)")
_GENERATE: Final = ("JSON.generate", "JSON.dump", "JSON.pretty_generate", "Oj.dump", "MultiJson.dump")


class RubyReader(SharedLiterals):
    """Reads one Ruby text."""

    source: Source = "ruby"
    grammar: ClassVar[Callable[[], object]] = staticmethod(tree_sitter_ruby.language)
    MAPS = frozenset(("hash", "argument_list"))
    TEXTS = frozenset(("string", "chained_string", "binary", "heredoc_beginning"))
    SHARES = True
    CALLS = frozenset(("call",))
    TEXTS_CHANGE = True
    ENDS_GIVE = True
    VISITED = word_set(
        "assignment operator_assignment left_assignment_list method_parameters block_parameters lambda_parameters "
        "binary call heredoc_beginning heredoc_body identifier instance_variable class_variable global_variable "
        "constant for return method super"
    )
    BLOCKS = word_set(
        "method singleton_method block do_block lambda if unless elsif while until for case when case_match in_clause "
        "rescue conditional if_modifier unless_modifier while_modifier until_modifier rescue_modifier binary"
    )
    RUNS = word_set("body_statement block_body begin else ensure")
    SCOPES = word_set("method singleton_method class module singleton_class")

    def __init__(self, text: Traced, budget: Budget) -> None:
        super().__init__(text, budget)
        #: The name of each method, and the statement that it ends with.
        self._endings: dict[int, tuple[str, int]] = {}
        self._heredocs: list[Node] = []
        self._bare: list[Node] = []
        self._bodies: list[Node] = []
        self._body_of: dict[int, Node] | None = None

    # -- variables

    def is_sealed(self, name: str, _block: Block) -> bool:
        return name[:1].islower() or name.startswith("_")

    def visit(self, node: Node) -> None:
        kind = node.type
        if kind in _NAMES:  # nearly always
            self.use(node)
        elif kind == "assignment":
            self.set_variable(node.child_by_field_name("left"), node.child_by_field_name("right"), node)
        elif kind == "operator_assignment":
            self.lose(node.child_by_field_name("left"), node)
        elif kind == "for":
            pattern = node.child_by_field_name("pattern")
            if pattern is not None:
                self.shadow_in_loop(pattern)
            self.share(pattern, node.child_by_field_name("value"))
        elif kind == "return":
            self._returned(node)
        elif kind == "method":
            self._defined(node)
        elif kind == "left_assignment_list":
            around = self.parent(node)
            self.share(node, None if around is None else around.child_by_field_name("right"))
            for child in node.named_children:
                self.lose(child, node)
        elif kind in ("method_parameters", "block_parameters", "lambda_parameters"):
            for child in node.named_children:
                self.shadow(child.child_by_field_name("name") or child)
        elif kind == "binary":
            operator, right = node.child_by_field_name("operator"), node.child_by_field_name("right")
            if operator is not None and operator.type == "<<" and right is not None:
                self.append_to(node.child_by_field_name("left"), (right,), node)
        elif kind == "call":
            self._called(node)
        elif kind == "heredoc_beginning":
            self._heredocs.append(node)
        elif kind == "heredoc_body":
            self._bodies.append(node)
        elif kind == "super":
            self._bare.append(node)
        else:
            self.use(node)

    def _defined(self, node: Node) -> None:
        """What a method ends with is what it gives; without arguments it is called as a variable is named."""
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is not None:
            self._targets.add(name.id)
        if name is None or body is None or not body.named_children:
            return
        last = body.named_children[-1]
        self._endings[node.id] = self.code.spelled(name), last.id
        if last.type == "return" and last.named_children:
            last = last.named_children[0]
        while last.type == "argument_list" and last.named_child_count == 1:
            last = last.named_children[0]
        for called in (self.code.spelled(name), f"{self.code.spelled(name)}()"):
            self.change(called, "set", last, (last,), declared=True)

    def _returned(self, node: Node) -> None:
        if node.named_children:
            self.returned(node, node.named_children[0])
        name, last = self._endings.get(self._block.scope_id, (None, node.id))
        if last != node.id:
            self.change(name, "lost", node)  # it may give this, or what it ends with

    def _called(self, node: Node) -> None:
        target, method = node.child_by_field_name("receiver"), node.child_by_field_name("method")
        called = "" if method is None else self.code.spelled(method)
        if called in _NAMING:
            self.variables.lose_all()
        if target is None:
            return
        if called in ("push", "append"):
            self.append_to(target, self.call(node)[1], node)
        elif called in _CHANGERS or called.endswith("!"):
            self.lose(target, node)
        block = node.child_by_field_name("block")
        if block is not None:
            self.share(block.child_by_field_name("parameters"), target)  # ``list.each { |item| .. }``
            for name in self.names_in(target):
                for item in ("it", "_1"):
                    self.variables.seconds.add(SecondName(item, (), name, (None,)))

    def callbacks(self, call: Node, arguments: Iterable[Node]) -> Iterator[Node]:
        """``&method(:name)`` and ``&:name`` stand behind the other arguments."""
        yield from super().callbacks(call, arguments)
        given = call.child_by_field_name("arguments")
        if given is not None:
            yield from [child for child in given.named_children if child.type == "block_argument"]

    def _walk(self) -> None:
        super()._walk()
        functions = FunctionsInCode(self)
        for call in self.calls:
            name = self.called(call) or ""
            unknown = doing_of(name) == "unknown" and not functions.named(name)
            if unknown and call.child_by_field_name("receiver") is None and functions.is_for_its_effect(call):
                for argument in self.call(call)[1]:  # a text of Ruby may be changed by whoever is given it
                    variable = self.variable_name(argument)
                    if variable is not None:
                        self.variables.handed(variable, call)

    def bare_calls(self) -> Iterator[tuple[Node, str]]:
        """``fill_in`` alone in a line, and ``super``; calls without a receiver are the object's too."""
        for node in self._bare:
            yield node, "super_of_it"
        for node in self.variables.uses_of_unset():
            around = self.parent(node)
            if node.type == "identifier" and around is not None and (around.type in ENDS or around.type == "program"):
                yield node, self.code.spelled(node)
        for call in self.calls:
            if call.child_by_field_name("receiver") is None:
                yield call, self.call(call)[0]

    def is_of_all(self, name: str, _setting: Change) -> bool:
        """A variable of Ruby whose name begins so is one of the whole program."""
        return name.startswith("$")

    def variable_name(self, node: Node) -> str | None:
        if node.type in ("identifier", "instance_variable", "class_variable", "global_variable", "constant"):
            around = self.parent(node)
            if around is not None and around.type == "call":
                method = around.child_by_field_name("method")
                if method is not None and method.id == node.id:
                    return None
            return self.code.spelled(node)
        if node.type == "hash_key_symbol":
            around = self.parent(node)
            shorthand = around is None or around.child_by_field_name("value") is None
            return self.code.spelled(node) if shorthand else None
        return None

    def step(self, node: Node) -> tuple[Node, Step | None] | None:
        plain = node.type == "call" and node.child_by_field_name("block") is None
        if plain and node.child_by_field_name("arguments") is None:
            target, method = node.child_by_field_name("receiver"), node.child_by_field_name("method")
            if target is None or method is None:
                return None
            return target, None if self.code.spelled(method) in _GIVING else Text(self.code.slice(method))
        if node.type == "element_reference":
            target = node.child_by_field_name("object")
            index = node.named_children[1] if node.named_child_count == 2 else None
            return None if target is None else (target, self.step_by(index))
        return None

    # -- values

    def literal(self, node: Node) -> Value:
        kind = node.type
        if kind in self.MAPS:
            return self.members_of(node, self._pairs)
        if kind in ("array", "string_array", "symbol_array"):
            return self.items_of(node)
        if kind in ("bare_string", "bare_symbol"):
            return Text(self.code.slice(node)) if node.named_child_count == 1 else self.unknown(node)
        if kind == "string":
            return self._string(node)
        if kind == "chained_string":
            return self.glued([self.text_in(child) for child in node.named_children], node)
        if kind == "heredoc_beginning":
            return self._heredoc(node)
        if kind == "simple_symbol":
            return Text(self.code.slice(node).slice(1))
        if kind == "parenthesized_statements" and node.named_child_count == 1:
            return self.value(node.named_children[0])
        if kind == "binary":
            return self.sum_of(node, "+")
        if kind == "call":
            return self._call_value(node)
        name = self.variable_name(node)
        return self._scalar(node) if name is None else self.variable(name, node)

    def _scalar(self, node: Node) -> Value:
        spelled = self.code.spelled(node)
        json = _WORDS.get(spelled)
        if json is None and node.type in ("integer", "float", "unary"):
            json = json_number(spelled)
        return self.unknown(node) if json is None else Scalar(json, self.code.offset(node), len(spelled))

    def _string(self, node: Node) -> Value:
        opening, closing = node.children[0], node.children[-1]
        if len(node.children) < 2:
            return self.unknown(node)
        spelled = self.code.spelled(opening)
        raw = spelled == "'" or spelled.startswith("%q")
        return self._content(node, self.code.end(opening), self.code.start(closing), raw)

    def _heredoc(self, node: Node) -> Value:
        body = self._body(node)
        end_mark = None if body is None else body.named_children[-1]
        sign = _HEREDOC.match(self.code.spelled(node))
        if body is None or end_mark is None or sign is None or sign["tag"] != self.code.spelled(end_mark):
            return self.unknown(node)
        raw, is_raw = self.code.text.text, sign["quote"] == "'"
        content = content_of(raw, self.code.start(body), self.code.start(end_mark))
        holes = [child for child in body.named_children if child.type == "interpolation"]
        margin = margin_of_ruby(raw, content, is_raw=is_raw) if sign["kind"] == "~" else Margin()
        if margin is None or (margin.columns and any(hole.start_point.row != hole.end_point.row for hole in holes)):
            return self.unreadable(node)
        if is_raw:
            return Text(without_margin(self.code.text, *content, margin))
        return self.text_with_holes(
            body,
            *content,
            holes,
            lambda start, end: unescape(without_margin(self.code.text, start, end, margin), escapes.RUBY_DOUBLE),
        )

    def _body(self, node: Node) -> Node | None:
        """The body that belongs to the beginning of a heredoc: they come in the same order."""
        if self._body_of is None:
            pairs = zip(self._heredocs, self._bodies, strict=False)
            self._body_of = {beginning.id: body for beginning, body in pairs if body.named_children}
        return self._body_of.get(node.id)

    def spelled_text(self, node: Node) -> str:
        body = self._body(node) if node.type == "heredoc_beginning" else None
        return self.code.spelled(node if body is None else body)

    def _content(self, node: Node, start: int, end: int, raw: bool) -> Value:
        dialect = escapes.SINGLE_QUOTED if raw else escapes.RUBY_DOUBLE
        holes = [child for child in node.named_children if child.type == "interpolation"]
        return self.text_with_holes(
            node, start, end, holes, lambda start, end: unescape(self.code.text, dialect, start, end)
        )

    def _pairs(self, child: Node) -> Sequence[Pair] | None:
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        if child.type != "pair" or key is None or value is None:
            around = self.parent(child)  # a hash without braces stands behind the other arguments of a call
            return () if around is not None and around.type == "argument_list" else None
        name = Text(self.code.slice(key)) if key.type == "hash_key_symbol" else self.value(key)
        return ((name, self.value(value)),) if isinstance(name, Text) else None

    def _call_value(self, node: Node) -> Value:
        name, arguments = self.call(node)
        if name in _GENERATE and len(arguments) == 1:
            return Encoded(self.value(arguments[0]), self.code.offset(node))
        target, method = node.child_by_field_name("receiver"), node.child_by_field_name("method")
        if target is not None and method is not None:
            called = self.code.spelled(method)
            if called == "to_json" and not arguments:
                return Encoded(self.value(target), self.code.offset(node))
            if called == "to_s" and not arguments:
                return self.as_text(node, self.value(target))
            if called in ("freeze", "dup", "strip", "chomp") and not arguments:
                return _left_by(called, self.value(target))
        return self.unknown(node)

    def changes_arguments(self, call: Node) -> bool:
        """``to_json(only: ..)`` leaves members out."""
        given = call.child_by_field_name("arguments")
        if given is None or not self.call(call)[0].endswith(("to_json", "as_json")):
            return False
        return not _PICKING.isdisjoint(self.names(given))

    # -- names

    def names(self, node: Node) -> set[str]:
        keys = [child.child_by_field_name("key") for child in node.named_children if child.type == "pair"]
        return {self.code.spelled(key).strip(":'\"") for key in keys if key is not None}

    def name_of(self, node: Node) -> str | None:
        around = self.parent(node)
        if around is None or around.type not in ("pair", "assignment"):
            return None
        named = around.child_by_field_name("key") or around.child_by_field_name("left")
        if named is None or named.id == node.id:
            return None
        return (
            self.code.spelled(named).rstrip("]").strip(":@'\"").rpartition("'")[2].rpartition('"')[2].rpartition(".")[2]
        )

    def method_on(self, node: Node) -> str | None:
        return self.asked_of(node, "call", "receiver", "method")

    def call_parts(self, node: Node) -> tuple[str, Sequence[Node]]:
        target, method = node.child_by_field_name("receiver"), node.child_by_field_name("method")
        name = self.code.spelled(method) if method is not None else ""
        if target is not None and target.end_byte - target.start_byte < 80:
            name = f"{self.code.spelled(target)}.{name}"
        arguments = node.child_by_field_name("arguments")
        if arguments is None:
            return name, ()
        return name, [
            child for child in arguments.named_children if child.type not in ("comment", "pair", "block_argument")
        ]


def _left_by(called: str, value: Value) -> Value:
    """What a method leaves of a text: ``strip`` takes white space of ASCII, ``chomp`` one line end."""
    if not isinstance(value, Text):
        return value
    text = value.traced.text
    if called == "strip":
        start = len(text) - len(text.lstrip(_WHITE))
        return Text(value.traced.slice(start, max(start, len(text.rstrip(f"{_WHITE}\0")))))
    if called == "chomp":
        return Text(value.traced.slice(0, len(text) - (text.endswith(("\n", "\r")) + text.endswith("\r\n"))))
    return value
