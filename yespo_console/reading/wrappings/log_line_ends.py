"""Line ends and tabs as rsyslog writes them (``#012``), between the parts of JSON of several lines."""

import re
from typing import Final

from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.reading.bodies import bodies_within
from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_LINE_FEED: Final = "#012"
_MEANT: Final = {_LINE_FEED: "\n", "#011": "\t", "#015": "\r"}
_SIGN: Final = re.compile("|".join(_MEANT))
#: One in a text; a digit behind it makes it a number.
_IN_TEXT: Final = re.compile(rf"(?:{_SIGN.pattern})(?!\d)")
_OPENING: Final = re.compile(rf"[{{\[](?=(?:[ \t]|{_SIGN.pattern}){{0,99}}[\"{{\[])")
#: A text, perhaps without its end, a bracket, a sign of rsyslog, a line end: there is none within what it wrote.
_TOKEN: Final = re.compile(rf"\"(?:[^\"\\\r\n]|\\.)*+(?P<closed>\"?)|[{{}}\[\]]|{_SIGN.pattern}|[\r\n]")


def log_line_ends(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text with the line ends and tabs that rsyslog wrote for those between the parts of sound JSON with events.

    In one line the sign begins no comment: that would take the brackets behind it. In a text it stays as it is.
    """
    raw = text.text
    if _LINE_FEED not in raw or not mentions_event(raw):
        return None
    budget.spend(2 * len(raw))
    signs: list[re.Match[str]] = []
    position = 0
    while (opening := _OPENING.search(raw, position)) is not None:
        budget.spend(200)
        position, within = _extent(raw, opening.start())
        if within and _is_event(raw, opening.start(), position, within, budget):
            signs += within
    if not signs:
        return None
    builder = TracedBuilder(text.original)
    done = 0
    for sign in signs:
        budget.spend(40)
        builder.copy(text, done, sign.start())
        builder.put(_MEANT[sign[0]], text.offset(sign.start()), len(sign[0]))
        done = sign.end()
    builder.copy(text, done)
    told = repair_at(text, *signs[0].span(), "log_line_ends", count=str(len(signs)))
    return Unwrapped((builder.build(),), (told,))


def _extent(raw: str, opening: int) -> tuple[int, list[re.Match[str]]]:
    """Where a bracket is closed, and the signs outside of texts up to there; the end of the line and none if it is not.

    None either where texts hold some too: there they may be line ends of a program that does not escape them.
    """
    signs: list[re.Match[str]] = []
    depth = 0
    is_doubtful = False
    for token in _TOKEN.finditer(raw, opening):
        if token[0] in "{[":
            depth += 1
        elif token[0] in "}]":
            depth -= 1
            if not depth:
                return token.end(), [] if is_doubtful else signs
        elif token[0] in _MEANT:
            signs.append(token)
        elif token[0] in "\r\n" or token["closed"] == "":
            return token.end(), []  # with a text that is open, what follows is nothing that can be told
        elif "#" in token[0] and _IN_TEXT.search(token[0]):
            is_doubtful = True
    return len(raw), []


def _is_event(raw: str, start: int, end: int, signs: list[re.Match[str]], budget: Budget) -> bool:
    budget.spend(end - start)
    pieces: list[str] = []
    for sign in signs:
        pieces += (raw[start : sign.start()], _MEANT[sign[0]])
        start = sign.end()
    try:
        return bool(bodies_within(parse("".join((*pieces, raw[start:end])))))
    except JsonTextError:
        return False
