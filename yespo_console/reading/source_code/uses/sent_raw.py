"""Whether code sends an object of which no JSON is made: as a form, in the address, or as a text of another kind.

Only what is known to make no JSON itself counts: ``fetch`` with an object as its body, ``$.post``, ``-Body`` of
PowerShell. A client of one's own may make JSON of what it is given.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal

from tree_sitter import Node

from yespo_console.reading.literals import Text
from yespo_console.reading.source_code.node_kinds import KEEPING, WRAPPERS
from yespo_console.reading.source_code.uses.functions_in_code import FunctionsInCode
from yespo_console.reading.source_code.uses.sent_instead import SentInstead
from yespo_console.reading.source_code.uses.use_kinds import TEXT_PARTS, doing_of
from yespo_console.reading.word_set import word_set

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: What is told of an object that is sent so.
Raw = Literal["sent_as_form", "sent_without_json"]

#: What makes a form of the object that it is given.
_FORMS: Final = re.compile(
    r"(?:.*\.)?urlencode|http_build_query|URLSearchParams|(?:qs|querystring)\.stringify|(?:jQuery|\$)\.param"
    r"|URI\.encode_www_form|.*\.(?:set_form(?:_data)?|post_form|postForm|to_query)"
)
#: The same where the object stands behind the address.
_FORMS_BEHIND_ADDRESS: Final = re.compile(
    r"(?:jQuery|\$)\.post|(?:RestClient|Faraday)\.(?:post|put|patch)|requests\.(?:post|put|patch)"
)
#: What makes something else of the object there than a body of JSON: a text of its kind, or a part of the address.
_SPOILS_BEHIND_ADDRESS: Final = re.compile(
    r"(?:(?:window|globalThis)\.)?navigator\.sendBeacon|(?:jQuery|\$)\.get|requests\.get"
)
#: Classes of forms, and of requests whose body is a text.
_FORM_CLASSES: Final = re.compile(r"FormData|URLSearchParams")
_TEXT_CLASSES: Final = re.compile(r"Net::HTTP::\w+\.new")
#: What makes JSON of all that it finds there.
_JSON_BEHIND_ADDRESS: Final = re.compile(r"(?:axios|(?:this\.)?\$?http(?:Client)?)\.(?:post|put|patch)")
_LARAVEL: Final = re.compile(r"\\?(?:\w{1,60}\\){0,9}Http::")
#: What Laravel makes a form of, once it is told so.
_OF_LARAVEL: Final = re.compile(r"post|put|patch")
_AS_FORM: Final = re.compile(r"\bas(?:Form|Multipart)\(")
#: What a browser or Node.js sends with, by the name of its variable or by what that is set to.
_SENDS_TEXT: Final = re.compile(r"(?P<of>[\w$]{1,60})\.(?P<method>send|write|end)")
_NAMED_SO: Final = re.compile(r"xhr\d?|xml_?http\w*", re.IGNORECASE)
#: Commands of PowerShell that make a form of an object.
_COMMANDS: Final = re.compile(r"invoke-(?:restmethod|webrequest)|irm|iwr", re.IGNORECASE)
_BODY_OPTION: Final = re.compile(r"-(?:bo|bod|body|form)", re.IGNORECASE)
#: Names of members and arguments of which the whole is a form, whoever is given them.
_FORM_OPTION: Final = re.compile(r"(?:form_params|multipart|CURLOPT_POSTFIELDS)|\\?\w*RequestOptions::FORM_PARAMS")
#: The language, the name of a member or an argument, the call that is given it, and what that sends.
_OPTIONS: Final[tuple[tuple[str, str, str, Raw], ...]] = (
    ("javascript", "body", r"(?:(?:window|globalThis|self)\.)?fetch|Request", "sent_without_json"),
    ("javascript", "data", r"(?:jQuery|\$)\.(?:ajax|post)", "sent_as_form"),
    ("javascript", "form|formData", r"(?:got|request)(?:\.\w+)?", "sent_as_form"),
    ("javascript", "params", r"axios(?:\.(?:get|delete|request))?", "sent_without_json"),
    ("python", "params", r"(?:requests|httpx)\.\w+", "sent_without_json"),
    ("php", "body", r"\\?wp_(?:safe_)?remote_(?:post|request)", "sent_as_form"),
    ("php", "body|query", r"(?:request|post|put|patch)(?:Async)?", "sent_without_json"),
    ("ruby", "body", r"(?:HTTParty|Typhoeus(?:::Request)?)\.\w+", "sent_as_form"),
    ("ruby", "query", r"HTTParty\.\w+", "sent_without_json"),
    ("ruby", "form", r"HTTP\.\w+", "sent_as_form"),
)
#: What makes a text of an object that is no JSON, by the language.
_OTHER_TEXTS: Final = {
    "javascript": re.compile(r"String|\.toString|(?:util\.)?inspect"),
    "python": re.compile(r"str|repr|(?:pprint\.)?pformat|yaml\.(?:safe_)?dump|pickle\.dumps"),
    "php": re.compile(r"\\?(?:serialize|print_r|var_export|yaml_emit)"),
    "ruby": re.compile(r"String|\.(?:to_s|inspect|to_yaml)|(?:YAML|Marshal)\.dump"),
    "powershell": re.compile(r"\.ToString", re.IGNORECASE),
}
#: What encodes a text as a form or an address carries it.
_ENCODES_FOR_FORMS: Final = re.compile(
    r"encodeURI(?:Component)?|(?:raw)?urlencode|(?:urllib\.parse\.|parse\.|urllib\.)?quote(?:_plus)?|CGI\.escape"
    r"|(?i:\[(?:System\.)?(?:Uri\]::Escape(?:Data|Uri)String|(?:Web|Net)\.(?:Http|Web)Utility\]::UrlEncode))"
    r"|URI\.encode_www_form_component|ERB::Util\.url_encode"
)
#: Calls that surely send the text they are given, and the names under which they are given it.
_SENDS: Final = re.compile(
    r"(?:.*[.>:\\])?(?:post|put|patch|request|fetch|urlopen|curl_setopt(?:_array)?|wp_remote_post|sendBeacon|ajax)"
    r"|(?i:invoke-(?:restmethod|webrequest)|irm|iwr)"
)
_BODIES: Final = re.compile(r"body|data|content|CURLOPT_POSTFIELDS")
#: Between an argument or a member and the call or the object that it belongs to.
_BETWEEN: Final = KEEPING | WRAPPERS | word_set("arguments argument_list")
_MOST_STEPS: Final = 12
_LONGEST: Final = 200
_MOST_USES: Final = 20


class SentRaw:
    """Knows what the libraries of a language do with an object that is no JSON."""

    def __init__(self, reader: "CodeReader", instead: SentInstead, functions: FunctionsInCode) -> None:
        self._reader = reader
        self._instead = instead
        self._functions = functions
        self._known: dict[str, bool] = {}
        self._members: dict[int, Raw | None] = {}

    def by_call(self, call: Node, name: str, value: Node) -> Raw | None:
        """What a call that is called ``name`` sends of the object that it is given."""
        if _FORMS.fullmatch(name):
            return "sent_as_form"
        if self._reader.source == "powershell":
            return "sent_without_json" if self._is_body(call, name, value) else None
        arguments = self._reader.call(call)[1]
        if name == "curl_setopt":
            is_body = any("CURLOPT_POSTFIELDS" in self._reader.code.spelled(option) for option in arguments[1:2])
            return "sent_as_form" if is_body else None
        behind = value.type == "argument_list" or any(
            argument.start_byte <= value.start_byte < argument.end_byte for argument in arguments[1:2]
        )
        if behind and (_FORMS_BEHIND_ADDRESS.fullmatch(name) or self._is_told_to_make_form(call, name)):
            return "sent_as_form"
        if (behind and _SPOILS_BEHIND_ADDRESS.fullmatch(name)) or self._sends_text(name):
            return "sent_without_json"
        return None

    def into_form(self, name: str) -> Raw | None:
        """The same of what is put into a form by a method of it: ``form.append("event", json)``."""
        owner, _point, method = name.rpartition(".")
        return "sent_as_form" if method in ("append", "set") and self._is_made_by(owner, _FORM_CLASSES) else None

    def by_put(self, name: str, path: Sequence[object]) -> Raw | None:
        """The same of what becomes a member of a variable: ``request.body = event``."""
        is_body = len(path) == 1 and isinstance(path[0], Text) and path[0].traced.text == "body"
        return "sent_without_json" if is_body and self._is_made_by(name, _TEXT_CLASSES) else None

    def _is_made_by(self, name: str, classes: re.Pattern[str]) -> bool:
        """Whether a variable is set to an object of such a class."""
        settings = self._reader.variables.settings_of(name)[:_MOST_USES]
        values = [each.values[0] for each in settings if each.values and each.values[0].type in self._reader.CALLS]
        return any(classes.fullmatch(self._reader.call(value)[0]) for value in values)

    def _is_body(self, command: Node, name: str, value: Node) -> bool:
        """Whether PowerShell is given a value as what it sends."""
        if _COMMANDS.fullmatch(name) is None:
            return False
        before = [each for part in command.named_children for each in part.named_children]
        self._reader.budget.spend(len(before))
        options = [each for each in before if each.type == "command_parameter" and each.end_byte <= value.start_byte]
        return bool(options) and _BODY_OPTION.fullmatch(self._reader.code.spelled(options[-1]).rstrip(":")) is not None

    def _is_of_laravel(self, call: Node) -> bool:
        """Whether a call makes JSON of all that stands behind the address: ``Http::post(..)``."""
        start = self._reader.code.start(call)
        return _LARAVEL.match(self._reader.code.text.text, start, start + _LONGEST) is not None

    def _is_told_to_make_form(self, call: Node, name: str) -> bool:
        """Whether Laravel was told so: ``Http::asForm()->post(..)``."""
        client = call.child_by_field_name("object")
        if client is None or _OF_LARAVEL.fullmatch(name) is None:
            return False
        end = self._reader.code.end(client)
        start = max(self._reader.code.start(client), end - _LONGEST)
        return _AS_FORM.search(self._reader.code.text.text, start, end) is not None

    def _sends_text(self, name: str) -> bool:
        """Whether a method of JavaScript sends what it is given as a text, whatever that is."""
        match = _SENDS_TEXT.fullmatch(name.removeprefix("this."))
        if match is None or self._reader.source != "javascript":
            return False
        if match["method"] == "send" and _NAMED_SO.fullmatch(match["of"]):
            return True
        if name not in self._known:
            text = self._reader.code.text.text
            self._reader.budget.spend(len(text) // 4)
            made = r"new\s{1,9}XMLHttpRequest\b" if match["method"] == "send" else r"https?\.request\("
            self._known[name] = (
                re.search(rf"(?<![\w$]){re.escape(match['of'])}\s{{0,9}}=\s{{0,9}}{made}", text) is not None
            )
        return self._known[name]

    def by_member(self, name: str, member: Node) -> Raw | None:
        """What is sent of an object that is the member of others, or the argument, of that name."""
        if member.id not in self._members:  # it may hold many events
            self._members[member.id] = self._by_member(name, member)
        return self._members[member.id]

    def _by_member(self, name: str, member: Node) -> Raw | None:
        name = name.strip("'\":")
        if _FORM_OPTION.fullmatch(name):
            return "sent_as_form"
        source = self._reader.source
        if source == "powershell":
            return "sent_without_json" if name.lower() == "body" and self._is_splatted(member) else None
        if source == "python" and name in ("data", "files"):
            sends = any(doing_of(self._functions.word_of(call)) == "sends" for call in self._calls_given(member))
            return "sent_as_form" if sends else None
        rules = [rule for rule in _OPTIONS if rule[0] == source and re.fullmatch(rule[1], name)]
        calls = self._calls_given(member) if rules else ()
        called = [self._reader.call(call)[0] for call in calls if not self._is_of_laravel(call)]
        return next((rule[3] for rule in rules if any(re.fullmatch(rule[2], each) for each in called)), None)

    def _is_splatted(self, entry: Node) -> bool:
        """Whether the members of a hash table are given to a command as its options: ``Invoke-RestMethod @options``."""
        whole: Node | None = entry
        for _step in range(_MOST_STEPS):
            whole = None if whole is None else self._reader.parent(whole)
            held = None if whole is None else self._instead.variable_of(whole)
            if held is not None:
                name = re.escape(held[0].lstrip("$"))
                pattern = rf"(?i)(?:{_COMMANDS.pattern})\b[^\n]{{0,300}}@{name}\b"
                self._reader.budget.spend(len(self._reader.code.text) // 4)
                return re.search(pattern, self._reader.code.text.text) is not None
        return False

    def _calls_given(self, member: Node) -> Iterator[Node]:
        """The calls that are given an argument, or the object that a member belongs to."""
        whole = self._reader.parent(member)
        held = None if whole is None else self._instead.variable_of(whole)
        places = [member] if held is None else self._reader.variables.held_uses(*held)[:_MOST_USES]
        for place in places:
            around = self._reader.parent(place)
            for _step in range(_MOST_STEPS):
                if around is None or around.type in self._reader.CALLS:
                    break
                is_whole = whole is not None and around.id == whole.id
                if not is_whole and around.type not in _BETWEEN and around.type != "array_element_initializer":
                    break
                around = self._reader.parent(around)
            if around is not None and around.type in self._reader.CALLS:
                yield around

    def makes_other_text(self, called: str, *, is_json: bool) -> Raw | None:
        """What is told where the text is sent that a call makes of an object, or of its JSON, and that is no JSON."""
        if is_json:
            return "sent_as_form" if _ENCODES_FOR_FORMS.fullmatch(called) else None
        pattern = _OTHER_TEXTS.get(self._reader.source)
        return "sent_without_json" if pattern is not None and pattern.fullmatch(called) else None

    def text_around(self, node: Node) -> Node | None:
        """The text in quotes into which a value is put: ``"$body"``; None where there is none."""
        text, around = node, self._reader.parent(node)
        for _step in range(_MOST_STEPS):
            if around is None or around.type not in TEXT_PARTS:
                break
            text, around = around, self._reader.parent(around)
        return None if text is node or not self._reader.is_text(text) else text

    def is_sum(self, around: Node) -> bool:
        """Whether the value of a node is a text that is made of what stands in it: ``event + ""``."""
        sign = {"javascript": "+", "php": "."}.get(self._reader.source)
        return around.type == "binary_expression" and any(child.type == sign for child in around.children)

    def makes_json(self, call: Node, name: str, value: Node, *, is_text: bool) -> bool:
        """Whether a call surely makes JSON of the whole of the argument in which a value, or a text of it, stands."""
        arguments = self._reader.call(call)[1]
        behind = any(each.start_byte <= value.start_byte < each.end_byte for each in arguments[1:2])
        if behind and (_JSON_BEHIND_ADDRESS.fullmatch(name) or self._is_of_laravel(call)):
            return True
        sends_object = self._reader.source == "javascript" and name.endswith(".send") and not is_text
        return sends_object and len(arguments) == 1

    def is_sent_by(self, call: Node) -> bool:
        """Whether a call surely sends the text that it is given."""
        return _SENDS.fullmatch(self._reader.call(call)[0]) is not None

    def is_sent_as(self, name: str, member: Node) -> bool:
        """The same of a text that is a member or an argument of that name."""
        is_body = _BODIES.fullmatch(name.strip("'\":")) is not None
        return is_body and any(self.is_sent_by(call) for call in self._calls_given(member))
