"""Texts that hold the JSON of an event in code of C#, Go, Java and Kotlin, and what that does with them.

What they hold is read by whoever reads JSON in quotes of any code. Here it is only asked whether each of them is sent
as it stands: one that is replaced in, parsed, or given to something of unknown doing is refused, and one that is made
JSON again is told.
"""

import re
from collections.abc import Sequence
from typing import Final

from yespo_console.reading.bodies import is_json
from yespo_console.reading.budget import Budget
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.literals import Text, Unknown, mentions_event
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Repair, repair_at
from yespo_console.reading.source_code.computed import emptied_text
from yespo_console.reading.source_code.language_signs import KOTLIN, TYPED
from yespo_console.reading.source_code.reasons import put_together
from yespo_console.reading.source_code.texts.java_texts import held_in_java, is_of_java
from yespo_console.reading.source_code.typed.credentials_in_typed_code import address_in, note_typed_credentials
from yespo_console.reading.source_code.typed.typed_literals import Token, TypedLiterals, tokens_of
from yespo_console.reading.source_code.typed.typed_ways import TypedWays

#: How a text begins that holds JSON, or JSON in JSON.
_STARTS: Final = re.compile(r"[@$]{0,3}(?:\"{3}|\"|`)\s{0,200}\\{0,3}\"{0,2}\s{0,200}[\[{]")
#: How one begins that holds JSON in JSON, once its quotes are off.
_TWICE: Final = re.compile(r"\s{0,200}\"\s{0,9}\\*\"?[\[{]")
#: A value that Kotlin puts into a text between three quotes, as the other languages do not.
_PUT_IN: Final = re.compile(r"\$(?:[A-Za-z_]\w{0,60}|\{[^{}\"\r\n]{1,80}\})")
_LONGEST: Final = 300_000
_OPENING: Final = frozenset("([{")
_CLOSING: Final = frozenset(")]}")


def find_typed_text(text: Traced, budget: Budget) -> Found | None:
    """The events of such texts where one of them is not sent as it stands; None where others read them."""
    if len(text) > _LONGEST or not TYPED.stand_in(text.text, _LONGEST) or not mentions_event(text.text):
        return None
    tokens = tokens_of(text, budget)
    ways = TypedWays(text, tokens, budget)
    literals = TypedLiterals(text, tokens, {}, budget)
    credentials = Credentials(text.original)
    url = address_in(text, credentials)
    requests: list[FoundRequest] = []
    is_told = False
    around: list[str] = []  # what an event holds is no key of the code
    done = 0
    behind = 0
    for at, token in enumerate(tokens):
        if at < behind or token.kind not in ("text", "raw", "other") or not _STARTS.match(token.spelled):
            continue
        behind, is_whole = _end_of(tokens, at, budget)
        start, end = token.start, tokens[behind - 1].end
        if not mentions_event(text.text[start:end]):
            continue
        around += (text.text[done:start], " " * (end - start))
        done = end
        again = ways.made_json_again(at, behind, is_text=True) if is_whole else None
        held = _held(text, tokens[at:behind], literals) if is_whole else None
        twice = held is not None and _TWICE.match(held.text) is not None
        is_told = is_told or again is None or bool(again) or twice
        if again is None or held is None:
            requests.append(FoundRequest(text.slice(0, 0), url, error=put_together(text, token.start)))
        else:
            told = [repair_at(text, *place, "encoded_twice") for place in again[:1]]
            requests.append(_request(text, token, held, url, tuple(told), budget))
    if not is_told and (not requests or any(each.error for each in requests)):  # values that code puts in
        return None
    note_typed_credentials(text.respelled("".join((*around, text.text[done:]))), credentials)
    return Found("javascript", tuple(requests), credentials.found)


def _request(
    text: Traced, token: Token, held: Traced, url: str | None, told: tuple[Repair, ...], budget: Budget
) -> FoundRequest:
    """What a text that begins with ``token`` sends, without the values that Kotlin puts in."""
    parts: list[Traced | Unknown] = []
    done = 0
    for hole in _PUT_IN.finditer(held.text) if KOTLIN.stand_in(text.text, _LONGEST) else ():
        offset = held.offset(hole.start())
        parts += (held.slice(done, hole.start()), Unknown(offset, "", True, held.offset(hole.end()) - offset))
        done = hole.end()
    if not parts:
        return FoundRequest(held, url, repairs=told)
    made = emptied_text([*parts, held.slice(done)], text.original, budget)
    if made is None:
        return FoundRequest(text.slice(0, 0), url, error=put_together(text, token.start))
    return FoundRequest(made.body, url, (*made.repairs, *told))


def _held(text: Traced, tokens: Sequence[Token], literals: TypedLiterals) -> Traced | None:
    """The characters of one text, or of several that are added; None where the languages do not agree about them.

    Nor where code puts some in.
    """
    builder = TracedBuilder(text.original)
    for token in tokens[::2]:
        part = _held_by(text, token, literals)
        if part is None:
            return None
        builder.copy(part)
    return builder.build() if all(each.spelled == "+" for each in tokens[1::2]) else None


def _held_by(text: Traced, token: Token, literals: TypedLiterals) -> Traced | None:
    if token.kind != "other":
        value = literals.string(token) if token.kind in ("text", "raw") else None
        return value.traced if isinstance(value, Text) else None
    content = text.slice(token.start + 3, token.end - 3)
    if is_of_java(text.text, token.start):
        held = held_in_java(text, (token.start + 3, token.end - 3))
        content = content if held is None else held
    return content if token.spelled.startswith('"') and is_json(content.text.strip()) else None


def _end_of(tokens: Sequence[Token], at: int, budget: Budget) -> tuple[int, bool]:
    """Behind what is added to the text at ``at`` with ``+``, and whether all of that is there."""
    at += 1
    depth = 0
    while at < len(tokens) and tokens[at].spelled == "+":
        depth = 0
        at += 1
        while at < len(tokens):
            budget.spend(2)
            spelled = tokens[at].spelled
            if depth == 0 and (spelled in _CLOSING or spelled in (",", ";", "+")):
                break
            depth += (spelled in _OPENING) - (spelled in _CLOSING)
            at += 1
    return at, depth == 0
