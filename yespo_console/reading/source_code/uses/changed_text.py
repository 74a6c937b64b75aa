"""Whether the text that an event becomes is changed before it is sent: ``post(u, dumps(e).replace(..))``.

Each place that holds the event is followed outwards: into the call that makes JSON of it, and from there on whatever is
done with that text counts, also by way of the variables that it is kept in.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

from tree_sitter import Node

from yespo_console.reading.source_code.node_kinds import LISTS
from yespo_console.reading.source_code.uses.functions_in_code import FunctionsInCode
from yespo_console.reading.source_code.uses.sent_instead import BODIES, ENCODES, LOOKS, SentInstead
from yespo_console.reading.source_code.uses.use_kinds import doing_of
from yespo_console.reading.source_code.variables.variable import Change
from yespo_console.reading.word_set import word_set

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: What becomes of a text where it stands: it goes on as it is, something is made of it, it is made another for all that
#: hold it, or it is only looked at.
_Fate = Literal["kept", "changed", "spoiled", "looked at"]
#: What is called on a text, or asked of it, and leaves it what it is.
_METHODS: Final = word_set(
    "encode decode strip trim lstrip rstrip chomp b dup clone freeze tostring to_s force_encoding getbytes bytes "
    "valueof tobytes tobytearray torequestbody trimindent data utf8 buffer pipe read then squish to_json tojson "
    "strip! chomp!"
)
#: Functions that give the text they are given, in a form in which it is sent.
_KEEPS: Final = re.compile(
    r"(?:list|str_split|uint8array|buffer|from|of|stringable|blob|bytes|getbytes|bytearray|bytesio|stringio|string|str|strip|trim|chomp|utf8_encode|freeze"
    r"|encode|escape_?data|encodeuricomponent|urlencode|rawurlencode|quote|quote_plus|gzip\w*|gz\w*|deflate|compress)$"
)
#: Functions that give another text.
_CHANGES: Final = re.compile(
    r".*(?:replace|base_?64|b64|encode64)|btoa$|g?sub$|(?:mb_)?substr|str(?:to|tr|rev|_pad|_rot)|(?:mb_)?strto|ucfirst|ucwords"
    r"|lcfirst|addslashes|stripslashes|htmlspecialchars|htmlentities|strip_tags|v?sprintf$|translate$|implode$|join$|template$"
)
#: Functions that make an object of JSON again.
PARSES: Final = re.compile(r"(?:parse|loads?|json_decode|convertfrom-json)$")
#: Ways to spell bytes that are no JSON any more: ``toString('base64')``.
_SPELLED: Final = re.compile(r"['\"](?:base64\w*|hex)['\"]")
#: Functions and members that say something about a text.
_MEASURES: Final = re.compile(
    r".*(?:len|length|size|count)$|.*(?:hash|hmac|sign|digest|md5|sha\d|sha$)|(?:starts|ends)_?with|includes$|contains$"
)
#: Texts into which something is put.
_TEXTS: Final = word_set(
    "template_string string encapsed_string heredoc_body expandable_string_literal expandable_here_string_literal"
)
#: Nodes that name what stands in them.
_NAMED: Final = word_set("pair keyword_argument array_element_initializer")
#: Operators of PowerShell that stand between a text and what it becomes.
_OPERATOR: Final = re.compile(r"-[ic]?(?:replace|split|join)\b", re.IGNORECASE)
#: Nodes that add something to a text, and their operators.
_SUMS: Final = word_set("binary_operator binary_expression binary additive_expression format_expression")
_ADDS: Final = ("+", ".", "%", "-f", "format_operator")
#: So many characters behind a value may spell a method with its only argument.
_ARGUMENTS: Final = 24
#: What keeps the arguments of a call together.
_ARGUMENT_LISTS: Final = ("argument", "command_elements")
#: So far from a value stands what is done with it, at most; and so many variables hold each other.
_MOST_STEPS: Final = 200
_MOST_HOLDERS: Final = 8


class ChangedText:
    """Looks at what one text's source does to the JSON of its events."""

    def __init__(self, reader: "CodeReader", instead: SentInstead, functions: FunctionsInCode) -> None:
        """``instead`` knows the variables and what functions of unknown doing make of an event."""
        self._reader = reader
        self._instead = instead
        self._functions = functions
        self._known: dict[tuple[str, int, bool], set[_Fate]] = {}
        self._known_in: dict[tuple[str, int], bool] = {}

    def of(self, event: Node) -> bool:
        """Whether another text is sent than that of ``event``, the object or the text that stands there."""
        is_json = event.type in self._reader.TEXTS
        held = self._instead.variable_of(event)
        fates = {self._fate(event, is_json, 0)} if held is None else self._fates(*held, is_json, 0)
        return _is_another(fates)

    def at(self, places: Sequence[Node]) -> bool:
        """The same for an object that is used in these places."""
        return _is_another({self._fate(place, False, 0) for place in places})

    def _fates(self, name: str, setting: Change, is_json: bool, depth: int) -> set[_Fate]:
        """What becomes of what a variable holds, wherever it is used."""
        key = (name, setting.start, is_json)
        if key not in self._known:
            self._known[key] = set()  # meets itself
            uses: Sequence[Node] = self._reader.variables.held_uses(name, setting)
            if name.endswith("()"):  # what a function gives
                uses = self._functions.calls_named(name.removesuffix("()"))
            self._known[key] = {self._fate(use, is_json, depth) for use in uses}
            if is_json and self._is_changed_later(name, setting):
                self._known[key].add("spoiled")  # ``$json[0] = '['``
        return self._known[key]

    def _is_changed_later(self, name: str, setting: Change) -> bool:
        """Whether statements change the JSON itself that a variable is set to."""
        values = () if name.endswith("()") else setting.values
        is_text = any(value.type not in LISTS | self._reader.MAPS for value in values)
        return is_text and any(self._reader.variables.later(name, setting))

    def _fate(self, place: Node, is_json: bool, depth: int) -> _Fate:
        """What becomes of the value at ``place``; only what ``is_json`` is a text that can be changed."""
        reader = self._reader
        node, around = place, reader.parent(place)
        given = place
        for _step in range(_MOST_STEPS):
            reader.budget.spend(20)
            if is_json and self._is_changed_by_names(node):
                return "changed"
            held = self._instead.variable_of(node)
            if held is not None and node.id != place.id:
                return self._held(held, is_json, depth)
            if around is None or around.type.endswith(("statement", "block", "body", "function")):
                break
            if around.start_byte != node.start_byte or around.end_byte != node.end_byte:
                done = self._done(node, around, is_json)
                if around.type in reader.CALLS:
                    if is_json and self._is_changed_within(around, given):
                        done = "changed"
                    elif not is_json and self._gives_json(around, given):
                        done = True
                if isinstance(done, str):
                    return "looked at" if done == "changed" and self._is_looked_at(around) else done
                is_json = done
                given = given if around.type.startswith(_ARGUMENT_LISTS) else around
            node, around = around, reader.parent(around)
        else:
            return "changed" if is_json else "kept"  # too far to be followed
        return "kept"

    def _held(self, held: tuple[str, Change], is_json: bool, depth: int) -> _Fate:
        fates = self._fates(*held, is_json, depth + 1) if depth < _MOST_HOLDERS else set()
        if _is_another(fates):
            return "changed"
        return "looked at" if fates == {"looked at"} else "kept"

    def _done(self, node: Node, around: Node, is_json: bool) -> _Fate | bool:
        """What ``around`` does with the value at ``node``; whether that is JSON then, if it goes on."""
        reader = self._reader
        method = reader.method_on(node)
        if method is not None:
            spelled = _SPELLED.search(reader.code.text.text, reader.code.end(node), reader.code.end(node) + _ARGUMENTS)
            return "changed" if is_json and spelled else self._called_on(method.lower(), is_json)
        if around.type in reader.CALLS:
            if around.start_byte == node.start_byte:  # what is called: the method was asked of what stands within
                return is_json
            return self._given(node, (reader.called(around) or "").lower(), is_json)
        if around.type == "pipeline_chain":
            return self._piped(node, around, is_json)
        if not is_json:
            return False
        if around.type in _TEXTS and not self._is_alone(node, around):
            return "changed"
        if around.type in _NAMED and around.start_byte != node.start_byte:
            name = (reader.name_of(node) or "").lower().lstrip(":").rpartition("::")[2]
            return is_json if not name or name in BODIES else "looked at"
        if around.type in _SUMS and any(child.type in _ADDS for child in around.children):
            return "changed"
        if around.type == "comparison_expression":
            between = reader.code.text.text[reader.code.end(node) : reader.code.end(around)]
            return "changed" if _OPERATOR.match(between.lstrip(")] \t")) else "looked at"
        return "changed" if around.start_byte == node.start_byte and reader.step(around) is not None else True

    def _is_alone(self, node: Node, text: Node) -> bool:
        """Whether a text in quotes holds nothing but what stands at ``node``."""
        code = self._reader.code
        before = code.text.text[code.start(text) : code.start(node)]
        behind = code.text.text[code.end(node) : code.end(text)]
        return len(before) + len(behind) < _ARGUMENTS and not f"{before}{behind}".strip("fFbBrR@$\"'`{}() \t\r\n")

    def _piped(self, node: Node, chain: Node, is_json: bool) -> _Fate | bool:
        """A pipe of PowerShell hands it to the commands behind, one after the other."""
        reader = self._reader
        behind = [stage for stage in chain.named_children if stage.start_byte >= node.end_byte]
        reader.budget.spend(10 * len(behind))
        for stage in behind:
            called = reader.call(stage)[0]
            if PARSES.match(called.lower()):
                is_json = False
            elif is_json and (doing_of(called) == "unknown" or "replace" in reader.code.spelled(stage).lower()):
                return "changed"
            is_json = is_json or called.lower() == "convertto-json"
        return is_json

    def _called_on(self, method: str, is_json: bool) -> _Fate | bool:
        if ENCODES.match(method):
            return True
        if not is_json or method in _METHODS:
            return is_json
        if _MEASURES.match(method):
            return "looked at"
        return "spoiled" if method.endswith("!") else "changed"

    def _given(self, node: Node, called: str, is_json: bool) -> _Fate | bool:
        if is_json and _CHANGES.match(called):
            return "changed"
        if ENCODES.match(called):
            return True
        if not is_json:
            return False if _KEEPS.match(called) else "kept"
        if LOOKS.match(called) or _MEASURES.match(called):
            return "looked at"
        if PARSES.match(called):
            return False
        if _KEEPS.match(called):
            return True
        return "changed" if self._instead.is_made_of(node) else "kept"

    def _is_changed_within(self, call: Node, place: Node) -> bool:
        """Whether a function of the text that is given JSON at ``place`` makes another text of it."""
        for function in self._functions.called_by(call) or self._functions.named(self._functions.word_of(call)):
            for name in sorted(self._functions.names_given(function, call, place) or ()):
                key = (name, function.start_byte)
                if key not in self._known_in:
                    self._known_in[key] = False  # meets itself
                    self._known_in[key] = self._changes_text(name, function)
                if self._known_in[key]:
                    return True
        return False

    def _gives_json(self, call: Node, place: Node) -> bool:
        """Whether a function of the text makes JSON of what it is given at ``place``, and does not send that itself."""
        for function in self._functions.called_by(call) or self._functions.named(self._functions.word_of(call)):
            if self._functions.sends(function):
                continue
            for name in self._functions.names_given(function, call, place) or ():
                uses = self._reader.variables.uses_within(name, function.start_byte, function.end_byte)
                if any(self._becomes_json(use) for use in uses[:_MOST_HOLDERS]):
                    return True
        return False

    def _becomes_json(self, use: Node) -> bool:
        node, around = use, self._reader.parent(use)
        for _step in range(_MOST_STEPS):
            self._reader.budget.spend(4)
            if around is None or around.type.endswith(("statement", "block", "body", "function")):
                break
            if around.start_byte != node.start_byte or around.end_byte != node.end_byte:
                done = self._done(node, around, False)
                if done is True or isinstance(done, str):
                    return done is True
            node, around = around, self._reader.parent(around)
        return False

    def _is_changed_by_names(self, value: Node) -> bool:
        """The same for a function that is written in a call beside the JSON: ``json.then { |text| text.sub(..) }``."""
        for parameters in self._reader.shared.get(value.id, ()):
            function = self._reader.parent(parameters)
            if function is None or function.id not in self._functions.ids:
                continue
            if any(self._changes_text(name, function) for name in sorted(self._reader.names_in(parameters))):
                return True
        return False

    def _changes_text(self, name: str, function: Node) -> bool:
        variables, start, end = self._reader.variables, function.start_byte, function.end_byte
        if variables.is_changed_within(name, start, end):
            settings = [each for each in variables.settings_of(name) if start <= each.start < end]
            if not settings or variables.is_altered_within(name, start, end):
                return True
            made_of = [
                [use for value in each.values for use in variables.uses_within(name, value.start_byte, value.end_byte)]
                for each in settings
            ]
            if any(not uses or "changed" in {self._fate(use, True, 0) for use in uses} for uses in made_of):
                return True
        return _is_another({self._fate(use, True, 0) for use in variables.uses_within(name, start, end)})

    def _is_looked_at(self, node: Node) -> bool:
        """Whether what is made there is only printed, logged or measured."""
        around: Node | None = node
        for _step in range(_MOST_STEPS):
            self._reader.budget.spend()
            if around is None or around.type.endswith(("statement", "block", "body", "function")):
                break
            if around.type in self._reader.CALLS and around.start_byte < node.start_byte:
                called = (self._reader.called(around) or "").lower()
                if LOOKS.match(called) or _MEASURES.match(called):
                    return True
            around = self._reader.parent(around)
        return False


def _is_another(fates: set[_Fate]) -> bool:
    return "spoiled" in fates or ("changed" in fates and "kept" not in fates)
