"""What PowerShell hands to commands and through pipes, which may change it there."""

import re
from collections.abc import Sequence
from typing import Final, Literal

from tree_sitter import Node

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import Encoded, Items, Members, Unknown, Value
from yespo_console.reading.source_code.tree import Code
from yespo_console.reading.source_code.variables.variables import Variables
from yespo_console.reading.word_set import word_set

#: What becomes of the objects given to a pipe: ``kept`` as they are, perhaps ``changed``, or JSON of others that
#: commands made of them.
Becomes = Literal["kept", "changed", "made anew"]

#: Commands that leave what they are given as it is. What their script blocks do to it is seen there.
_LOOKING: Final = re.compile(
    r"(?:convertto|convertfrom|write|out|format|measure|select|where|sort|group|foreach|test|compare|get|tee|send|start|new|export)-"
    r"|(?:(?:set|add)-content|invoke-(?:restmethod|webrequest))$"
    r"|(?:[%?]|irm|iwr|(?:curl|wget|clip)(?:\.exe)?|set-clipboard|echo|where|foreach|select|sort)$"
)
#: Commands that set or give a variable by its name.
_VARIABLE: Final = re.compile(r"(?:(?:set|new|get|clear|remove)-variable|sv|nv|gv|clv|rv)$")
#: A variable as an item of its drive; commands that only look at one.
_ITEM: Final = re.compile(r"['\"]?variable:\\?(\w{1,60})['\"]?\Z", re.IGNORECASE)
_ONLY_LOOKS: Final = re.compile(r"(?:get|test|write|out)-")
#: Parameters of any command that name a variable to be set: ``-OutVariable t``.
_SETTING: Final = re.compile(
    r"-(?:out|pipeline|error|warning|information|session|responseheaders|statuscode)v\w*\Z|-(?:[opewi]v|sv|rhv)\Z",
    re.IGNORECASE,
)
#: Another one of ``Tee-Object`` alone.
_TEES: Final = ("tee-object", "tee")
_TEE_SETTING: Final = re.compile(rf"{_SETTING.pattern}|-v\w*\Z", re.IGNORECASE)
_PLAIN_NAME: Final = re.compile(r"\w{1,60}")
#: Nodes that mean something, whatever they are made of.
_WHOLE: Final = ("string_literal", "variable", "command")
#: So deep in a function stands its last statement.
_MOST_STEPS: Final = 6
#: How deep ``ConvertTo-Json`` goes when it is not told; what is deeper is sent as the name of its type.
_DEPTH: Final = 2
_DEPTH_TOLD: Final = re.compile(r"-Depth[\s:]+(\d{1,3})", re.IGNORECASE)
#: What makes a list of a single object, too.
_AS_LIST: Final = re.compile(r"\s-As(?:Array)?(?![\w:])|\s-As(?:Array)?:\$true\b", re.IGNORECASE)
#: What may stand around the objects that are given.
_BRACKETS: Final = word_set(
    "parenthesized_expression sub_expression array_expression array_literal_expression statement_list cast_expression"
)


def inner_node(node: Node) -> Node:
    """The node that means something: the grammar wraps each value in a node for every operator it does not have."""
    start, end = node.start_byte, node.end_byte
    while node.named_child_count == 1 and node.type not in _WHOLE:
        child = node.named_child(0)
        if child is None or child.end_byte != end or child.start_byte != start:
            return node
        node = child
    return node


def parts_of(node: Node) -> list[Node]:
    """What a node is made of, without the comments that people write beside it."""
    return [child for child in node.named_children if child.type != "comment"]


def last_output(function: Node) -> Node | None:
    """What a function ends with, which is what it gives; None when that is no value."""
    last = function.named_children[-1]
    for _step in range(_MOST_STEPS):
        if not last.named_children or last.type in ("pipeline", "flow_control_statement"):
            break
        last = last.named_children[-1]
    if last.type == "flow_control_statement" and last.named_children:
        last = last.named_children[0]
    return inner_node(last) if last.type == "pipeline" else None


def handed_on(code: Code, budget: Budget, chain: Node) -> tuple[list[Node], Becomes]:
    """The variables that a pipe or a command is given, whole or in part, and what becomes of that.

    What stands behind ``ConvertTo-Json`` gets a text, which nobody changes.
    """
    given: list[Node] = []
    becomes: Becomes = "kept"
    commands = 0
    for stage in chain.named_children:
        if stage.type != "command":
            inner = inner_node(stage)
            inside = _command_in(inner)
            if inside is None:
                given += variables_in(inner, budget)
                continue
            stage = inside
        parts = [each for each in stage.named_children if each.type != "command_invokation_operator"]
        name = code.spelled(parts[0]).lower() if parts else ""
        if name == "convertto-json":
            return given, "made anew" if commands else becomes
        commands += 1
        if _LOOKING.match(name) is None:
            becomes = "changed"
        for elements in parts[1:]:
            for element in elements.named_children:
                given += variables_in(element, budget)
    return given, becomes


def _command_in(node: Node) -> Node | None:
    """The one command in the brackets that a pipe begins with; None when something else stands there."""
    while node.type in _BRACKETS and node.named_child_count == 1:
        node = inner_node(node.named_children[0])
    return node if node.type == "command" else None


def set_by(code: Code, target: Node, value: Node) -> Node:
    """What an assignment sets: in ``[string]$email = 'x'`` the variable, since the type leaves a text what it is."""
    target = inner_node(target)
    typed = target.type == "cast_expression" and value.type == "string_literal"
    if typed and code.spelled(target.named_children[0]).lower() == "[string]":
        return inner_node(target.named_children[-1])
    return target


def positional(code: Code, elements: Sequence[Node]) -> list[Node]:
    """Arguments that no parameter names; ``-InputObject`` counts as none, ``-Compress`` takes no value."""
    found = []
    named = False
    for element in elements:
        if element.type == "command_argument_sep":
            continue
        if element.type == "command_parameter":
            named = code.spelled(element).lower() not in ("-inputobject", "-compress", "-enumsasstrings", "-asarray")
            continue
        if not named:
            found.append(element)
        named = False
    return found


def variables_in_words(code: Code, command: Node, variables: Variables, budget: Budget) -> list[str]:
    """The variables that a command such as ``Set-Variable`` names; ``*`` for any.

    Another script that is carried out as a part of this one (``. ./names.ps1``) may set those that are set before it.
    """
    first = command.named_children[0]
    name = code.spelled(first).lower()
    if name in ("invoke-expression", "iex"):
        return ["*"]
    if first.type == "command_invokation_operator" and name == ".":
        found = [name for name, _settings in variables.all_settings()]
        budget.spend(len(found))
        return found
    words = [each for part in command.named_children[1:] for each in part.named_children]
    words = [each for each in words if each.type != "command_argument_sep"]
    set_too = [
        _variable_named(code, words[at + 1 : at + 2])
        for at, each in enumerate(words)
        if each.type == "command_parameter"
        and (_SETTING if name not in _TEES else _TEE_SETTING).match(code.spelled(each))
    ]
    if not _ONLY_LOOKS.match(name):
        items = (_ITEM.match(code.spelled(each)[:100]) for each in words)
        set_too += [f"${item[1].lower()}" for item in items if item is not None]
    if _VARIABLE.match(name) is None:
        return set_too
    named = [each for each in words if each.type != "command_parameter"]
    at_name = next(
        (at for at, each in enumerate(words) if code.spelled(each).lower() in ("-name", "-na", "-n")), len(words)
    )
    return [*set_too, _variable_named(code, [each for each in words[at_name + 1 :] if each in named] or named)]


def _variable_named(code: Code, words: Sequence[Node]) -> str:
    spelled = code.spelled(words[0]).strip("+'\"") if words else ""
    return f"${spelled.lower()}" if _PLAIN_NAME.fullmatch(spelled) else "*"


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


def script_blocks_in(chain: Node) -> list[Node]:
    """The script blocks that the commands of a pipe carry out for each object: ``| ForEach-Object { .. }``."""
    elements = [
        each for stage in chain.named_children[1:] for part in stage.named_children for each in part.named_children
    ]
    inner = [inner_node(each) for each in elements]
    return [each.named_children[0] for each in inner if each.type == "script_block_expression" and each.named_children]


def depth_of(code: Code, command: Node) -> int:
    """How deep the objects are that a ``ConvertTo-Json`` keeps."""
    match = _DEPTH_TOLD.search(code.spelled(command)[-200:])
    return int(match[1]) if match else _DEPTH


def least_depth(code: Code, chain: Node) -> int:
    """The least of the depths to which a pipe keeps the objects that are put into it."""
    return min(depth_of(code, stage) for stage in parts_of(chain)[1:])


def json_of(code: Code, command: Node, value: Value, *, piped: bool) -> Encoded | None:
    """What a ``ConvertTo-Json`` makes of a value; None of nothing.

    A pipe hands on the items of a list, of which one alone is no list any more.
    """
    items: tuple[Value, ...] = value.values if piped and isinstance(value, Items) else (value,)
    if not items:
        return None
    if len(items) > 1 or _AS_LIST.search(code.spelled(command)[-200:]):
        given: Value = Items(items, value.offset)
    else:
        given = items[0]
    return Encoded(cut_to_depth(given, depth_of(code, command)), value.offset)


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
