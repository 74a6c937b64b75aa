"""The smallest parts of a text that is almost JSON: spaces, comments, quotes, names. Each look is bounded."""

import re
from collections.abc import Sequence
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.masking import word_without_secrets

#: White space that is none in JSON: no-break and typographic spaces, zero-width marks, rare line ends.
ODD_SPACES: Final = (
    "\x0b\x0c\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d"
    "\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
ODD_SPACE: Final = re.compile(f"[{ODD_SPACES}]")
_SPACE: Final = re.compile(f"[ \t\r\n{ODD_SPACES}]*")
_LINE_END: Final = re.compile(r"[\r\n]|\Z")
LINE_BREAK: Final = re.compile(r"[\r\n\t]")
LINE_END: Final = re.compile(r"[\r\n]")

#: Which quotes may close a text that this quote opens.
CLOSERS: Final[dict[str, str]] = {
    '"': '"',
    "'": "'",
    "`": "`",
    **dict.fromkeys("“”„‟", '“”„‟"'),
    **dict.fromkeys("‘’‚‛", "‘’‚‛'"),
    **dict.fromkeys("«»", "«»"),
    "″": "″",
    "´": "´",
    "＂": "＂",
}
#: The longest name that is looked for ahead; Yespo's names have at most 100 characters.
_NAME_LIMIT: Final = 128
_NAME_AHEAD: Final = {
    opener: re.compile(rf"(?:[^\\\r\n{closers}]|\\.){{0,{_NAME_LIMIT}}}[{closers}]")
    for opener, closers in CLOSERS.items()
}
_NAME_WITH_LINES: Final = {
    opener: re.compile(rf"(?:[^\\{closers}]|\\.){{0,{_NAME_LIMIT}}}[{closers}]", re.DOTALL)
    for opener, closers in CLOSERS.items()
}
BARE_NAME: Final = re.compile(r"[^\W\d][\w$-]*|\$[\w$-]*")
#: A name as JSON has it, and its colon; groups: with quotes, without, colon and white space.
SOUND_NAME: Final = re.compile(r'("([^"\\\x00-\x1f\u00a0]{0,128})")([ \t\r\n]*:[ \t\r\n]*)')
#: A text as JSON has it, with a comma and the name of another member behind it: there is no doubt about its end.
SOUND_MEMBER: Final = re.compile(r'"[^"\\\x00-\x1f\u00a0]*"(?=[ \t\r\n]*,[ \t\r\n]*"[^"\\\r\n]{0,128}"[ \t\r\n]*:)')
ELLIPSIS: Final = re.compile(r"\.{3,}|…")
_WORD: Final = re.compile(r"[^\s,:{}\[\]\"]{1,24}|\S|\Z")

_MAY_BEGIN_A_GAP: Final = frozenset(f" \t\r\n/#{ODD_SPACES}")

#: The index of the next character, and where each comment before it begins and ends.
Gap = tuple[int, Sequence[tuple[int, int]]]


def gap(text: str, start: int, budget: Budget) -> Gap:
    """Where the white space and the comments from ``start`` on end, and the comments."""
    if text[start : start + 1] not in _MAY_BEGIN_A_GAP:
        return start, ()
    comments: list[tuple[int, int]] = []
    position = start
    while True:
        position = end_of_space(text, position)
        two = text[position : position + 2]
        if two == "//" or two[:1] == "#":
            stop = end_of_line(text, position)
        elif two == "/*":
            close = text.find("*/", position + 2)
            if close < 0:
                budget.spend(len(text) - position)
                break
            stop = close + 2
        else:
            break
        comments.append((position, stop))
        position = stop
    budget.spend(16 + (position - start) // 8)
    return position, comments


def end_of_space(text: str, start: int) -> int:
    match = _SPACE.match(text, start)
    return match.end() if match else start


def end_of_line(text: str, start: int) -> int:
    match = _LINE_END.search(text, start)
    return match.start() if match else len(text)


def name_ahead(text: str, start: int, budget: Budget, *, lines: bool = False) -> bool:
    """Whether a name and a colon stand here, as before a value of an object; with ``lines``, the name may have some."""
    opener = text[start : start + 1]
    if opener in CLOSERS:
        match = (_NAME_WITH_LINES if lines else _NAME_AHEAD)[opener].match(text, start + 1)
    else:
        match = BARE_NAME.match(text, start)
    if match is None:
        budget.spend(40)
        return False
    end, _comments = gap(text, match.end(), budget)
    budget.spend(40)
    return text[end : end + 1] == ":" and (opener in CLOSERS or not text.startswith("://", end))


def word_at(text: str, start: int) -> str:
    """A short piece of the text to name in a sentence."""
    match = _WORD.match(text, start)
    return word_without_secrets(match[0]) if match else ""
