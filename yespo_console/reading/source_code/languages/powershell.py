"""PowerShell: Invoke-WebRequest, Invoke-RestMethod and what prepares their body, as browsers and people write it."""

import re
from collections.abc import Callable, Sequence
from typing import ClassVar, Final

import tree_sitter_powershell
from tree_sitter import Node

from yespo_console.reading import escapes
from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import Dialect, unescape
from yespo_console.reading.literals import Items, Members, Scalar, Text, Unknown, Value
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Source
from yespo_console.reading.source_code.code_reader import CodeReader
from yespo_console.reading.source_code.languages.powershell_functions import PowerShellFunctions
from yespo_console.reading.source_code.languages.powershell_pipes import (
    cut_to_depth,
    handed_on,
    inner_node,
    json_of,
    last_output,
    least_depth,
    parts_of,
    positional,
    set_by,
    variables_in,
    variables_in_words,
)
from yespo_console.reading.source_code.languages.powershell_quotes import without_hashes_in_texts
from yespo_console.reading.source_code.numbers import exact, json_number
from yespo_console.reading.source_code.variables.second_names import SecondName
from yespo_console.reading.source_code.variables.variable import Step
from yespo_console.reading.word_set import word_set

#: What may stand before the name of a variable, which is one and the same to us.
_SCOPE: Final = re.compile(r"^\$(?:global|script|local|private|using|variable):")
_WORDS: Final = {"$true": "true", "$false": "false", "$null": "null"}
#: Methods that leave what they are called on as it is.
_ASKING: Final = word_set(
    "tostring gettype contains containskey containsvalue getenumerator clone equals indexof trim trimend trimstart "
    "split substring startswith endswith tolower toupper getbytes where"
)
#: Methods that leave their arguments as they are.
_TAKING: Final = re.compile(
    r"get|set_item|serialize|write|send|post|put|upload|download|is|escape|unescape|add|tostring"
)
#: Members that give an object in another form.
_WAYS_IN: Final = ("psobject", "psbase")
_KEEPING_CASTS: Final = ("ordered", "pscustomobject", "psobject", "hashtable", "array", "object[]")


class PowerShellReader(PowerShellFunctions, CodeReader):
    """Reads one PowerShell text."""

    source: Source = "powershell"
    grammar: ClassVar[Callable[[], object]] = staticmethod(tree_sitter_powershell.language)
    MAPS = frozenset(("hash_literal_expression",))
    TEXTS = word_set("string_literal additive_expression format_expression generic_token invokation_expression")
    CALLS = frozenset(("command", "invokation_expression"))
    VISITED = word_set(
        "pipeline_chain assignment_expression foreach_statement script_parameter invokation_expression "
        "pre_increment_expression post_increment_expression post_decrement_expression variable command "
        "function_statement flow_control_statement cast_expression"
    )
    COMBINING = ("%", "-f", "+")
    BLOCKS = word_set(
        "if_statement elseif_clause else_clause for_statement foreach_statement while_statement do_statement "
        "switch_statement switch_clause function_statement class_method_definition script_block_expression "
        "parenthesized_expression sub_expression try_statement catch_clause trap_statement"
    )
    SCOPES = word_set("function_statement class_method_definition")
    for_grammar = staticmethod(without_hashes_in_texts)

    def __init__(self, text: Traced, budget: Budget) -> None:
        super().__init__(text, budget)
        #: To which pipes keep the objects in variables that go through them.
        self._least_depth: int | None = None

    def inner(self, node: Node) -> Node:
        return inner_node(node)

    @staticmethod
    def fold(name: str) -> str:
        return name.lower()

    def is_text(self, node: Node) -> bool:
        kind = node.type
        if kind in ("additive_expression", "format_expression"):
            return node.named_child_count > 1
        if kind == "generic_token":
            return self.code.spelled(node).startswith("http")
        return kind == "string_literal" or (kind == "invokation_expression" and "Unescape" in self.call(node)[0])

    # -- variables

    def visit(self, node: Node) -> None:
        kind = node.type
        if kind == "pipeline_chain":
            if node.named_child_count > 1 and inner_node(node.named_children[0]).type == "variable":
                depth = least_depth(self.code, node)
                self._least_depth = depth if self._least_depth is None else min(depth, self._least_depth)
            self._handed_on(node)
        elif kind == "assignment_expression":
            self._assigned(node)
        elif kind == "foreach_statement":
            self.shadow_in_loop(node.named_children[0])
            self.share(node.named_children[0], node.named_children[1])
        elif kind == "script_parameter":
            for child in node.named_children:
                self.shadow(child)
        elif kind == "invokation_expression":
            self._called(node)
        elif kind == "flow_control_statement":
            self.given_back(node)
        elif kind == "command":
            for name in variables_in_words(self.code, node, self.variables, self.budget):
                self.variables.lose_all() if name == "*" else self.change(name, "lost", node)
        elif kind == "function_statement":
            name, given = self.code.spelled(node.named_children[0]).rpartition("-")[2], last_output(node)
            self.change(f"{name}()", "set", node, () if given is None else (given,))
        elif kind.endswith("crement_expression") or self.code.spelled(node)[:5].lower() == "[ref]":
            for child in node.named_children:
                self.lose(inner_node(child), node)
        else:
            self.use(node)

    def _handed_on(self, chain: Node) -> None:
        """What variables hold goes through a pipe, or to a command: its script blocks know it as ``$_``."""
        given, what = handed_on(self.code, self.budget, chain)
        for node in given:
            name = self.variable_name(node)
            if name is not None:
                self.variables.seconds.add(SecondName("$_", (), name, (None,)))
                if what == "made anew":
                    self.change(name, "lost", chain)
        if what == "changed":
            self._may_change(given, chain)

    def _may_change(self, given: Sequence[Node], node: Node) -> None:
        """The variables ``given`` are handed to something at ``node`` that may change what they hold."""
        for each in given:
            name = self.variable_name(each)
            if name is not None:
                self.variables.handed(name, node)

    def _assigned(self, node: Node) -> None:
        value = node.child_by_field_name("value")
        operator = next((each for each in node.named_children if each.type == "assignement_operator"), None)
        if value is None or operator is None:
            return
        value, sign = inner_node(value), self.code.spelled(operator)
        target = set_by(self.code, node.named_children[0], value)
        if sign == "=":
            self.set_variable(target, value, node)
        elif sign == "+=" and value.type in self.MAPS:
            self.append_to(target, (value,), node)
        else:
            self.lose(target, node)

    def _called(self, node: Node) -> None:
        name, arguments = self.call(node)
        method = name.rpartition(".")[2].lower()
        target = self._receiver(node)
        if _TAKING.match(method) is None:
            for argument in arguments:
                self._may_change(variables_in(argument, self.budget), node)
        if target is None:
            return
        if method == "add" and len(arguments) == 1:
            self.append_to(target, arguments, node)
        elif method in ("add", "set_item") and len(arguments) == 2:
            key = self.value(arguments[0])
            variable, path = self.place(target)
            way = (*path, key if isinstance(key, Text) else None)
            self.change(variable, "lost" if None in way else "put", node, arguments[1:], way)
        elif method not in _ASKING:
            self.lose(target, node)

    def _receiver(self, node: Node) -> Node | None:
        children = node.named_children
        if len(children) < 2 or children[1].type != "member_name":
            return None
        target = inner_node(children[0])
        return None if target.type == "type_literal" else target

    def variable_name(self, node: Node) -> str | None:
        if node.type != "variable":
            return None
        name = self.fold(self.code.spelled(node)).replace("@", "$")  # ``@params`` hands on what ``$params`` holds
        name = _SCOPE.sub("$", f"${name[2:-1]}" if name.startswith("${") else name)
        name = "$_" if name == "$psitem" else name
        return None if name in _WORDS or name.startswith("$env:") else name

    def step(self, node: Node) -> tuple[Node, Step | None] | None:
        children = node.named_children
        if node.type == "member_access" and len(children) == 2:
            member = inner_node(children[1])
            named = member.type == "simple_name" and self.code.spelled(member).lower() not in _WAYS_IN
            return inner_node(children[0]), Text(self.code.slice(member)) if named else None
        if node.type == "element_access" and len(children) == 2:
            value = self.value(children[1])
            if isinstance(value, Scalar) and value.json.isdigit() and len(value.json) < 9:
                return inner_node(children[0]), int(value.json)
            return inner_node(children[0]), value if isinstance(value, Text) else None
        return None

    # -- values

    def literal(self, node: Node) -> Value:
        node = inner_node(node)
        kind = node.type
        if kind == "hash_literal_expression":
            return self._hash(node)
        if kind == "array_expression":
            return self._array(node)
        if kind == "array_literal_expression":
            return Items(tuple([self.value(child) for child in parts_of(node)]), self.code.offset(node))
        if kind == "string_literal":
            return self._string(node)
        if kind == "generic_token":
            return Text(self.code.slice(node))
        if kind in ("parenthesized_expression", "sub_expression"):
            children = parts_of(node)
            return self.value(children[0]) if len(children) == 1 else self.unknown(node)
        if kind == "pipeline_chain":
            return self._piped(node)
        if kind == "command":
            return self._command_value(node)
        if kind == "additive_expression":
            return self._sum(node)
        if kind == "cast_expression":
            return self._cast(node)
        if kind == "invokation_expression":
            return self._method_value(node)
        name = self.variable_name(node)
        return self._scalar(node) if name is None else self.variable(name, node)

    def _scalar(self, node: Node) -> Value:
        spelled = self.code.spelled(node)
        json = _WORDS.get(spelled.lower())
        if json is None and (node.type.endswith("_literal") or node.type == "expression_with_unary_operator"):
            json = json_number(spelled) if re.fullmatch(r"[-+]?[\d.xXa-fA-FeE+-]+", spelled) else None
        return self.unknown(node) if json is None else Scalar(json, self.code.offset(node), len(spelled))

    def _string(self, node: Node) -> Value:
        inner = node.named_children[0] if node.named_children else node
        start, end = self.code.start(node), self.code.end(node)
        text = self.code.text
        if inner.type == "verbatim_string_characters":
            return Text(unescape(text, escapes.POWERSHELL_SINGLE, start + 1, end - 1))
        if inner.type in ("verbatim_here_string_characters", "expandable_here_string_literal"):
            begin = text.text.find("\n", start) + 1
            finish = max(begin, text.text.rfind("\n", begin, end))
            if text.text[finish - 1 : finish] == "\r" and finish > begin:
                finish -= 1
            if inner.type == "verbatim_here_string_characters":
                return Text(text.slice(begin, finish))
            return self._expanded(inner, begin, finish, escapes.POWERSHELL_HERE)
        return self._expanded(inner, start + 1, end - 1, escapes.POWERSHELL_DOUBLE)

    def _expanded(self, node: Node, start: int, end: int, dialect: Dialect) -> Value:
        holes = [each for each in node.named_children if start <= self.code.start(each) and self.code.end(each) <= end]
        text = self.text_with_holes(
            node, start, end, holes, lambda start, end: unescape(self.code.text, dialect, start, end)
        )
        return Text(unescape(text.traced, escapes.HALVES)) if isinstance(text, Text) else text

    def _sum(self, node: Node) -> Value:
        whole = node
        operands: list[Node] = []
        while node.type == "additive_expression" and node.named_child_count == 2:
            if not any(child.type == "+" for child in node.children):
                return self.unknown(node)
            operands.append(node.named_children[1])
            node = node.named_children[0]
        if node is whole:  # a comment stands in it
            return self.unknown(whole)
        return self.glued([self.text_in(each) for each in (node, *reversed(operands))], whole)

    def _hash(self, node: Node) -> Value:
        pairs: list[tuple[Text, Value]] = []
        for entry in self._entries(node):
            parts = parts_of(entry)
            key, value = inner_node(parts[0]), parts[-1]
            name = Text(self.code.slice(key)) if key.type == "simple_name" else self.value(key)
            if not isinstance(name, Text) or len(parts) != 2:
                return self.unknown(entry)
            pairs.append((name, self.value(value)))
        if len({name.traced.text.lower() for name, _value in pairs}) < len(pairs):
            return self.unreadable(node)  # a fault, whatever the letters' case
        return Members(tuple(pairs), self.code.offset(node))

    def _entries(self, node: Node) -> list[Node]:
        bodies = [child for child in node.named_children if child.type == "hash_literal_body"]
        return [entry for body in bodies for entry in body.named_children if entry.type == "hash_entry"]

    def _array(self, node: Node) -> Value:
        """``@( .. )``: what its statements give, one after the other; a list among them gives its items."""
        values: list[Value] = []
        for block in node.named_children:
            for statement in block.named_children if block.type == "statement_list" else (block,):
                if statement.type in ("comment", "empty_statement"):
                    continue
                value = self.value(statement)
                if isinstance(value, Unknown):
                    return value
                values += value.values if isinstance(value, Items) else (value,)
        return Items(tuple(values), self.code.offset(node))

    def _piped(self, node: Node) -> Value:
        first, *stages = parts_of(node)
        value = self.value(first)
        for stage in stages:
            name, _arguments = self.call(stage)
            if stage.type != "command" or name.lower() != "convertto-json":
                return self.unknown(node)
            made = json_of(self.code, stage, value, piped=True)
            if made is None:
                return self.unknown(node)
            value = made
        return value

    def _command_value(self, node: Node) -> Value:
        name, arguments = self.call(node)
        if name.lower() == "convertto-json" and len(arguments) == 1:
            return json_of(self.code, node, self.value(arguments[0]), piped=False) or self.unknown(node)
        return self.unknown(node)

    def _cast(self, node: Node) -> Value:
        kind = self.code.spelled(node.named_children[0]).strip("[] ").lower()
        value = self.value(node.named_children[-1])
        if kind in _KEEPING_CASTS or (kind == "string" and isinstance(value, Text)):
            return value
        digits = value.json if isinstance(value, Scalar) else ""
        if kind == "char" and digits.isdigit() and len(digits) < 6 and int(digits) < 0x10000:
            builder = TracedBuilder(self.code.text.original)
            builder.put(chr(int(digits)), self.code.offset(node), len(self.code.spelled(node)))
            return Text(builder.build())
        return exact(kind, value, self.code.offset(node), len(self.code.spelled(node))) or self.unknown(node)

    def _method_value(self, node: Node) -> Value:
        name, arguments = self.call(node)
        if len(arguments) == 1 and name.lower().endswith(("]::utf8.getbytes", "]::utf8.getstring")):
            return self.value(arguments[0])
        if len(arguments) == 1 and name.lower().endswith("regex]::unescape"):
            value = self.value(arguments[0])
            if isinstance(value, Text):
                return Text(unescape(unescape(value.traced, escapes.NET_REGEX), escapes.HALVES))
        return self.unknown(node)

    def finished(self, node: Node, value: Value) -> Value:
        """``ConvertTo-Json`` goes only so deep; the one that has this object piped into it, or those with variables."""
        around = self.around(node)
        while around is not None:
            if around.type == "pipeline_chain" and around.named_child_count > 1:
                return cut_to_depth(value, least_depth(self.code, around))
            around = self.around(around)
        return value if self._least_depth is None else cut_to_depth(value, self._least_depth)

    # -- names

    def names(self, node: Node) -> set[str]:
        return {self.code.spelled(entry.named_children[0]).strip("'\"") for entry in self._entries(node)}

    def name_of(self, node: Node) -> str | None:
        around = self.around(node)
        if around is None or around.type not in ("hash_entry", "assignment_expression"):
            return None  # a command may have any number of children, so they are not looked at
        named = around.named_children[0]
        if named.end_byte >= node.end_byte:
            return None
        if around.type == "hash_entry":
            return self.code.spelled(named).strip("'\"")
        return self.code.spelled(named).strip("$]'\"").rpartition("'")[2].rpartition(".")[2]

    def method_on(self, node: Node) -> str | None:
        around = self.around(node)
        if around is None or around.type not in ("member_access", "invokation_expression"):
            return None
        children = around.named_children
        if len(children) < 2 or children[0].end_byte < node.end_byte or children[0].start_byte > node.start_byte:
            return None
        return self.code.spelled(children[1])

    def call_parts(self, node: Node) -> tuple[str, Sequence[Node]]:
        children = [child for child in node.named_children if child.type != "command_invokation_operator"]
        if not children:
            return "", ()
        name = self.code.spelled(children[0]) if children[0].end_byte - children[0].start_byte < 200 else ""
        if node.type == "invokation_expression":
            if len(children) > 1 and children[1].type == "member_name":
                name += self.code.text.text[self.code.end(children[0]) : self.code.end(children[1])]
            found = [child for child in children if child.type == "argument_list"]
            lists = [each for child in found for each in child.named_children]
            return name, [inner_node(each) for child in lists for each in child.named_children]
        elements = [each for child in children if child.type == "command_elements" for each in child.named_children]
        return name, [inner_node(each) for each in positional(self.code, elements)]
