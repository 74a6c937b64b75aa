"""Events in code of C#, Go, Java and Kotlin; see ``typed_literals`` for what of it is read."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.literals import Value, mentions_event, refusal, unknowns
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair, repair_at
from yespo_console.reading.source_code.computed import emptied
from yespo_console.reading.source_code.reasons import put_together
from yespo_console.reading.source_code.typed.credentials_in_typed_code import address_in, note_typed_credentials
from yespo_console.reading.source_code.typed.typed_literals import Token, TypedLiterals, tokens_of
from yespo_console.reading.source_code.typed.typed_shapes import Shape, shapes_in
from yespo_console.reading.source_code.typed.typed_ways import TypedWays

#: How an object begins; none of it is JavaScript, Python, PHP or Ruby.
_SIGN: Final = re.compile(
    r"n(?<=\bn)ew(?:\s{0,9}\{|\s{1,9}[\w.]{0,60}Dictionary<)|m(?<=\bm)ap\[string\]|M(?<=\bM)ap\.of\("
    r"|m(?<=\bm)(?:utable[mM])?apOf\(|M(?<=\bM)apOf\(|l(?<=\bl)inked[mM]apOf\(|h(?<=\bh)ash[mM]apOf\("
)
#: A type of Go, C# or Java that the text declares.
_DECLARES: Final = re.compile(
    r"t(?<=\bt)ype[ \t]{1,9}\w{1,60}[ \t]{1,9}struct\b|r(?<=\br)ecord[ \t]{1,9}\w|\{\s{0,40}get;"
)
_LONGEST: Final = 300_000


def find_typed_language(text: Traced, budget: Budget) -> Found | None:
    """An event that is spelled out as an object, alone or on its way to its sending."""
    sign = _SIGN.search(text.text) or _DECLARES.search(text.text)
    if sign is None or len(text) > _LONGEST or not mentions_event(text.text):
        return None
    tokens = tokens_of(text, budget)
    shapes = shapes_in(text.text, budget)
    literals = TypedLiterals(text, tokens, shapes, budget)
    ways = TypedWays(text, tokens, budget)
    requests = []
    credentials = Credentials(text.original)
    url = address_in(text, credentials)
    behind = 0
    for at, token in enumerate(tokens):
        if at < behind or not _begins(text, tokens, at, shapes):
            continue
        event = literals.event_at(at)
        if event is None:
            continue
        value, behind = event
        again = ways.made_json_again(at, behind, is_text=False)
        requests.append(_refused(text, token, url) if again is None else _request(text, value, again, url, budget))
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


def _request(
    text: Traced, value: Value, again: Sequence[tuple[int, int]], url: str | None, budget: Budget
) -> FoundRequest:
    made = emptied(value, text.original, budget)
    if made is None:
        return FoundRequest(text.slice(0, 0), url, error=refusal(unknowns(value, budget), text.original))
    return FoundRequest(made.body, url, _in_order((*made.repairs, *_told(text, again))))


def _refused(text: Traced, token: Token, url: str | None) -> FoundRequest:
    return FoundRequest(text.slice(0, 0), url, error=put_together(text, token.start))


def _told(text: Traced, again: Sequence[tuple[int, int]]) -> Iterator[Repair]:
    """What is said of an event that is made JSON though it is JSON: once, as of one in any other language."""
    for start, end in again[:1]:
        yield repair_at(text, start, end, "encoded_twice")


def _in_order(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    return tuple(sorted(repairs, key=lambda each: each.offset))
