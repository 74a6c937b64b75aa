"""Calls in code of C#, Go, Java and Kotlin, and what they do with what they are given, by their names."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from yespo_console.reading.budget import Budget
from yespo_console.reading.source_code.typed.typed_literals import Token
from yespo_console.reading.source_code.uses.use_kinds import changes_by_name
from yespo_console.reading.word_set import word_set

#: A call makes JSON of what it is given, gives it as it is, keeps it for its sending, sends it or only shows it.
Doing = Literal["json", "gives", "keeps", "sends", "shows", "unknown"]

_MAKES_JSON: Final = re.compile(
    r"(?:serialize(?:object|toutf8bytes)?|marshal(?:indent)?|writevalueas(?:string|bytes)|tojson(?:string)?)\Z"
)
#: The same under names that other things have, too; what stands before them tells.
_OF_JSON: Final = word_set("encodetostring encode create stringify")
#: What sends a value as JSON, or keeps it as that, and makes JSON of a text too.
_AS_JSON: Final = re.compile(r"(?:post|put|patch|send)asjson\w*\Z|addjsonbody\Z")
_GIVES: Final = word_set("getbytes string byte valueof bytes requirenonnull")
_KEEPS: Final = re.compile(
    r"(?:stringcontent|jsoncontent|bytearraycontent|stringentity|bytearrayentity|httpentity|textcontent"
    r"|newbuffer(?:string)?|newreader|ofstring|ofbytearray|to(?:request)?body|asrequestbody|create|fromvalue)\Z"
)
_SENDS: Final = re.compile(
    r"(?:post|put|patch(?!event)|send(?!able)|request|publish|basicpublish|execute|exchange|set_?body|add(?:string)?_?body|body|entity"
    r"|write|upload|content\Z|payload\Z)"
)
#: Only of an object of its own, whose library makes JSON of an object; of a web service, what it answers.
_ANSWERS: Final = word_set("json ok")
SHOWS: Final = re.compile(
    r"(?:write(?:line|alltext(?:async)?|allbytes(?:async)?|string)?|f?print\w*|log(?!in\Z|inevent|out)\w*|info|debug|warn\w*|error|trace|assert\w*|dump|len|length|isnullorempty"
    r"|notnull)\Z"
)
#: What may be called between two uses of a value that others hold, and does nothing to it.
_HARMLESS: Final = re.compile(r"(?:get|is|has|new|add|set|with|build|uri|header|add\w*header|append|close|equals)")
#: What an option of a serializer is called that changes names or values.
_CHANGES: Final = re.compile(r"Converters?\Z|SnakeCase|KebabCase|NamingStrategy|ContractResolver")
#: A call begins at most so many tokens before its name; a type has so many.
_FARTHEST: Final = 60
_LONGEST_TYPE: Final = 40
_OPENING: Final = frozenset("([{")
_CLOSING: Final = {")": "(", "]": "[", "}": "{"}
_STATEMENTS: Final = word_set("if while for foreach switch when catch using lock try else do finally")


@dataclass(frozen=True, slots=True)
class Call:
    """One call.

    Attributes:
        word: the last word of what is called; empty for brackets alone.
        before: the word before that, with which it is one name.
        at, behind: the tokens from its beginning to its closing bracket.
        bracket: the bracket in which its arguments stand.
        is_changing: an option among its arguments makes other JSON than is spelled out.
    """

    word: str
    before: str
    at: int
    behind: int
    bracket: str
    is_changing: bool = False

    @property
    def makes_json(self) -> bool:
        """Whether it makes JSON of a text too that it keeps or sends."""
        word = self.word.lower()
        return _AS_JSON.match(word) is not None or (word == "create" and self.before.lower() == "jsoncontent")


def doing_of(call: Call) -> Doing:
    """What a call does with what it is given, by its name."""
    word, before = call.word.lower(), call.before.lower()
    if changes_by_name(call.word) and not _AS_JSON.match(word):
        return "unknown"
    if call.bracket == "[" or (call.bracket == "{" and word != ""):
        return "unknown"
    if call.is_changing:
        return "unknown"
    if _MAKES_JSON.match(word) or (word in _OF_JSON and ("json" in before or before in ("newencoder", "format"))):
        return "keeps" if word == "create" or before == "newencoder" else "json"
    if word in _GIVES:
        return "gives"
    if _AS_JSON.match(word):
        return "sends"
    if _KEEPS.match(word):
        return "keeps"
    if SHOWS.match(word):
        return "shows"
    return "sends" if _SENDS.match(word) or word in _ANSWERS else "unknown"


class Calls:
    """The brackets of one text, and what stands before them."""

    def __init__(self, tokens: Sequence[Token], budget: Budget) -> None:
        self._tokens = tokens
        self._budget = budget
        #: The bracket around each token, and the other end of each bracket.
        self._around: list[int] = []
        self._other: dict[int, int] = {}
        #: What is asked of a bracket often, once it was found out.
        self._block_ends: dict[int, int] = {}
        self._functions: dict[int, int | None] = {}
        pending: list[int] = []
        for at, token in enumerate(tokens):
            budget.spend(2)
            opening = _CLOSING.get(token.spelled) if token.kind == "sign" else None
            if opening is not None and pending and tokens[pending[-1]].spelled == opening:
                self._other[at] = pending[-1]
                self._other[pending.pop()] = at
            self._around.append(pending[-1] if pending else -1)
            if token.kind == "sign" and token.spelled in _OPENING:
                pending.append(at)

    def _spelled(self, at: int) -> str:
        return self._tokens[at].spelled if 0 <= at < len(self._tokens) else ""

    def bracket_around(self, at: int) -> str:
        """The bracket in which a token stands."""
        return self._spelled(self._around[at]) if self._around[at] >= 0 else ""

    def around(self, at: int) -> Call | None:
        """The call that is given what stands at ``at``."""
        opening = self._around[at]
        return None if opening < 0 else self._with_bracket(opening)

    def at_name(self, at: int) -> Call:
        """The call of what is named at ``at``; without a bracket when nothing is called there."""
        opening = at + 1
        if self._spelled(opening) == "<":
            opening = self._behind_type(opening)
        if self._spelled(opening) != "(":
            return Call(self._spelled(at), "", at, at + 1, "")
        return self._with_bracket(opening) or Call(self._spelled(at), "", at, at + 1, "")

    def word_before(self, closing: int) -> str:
        """The word before the bracket that is closed at ``closing``."""
        return self._spelled(self._other.get(closing, 0) - 1)

    def block_end(self, at: int) -> int:
        """Where the block ends in which a token stands."""
        opening = self._around[at]
        if opening not in self._block_ends:
            self._block_ends[opening] = self._end_of_block(opening)
        return self._block_ends[opening]

    def _end_of_block(self, opening: int) -> int:
        while opening >= 0 and self._spelled(opening) != "{":
            self._budget.spend(4)
            if self._spelled(opening - 1) in _STATEMENTS and opening in self._other:
                # ``using (var content = ..) { .. }``: it holds in what follows
                brace = self._other[opening] + 1
                return self._other.get(brace, len(self._tokens))
            opening = self._around[opening]
        return self._other.get(opening, len(self._tokens)) if opening >= 0 else len(self._tokens)

    def before_type(self, at: int) -> int:
        """The name whose type ends at ``at``: ``name: Map<String, Any>``."""
        for _step in range(_LONGEST_TYPE):
            if at < 1 or self._spelled(at) in (";", "{", "}", "(", ")", "="):
                return -1
            if self._spelled(at) == ":":
                return at - 1
            at -= 1
        return -1

    def function_around(self, at: int) -> int | None:
        """The name of the function in which a token stands; None when none is told."""
        brace = self._around[at]
        if brace not in self._functions:
            self._functions[brace] = self._function_of(brace)
        return self._functions[brace]

    def _function_of(self, brace: int) -> int | None:
        while brace >= 0:
            self._budget.spend(4)
            if self._spelled(brace) == "{":
                closing = brace - 1
                for _step in range(_LONGEST_TYPE):
                    if self._spelled(closing) == "}" and self._other.get(closing) == closing - 1:
                        closing -= 2  # ``interface{}`` of Go
                    if closing < 0 or self._spelled(closing) in (")", "{", "}", ";"):
                        break
                    closing -= 1
                name_at = self._other.get(closing, 0) - 1 if self._spelled(closing) == ")" else -1
                is_name = name_at >= 0 and self._tokens[name_at].kind == "name"
                if is_name and self._spelled(name_at) not in _STATEMENTS and self._spelled(name_at) != "func":
                    return name_at
            brace = self._around[brace]
        return None

    def anything_unknown_between(self, at: int, end: int) -> bool:
        """Whether something is called between two tokens that may do anything."""
        first = bisect_left(self._unknown, at)
        return first < len(self._unknown) and self._unknown[first] < end

    @cached_property
    def _unknown(self) -> list[int]:
        found = []
        for at, token in enumerate(self._tokens):
            if token.kind == "name" and self._spelled(at + 1) == "(":
                self._budget.spend(20)
                word = token.spelled
                known = word in _STATEMENTS or word in ("mapOf", "of") or _HARMLESS.match(word.lower())
                if not known and doing_of(self.at_name(at)) == "unknown":
                    found.append(at)
        return found

    def _with_bracket(self, opening: int) -> Call | None:
        """The call whose arguments stand in the bracket at ``opening``."""
        if opening not in self._other:
            return None
        self._budget.spend(4)
        behind = self._other[opening] + 1
        name_at = opening - 1
        if self._spelled(name_at) == ">":
            name_at = self._before_type_arguments(name_at)
        bracket = self._spelled(opening)
        if bracket == "(" and self._spelled(name_at) == "]" and self._spelled(name_at - 1) == "[":
            return None
        if name_at < 0 or self._tokens[name_at].kind != "name" or self._spelled(name_at) in ("return", "await"):
            return Call("", "", opening, behind, bracket)
        at = self._begin(name_at)
        inside = range(opening + 1, min(behind, opening + _FARTHEST * 4))
        is_changing = bracket == "(" and any(
            self._tokens[each].kind == "name" and _CHANGES.search(self._tokens[each].spelled) for each in inside
        )
        return Call(self._spelled(name_at), self._word_before(name_at), at, behind, bracket, is_changing)

    def _word_before(self, name_at: int) -> str:
        before = name_at - 1
        if self._spelled(before) != ".":
            return ""
        before -= 1
        if self._spelled(before) == ")":
            before = self._other.get(before, 0) - 1
        return self._spelled(before)

    def _begin(self, at: int) -> int:
        """Where a chain of members and calls begins that ends with the name at ``at``."""
        for _step in range(_FARTHEST):
            before = self._spelled(at - 1)
            if before == "." or (before in ("?", "!") and self._spelled(at - 2) in (".", "?", "!")):
                at -= 2
                while self._spelled(at) in ("?", "!", "."):
                    at -= 1
                while self._spelled(at) in (")", "]") and at in self._other:
                    self._budget.spend(2)
                    at = self._other[at] - 1
                if self._spelled(at) == ">":
                    at = self._before_type_arguments(at)
            elif before == "]" and self._spelled(at - 2) == "[":  # ``[]byte(..)`` of Go
                at -= 2
            else:
                break
        while self._spelled(at - 1) in ("new", "await"):
            at -= 1
        return max(at, 0)

    def _before_type_arguments(self, at: int) -> int:
        depth = 0
        for number in range(at, max(-1, at - _LONGEST_TYPE), -1):
            depth += (self._spelled(number) == ">") - (self._spelled(number) == "<")
            if depth == 0:
                return number - 1
        return -1

    def _behind_type(self, at: int) -> int:
        depth = 0
        for number in range(at, min(len(self._tokens), at + _LONGEST_TYPE)):
            depth += (self._spelled(number) == "<") - (self._spelled(number) == ">")
            if depth == 0:
                return number + 1
        return -1
