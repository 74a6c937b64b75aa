"""Events in code of C#, Go, Java and Kotlin; see ``typed_literals`` for what of it is read."""

import re
from collections.abc import Mapping
from typing import Final

from yespo_console.reading.addresses import is_event_call
from yespo_console.reading.budget import Budget
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.literals import Value, mentions_event, refusal, unknowns
from yespo_console.reading.origin import Traced
from yespo_console.reading.source_code.computed import emptied
from yespo_console.reading.source_code.credentials_in_typed_code import note_typed_credentials
from yespo_console.reading.source_code.reasons import put_together
from yespo_console.reading.source_code.typed_literals import Token, TypedLiterals, tokens_of
from yespo_console.reading.source_code.typed_shapes import Shape, shapes_in

#: How an object begins; none of it is JavaScript, Python, PHP or Ruby.
_SIGN: Final = re.compile(
    r"\bnew\s{0,9}\{|\bnew\s{1,9}[\w.]{0,60}Dictionary<|\bmap\[string\]|\bMap\.of\(|\b(?:mutable|linked|hash)?[mM]apOf\("
)
#: A type of Go, C# or Java that the text declares.
_DECLARES: Final = re.compile(r"\btype[ \t]{1,9}\w{1,60}[ \t]{1,9}struct\b|\brecord[ \t]{1,9}\w|\{\s{0,40}get;")
_LONGEST: Final = 300_000
#: Calls that make JSON of what they are given, or send it.
_TAKES: Final = re.compile(
    r"(?:serialize|marshal|addjsonbody|addbody|writevalueas|tojson|encode|stringcontent|jsoncontent|json|body|entity"
    r"|post|put|send|httpentity)\w*$|create$",
    re.IGNORECASE,
)
#: Calls that show what they are given.
_SHOWS: Final = re.compile(
    r"(?:write(?:line)?|print\w*|log\w*|info|debug|warn\w*|error|trace|assert\w*|dump)$", re.IGNORECASE
)
#: A member that is set or put into something; behind an event it may be that.
_CHANGED: Final = re.compile(
    r"\[\"(?:eventTypeKey|eventKey|keyValue|params|name|value)\"\]\s{0,9}=(?!=)"
    r"|\.(?:put|add|tryadd|set|remove)\(\"(?:eventTypeKey|eventKey|keyValue|params|name|value)\"",
    re.IGNORECASE,
)
#: A variable that is used more often is not followed.
_MOST_PLACES: Final = 50
#: So many tokens from an argument stands what is called, at most.
_FARTHEST: Final = 500
_ADDRESS: Final = re.compile(r'"(https?://[^\s"]{1,300})"')


def find_typed_language(text: Traced, budget: Budget) -> Found | None:
    """An event that is spelled out as an object, alone or on its way to its sending."""
    sign = _SIGN.search(text.text) or _DECLARES.search(text.text)
    if sign is None or len(text) > _LONGEST or not mentions_event(text.text):
        return None
    tokens = tokens_of(text, budget)
    shapes = shapes_in(text.text, budget)
    literals = TypedLiterals(text, tokens, shapes, budget)
    ways = _Ways(text, tokens, budget)
    requests = []
    credentials = Credentials(text.original)
    addresses = {each[1] for each in _ADDRESS.finditer(text.text) if is_event_call(each[1])}
    url = credentials.address(addresses.pop(), 0) if len(addresses) == 1 else None
    behind = 0
    for at, token in enumerate(tokens):
        if at < behind or not _begins(text, tokens, at, shapes):
            continue
        event = literals.event_at(at)
        if event is None:
            continue
        value, behind = event
        if ways.lead_to_sending(at, behind):
            requests.append(_request(text, value, url, budget))
        else:
            requests.append(FoundRequest(text.slice(0, 0), url, error=put_together(text, token.start)))
    if not requests:
        return None
    note_typed_credentials(text, credentials)
    return Found("javascript", tuple(requests), credentials.found)


def _begins(text: Traced, tokens: list[Token], at: int, shapes: Mapping[str, Shape]) -> bool:
    """Whether an object may begin with the token ``at``."""
    token, following = tokens[at], tokens[at + 1].spelled if at + 1 < len(tokens) else ""
    before = tokens[at - 1].spelled if at else ""
    if token.spelled == "new" and following in shapes:
        return True
    if token.spelled in shapes and following == "{" and before in ("=", ":=", "(", "&", "return", ","):
        return True
    return _SIGN.match(text.text, token.start) is not None


def _request(text: Traced, value: Value, url: str | None, budget: Budget) -> FoundRequest:
    made = emptied(value, text.original, budget)
    if made is None:
        return FoundRequest(text.slice(0, 0), url, error=refusal(unknowns(value, budget), text.original))
    return FoundRequest(made.body, url, made.repairs)


class _Ways:
    """What is done to the objects of one text."""

    def __init__(self, text: Traced, tokens: list[Token], budget: Budget) -> None:
        self._tokens = tokens
        self._budget = budget
        self._places: dict[str, list[int]] = {}
        for at, token in enumerate(tokens):
            if token.kind == "name":
                self._places.setdefault(token.spelled, []).append(at)
        self._last_change = max([change.start() for change in _CHANGED.finditer(text.text)], default=-1)

    def lead_to_sending(self, at: int, behind: int) -> bool:
        """Whether nothing is done to the object in the tokens from ``at`` up to ``behind`` but sending it."""
        tokens = self._tokens
        if behind > len(tokens) or self._last_change >= tokens[behind - 1].end:
            return False
        if behind < len(tokens):
            next_one = tokens[behind]  # a name begins the next statement: Go and Kotlin do not end the one before
            if next_one.spelled not in (")", ",", ";", "}") and (next_one.kind != "name" or next_one.spelled == "with"):
                return False
        at -= at > 0 and tokens[at - 1].spelled == "&"
        before = tokens[at - 1].spelled if at else ""
        if before in ("", "return", "}", ";"):
            return True
        if before in ("=", ":=") and at > 1 and tokens[at - 2].kind == "name":
            places = self._places[tokens[at - 2].spelled]
            return len(places) < _MOST_PLACES and all(self._is_given(each) for each in places if each >= behind)
        return self._is_sent(at)

    def _is_given(self, at: int) -> bool:
        behind = self._tokens[at + 1].spelled if at + 1 < len(self._tokens) else ""
        return behind in (")", ",") and (self._is_sent(at) or self._is_sent(at, _SHOWS))

    def _is_sent(self, at: int, takes: re.Pattern[str] = _TAKES) -> bool:
        """Whether a value is an argument of a call that makes JSON of it or sends it, or of one that ``takes`` it."""
        depth = 0
        for number in range(at - 1, max(0, at - _FARTHEST), -1):
            self._budget.spend()
            spelled = self._tokens[number].spelled
            if spelled in (")", "]", "}"):
                depth += 1
            elif spelled in ("(", "[", "{"):
                depth -= 1
            if depth < 0:
                return spelled == "(" and takes.match(self._tokens[number - 1].spelled) is not None
        return False
