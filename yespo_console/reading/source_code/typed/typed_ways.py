"""What becomes of the objects and texts in code of C#, Go, Java and Kotlin, as its tokens tell it.

Each use of one must be one of a few that are understood: it is shown, made JSON, wrapped for its sending, sent, or kept
in a variable of its own whose uses are understood too. How often it is made JSON on its way is counted. Everything else
may change it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced
from yespo_console.reading.source_code.typed.typed_calls import Call, Calls, Doing, doing_of
from yespo_console.reading.source_code.typed.typed_literals import Token
from yespo_console.reading.word_set import word_set

#: A member that is set or put into something; behind an event it may be that.
_CHANGED: Final = re.compile(
    r"\[\"(?:eventTypeKey|eventKey|keyValue|params|name|value)\"\]\s{0,9}=(?!=)"
    r"|\.(?:put|add|tryadd|set|remove)\(\"(?:eventTypeKey|eventKey|keyValue|params|name|value)\"",
    re.IGNORECASE,
)
#: A call in a text that puts in its value, and the names in that; what adds to a buffer.
_HOLE: Final = re.compile(r"\{[^{}\"(]{0,100}\([^{}\"]{0,200}\}")
_NAME: Final = re.compile(r"\w+")
_ADDS: Final = re.compile(r"[Ww]rite|[Aa]ppend|[Ii]nsert|[Rr]eplace|[Tt]runcate|[Rr]eset")
#: A variable that is used more often is not followed; nor is a value through more hands.
_MOST_PLACES: Final = 50
_MOST_HANDS: Final = 8
#: So many brackets stand around a value and its function.
_MOST_AROUND: Final = 30
#: What a value is looked at for: a question about it, and no part that could be changed.
_ASKS: Final = word_set("length count size isempty isblank isnullorempty contains containskey hashcode")
#: What gives a value as it is, as a text or as its bytes.
_GIVES: Final = word_set(
    "getbytes tobytearray encodetobytearray trim trimindent trimmargin tostring strip configureawait bytes string"
)
#: Brackets before which these words stand belong to a statement.
_STATEMENTS: Final = word_set("if while for foreach switch when catch using lock with try")
#: Behind these a new line goes on with the statement.
_GOES_ON: Final = frozenset(("(", "[", ",", "=", ":=", "+", "-", "?", ":", "=>", ".", "&", "|", "<", "else", "return"))
#: Types and words that declare a variable, in which a value is that of nobody else.
_DECLARES: Final = word_set("var val const final let")


@dataclass(slots=True)
class _Way:
    """What was seen of one value: the variables, and the calls that make JSON of what is JSON already."""

    seen: set[tuple[str, int, int]] = field(default_factory=set)
    again: list[tuple[int, int]] = field(default_factory=list)


class TypedWays:
    """Follows the values of one text."""

    def __init__(self, text: Traced, tokens: Sequence[Token], budget: Budget) -> None:
        self._text = text
        self._tokens = tokens
        self._budget = budget
        self._calls = Calls(tokens, budget)
        self._places: dict[str, list[int]] = {}
        for at, token in enumerate(tokens):
            if token.kind == "name":
                self._places.setdefault(token.spelled, []).append(at)
        #: The names in calls within texts of C# and Kotlin that put values in.
        self._put_in_texts: set[str] = set()
        for token in tokens:
            for hole in _HOLE.finditer(token.spelled) if token.kind in ("text", "other") else ():
                budget.spend(4)
                self._put_in_texts.update(_NAME.findall(hole[0]))
        self._last_change = max([change.start() for change in _CHANGED.finditer(text.text)], default=-1)

    def made_json_again(self, at: int, behind: int, *, is_text: bool) -> list[tuple[int, int]] | None:
        """Where the value in the tokens from ``at`` up to ``behind`` is made JSON though it is JSON already.

        Each place is where the call begins and ends in the text. None when not every use of the value is understood.
        ``is_text`` is for a text that holds JSON.
        """
        if behind > len(self._tokens) or self._last_change >= self._tokens[behind - 1].end:
            return None
        way = _Way()
        return way.again if self._goes_well(at, behind, int(is_text), way, 0) else None

    # -- following

    def _goes_well(self, at: int, behind: int, times: int, way: _Way, hands: int) -> bool:
        """Whether what becomes of a value is understood that is JSON ``times`` times where it stands."""
        for _step in range(_MOST_AROUND):
            self._budget.spend(8)
            if hands > _MOST_HANDS:
                return False
            following = self._spelled(behind)
            if following == "[":
                return False
            if following in (".", "?", "!") and not self._is_on_new_line(behind, following):
                end = self._called_on(behind)
                if end is None:
                    return self._is_asked(behind)
                behind = end
                continue
            if not self._ends_here(behind):
                return following in ("=", "!") and self._is_compared(behind)
            at -= self._spelled(at - 1) in ("&", "await")
            at -= self._spelled(at - 1) in ("&", "await")
            before = self._spelled(at - 1)
            if before in ("=", ":=") and not self._is_argument(at):
                return self._is_set(at, behind, times, way, hands)
            if before in ("(", ",") or (before in ("=", ":") and self._is_argument(at)):
                call = self._calls.around(at)
                if call is None or (before == "," and call.bracket != "("):
                    return False
                if not call.word:  # brackets alone
                    at, behind = call.at, call.behind
                    if before == "(":
                        continue
                    return False
                done = doing_of(call)
                again = self._encodes_again(call, done, times, way)
                if done in ("json", "gives"):
                    at, behind, times = call.at, call.behind, times + again
                    continue
                if times == 0 and call.word.lower() == "put":  # in a map, which others may know
                    return False
                if done == "keeps" and self._is_added_to(call):
                    return False
                return done in ("sends", "keeps", "shows")
            if before == "return":
                return self._given_back(at, times, way, hands)
            if before == "{" and following in (",", "}"):  # a part of something that is made there
                return False
            return before in ("", "}", ";") or self._begins_statement(at)
        return False

    def _encodes_again(self, call: Call, done: Doing, times: int, way: _Way) -> int:
        """By how much a call makes a value JSON more often; noted where it is that already."""
        encodes = done == "json" or (done in ("sends", "keeps") and call.makes_json)
        if encodes and times > 0:
            way.again.append((self._tokens[call.at].start, self._tokens[call.behind - 1].end))
        return int(encodes)

    def _is_set(self, at: int, behind: int, times: int, way: _Way, hands: int) -> bool:
        """Whether the uses of a variable are understood that is set to the value at ``at``."""
        name_at = self._name_before(at - 1)
        if name_at is None:
            return False
        name = self._spelled(name_at)
        before = self._spelled(name_at - 1)
        if before == ".":  # a member of something: others may hold that, but they cannot change a text
            return times > 0 and not self._is_changed_text(name, at)
        if before in ("{", ",") and self._spelled(behind) in (",", "}"):  # a member of what is made there
            return times > 0
        if name in self._put_in_texts:
            return False
        scope = self._calls.block_end(name_at)
        declared = self._spelled(at - 1) == ":=" or self._is_declared(name_at)
        places = self._places[name]
        if len(places) > _MOST_PLACES:
            return False
        if not declared:
            earlier = [each for each in places if each < name_at]
            if any(not self._is_declaration_alone(each) for each in earlier):
                return False
            if times == 0 and self._calls.anything_unknown_between(at, max(places)):
                return False
            scope = len(self._tokens)
        key = (name, name_at, times)
        if key in way.seen:
            return True
        way.seen.add(key)
        return all(self._is_used_well(each, times, way, hands) for each in places if name_at < each < scope)

    def _is_used_well(self, at: int, times: int, way: _Way, hands: int) -> bool:
        before, following = self._spelled(at - 1), self._spelled(at + 1)
        if before == "." and self._spelled(at - 2) != "this":
            return following not in ("=", ":=") or self._spelled(at + 2) == "="  # another one of that name
        begin = at - 2 if before == "." else at
        if following == ":" and before in ("(", ","):  # the name of an argument of C#
            return True
        if following in ("=", ":=", "+", "-") and not self._is_compared(at + 1):
            return False
        if following == "(":  # a function of that name
            return True
        return self._goes_well(begin, at + 1, times, way, hands + 1)

    def _given_back(self, at: int, times: int, way: _Way, hands: int) -> bool:
        """Whether all is well wherever the function around is called that gives the value."""
        name_at = self._calls.function_around(at)
        if name_at is None:
            return True
        name = self._spelled(name_at)
        key = (f"{name}()", name_at, times)
        if key in way.seen:
            return True
        way.seen.add(key)
        places = self._places[name]
        if len(places) > _MOST_PLACES:
            return False
        calls = [self._calls.at_name(each) for each in places if each != name_at and self._spelled(each + 1) == "("]
        return all(self._goes_well(call.at, call.behind, times, way, hands + 1) for call in calls)

    def _is_added_to(self, call: Call) -> bool:
        """Whether more is written into what a call keeps a text in."""
        name_at = self._name_before(call.at - 1) if self._spelled(call.at - 1) in ("=", ":=") else None
        if name_at is None:
            return False
        behind = [each + 2 for each in self._places[self._spelled(name_at)][:_MOST_PLACES] if each > name_at]
        return any(self._spelled(each - 1) == "." and _ADDS.match(self._spelled(each)) for each in behind)

    # -- what stands beside a value

    def _spelled(self, at: int) -> str:
        return self._tokens[at].spelled if 0 <= at < len(self._tokens) else ""

    def _is_on_new_line(self, at: int, spelled: str) -> bool:
        """Whether a statement ended before ``at``: a sign goes on with the one before it, but for those of a prefix."""
        return spelled == "!" and self._starts_line(at)

    def _starts_line(self, at: int) -> bool:
        if not 0 < at < len(self._tokens):
            return True
        return "\n" in self._text.text[self._tokens[at - 1].end : self._tokens[at].start]

    def _ends_here(self, behind: int) -> bool:
        """Whether nothing more belongs to a value: a bracket closes, or the next statement begins."""
        following = self._spelled(behind)
        if following in ("", ")", ",", ";", "}"):
            return True
        kind = self._tokens[behind].kind
        begins = kind == "name" or following in ("@", "*", "<", "(", "!")
        return begins and self._starts_line(behind) and following not in ("with", "as", "to", "else")

    def _begins_statement(self, at: int) -> bool:
        before = self._spelled(at - 1)
        if not self._starts_line(at) or before in _GOES_ON or before == "->":
            return False
        return before != ")" or self._calls.word_before(at - 1) not in _STATEMENTS

    def _is_compared(self, at: int) -> bool:
        """Whether a value is compared with another: ``== null``, ``!= null``."""
        return self._spelled(at) in ("=", "!") and self._spelled(at + 1) == "="

    def _is_argument(self, at: int) -> bool:
        """Whether ``name = value`` or ``name: value`` is an argument that is named."""
        return self._spelled(at - 3) in ("(", ",") and self._calls.bracket_around(at) == "("

    def _called_on(self, behind: int) -> int | None:
        """The end of a call of a method that gives the value as it is; None for anything else."""
        name_at = behind
        while self._spelled(name_at) in (".", "?", "!"):
            name_at += 1
        if self._spelled(name_at).lower() not in _GIVES and doing_of(self._calls.at_name(name_at)) != "keeps":
            return None
        call = self._calls.at_name(name_at)
        return call.behind if call.bracket == "(" else None

    def _is_asked(self, behind: int) -> bool:
        name_at = behind
        while self._spelled(name_at) in (".", "?", "!"):
            name_at += 1
        return self._spelled(name_at).lower() in _ASKS

    def _name_before(self, at: int) -> int | None:
        """The variable that is set before the ``=`` at ``at``: of several in Go, the first."""
        at -= 1
        while self._spelled(at - 1) == "," and self._tokens[at].kind == "name" and self._spelled(at + 1) != ")":
            at -= 2
        if (at >= 0 and self._spelled(at) in (">", "]", "?")) or self._spelled(at - 1) == ":":
            at = self._calls.before_type(at)  # ``val name: Type =`` of Kotlin
        return at if at >= 0 and self._tokens[at].kind == "name" else None

    def _is_declared(self, name_at: int) -> bool:
        before = self._spelled(name_at - 1)
        if before in (">", "]", "?", "*") or before.lower() in _DECLARES:
            return True
        is_type = name_at > 0 and self._tokens[name_at - 1].kind == "name" and not self._starts_line(name_at)
        return is_type and before not in ("return", "else", "in", "is", "new", "await")

    def _is_declaration_alone(self, at: int) -> bool:
        """Whether a variable is only declared there: ``String json;``, ``var body []byte``."""
        return (self._is_declared(at) and self._spelled(at + 1) not in ("=", ".", "(", "[", "+")) or (
            self._spelled(at + 1) == "=" and self._spelled(at + 2) in ("null", "nil", '""')
        )

    def _is_changed_text(self, name: str, at: int) -> bool:
        """Whether a member of that name is set anew behind ``at``."""
        places = self._places[name]
        return len(places) > _MOST_PLACES or any(each > at and self._spelled(each + 1) in ("=", "+") for each in places)
