"""The smallest parts of a text that is almost JSON: spaces, comments, quotes, names. Each look is bounded."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
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
#: Typographic quotes with which a text ends that a straight one opened, and what such a text may not hold.
_ENDS_OTHERWISE: Final = {
    '"': re.compile(r'[^"“”„‟\\\r\n]{0,2000}[”“‟]'),
    "'": re.compile(r"[^'‘’‚‛\\\r\n]{0,2000}[’‘‛]"),
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

_MAY_BEGIN_A_GAP: Final = frozenset(f" \t\r\n/#<&\\{ODD_SPACES}")
#: What HTML has for a line end or a space between values.
_LAYOUT_TAG: Final = re.compile(r"</?(?:br|div|span)\s{0,3}/?>|&nbsp;", re.IGNORECASE)
#: Where HTML comments something out or strikes it out; what ends that is said by ``end_of_taken_back``.
TAKEN_BACK: Final = re.compile(r"<!--|<(?P<tag>del|s|strike)>", re.IGNORECASE)
#: What says in a command that it goes on in the next line, and stays in the quotes of a shell.
_GOES_ON: Final = re.compile(r"\\(?=\r?\n)")

#: More comments with nothing but white space between them are one block to a person and one change to list, which costs
#: far more than to read it.
_MOST_LISTED: Final = 8

#: The index of the next character, and where each comment, tag of HTML or backslash before it begins and ends.
Gap = tuple[int, Sequence[tuple[int, int]]]


def gap(text: str, start: int, budget: Budget) -> Gap:
    """Where the white space and the comments from ``start`` on end, and the comments."""
    if text[start : start + 1] not in _MAY_BEGIN_A_GAP:
        return start, ()
    if text[start] == " " and text[start + 1 : start + 2] not in _MAY_BEGIN_A_GAP:  # nearly always
        budget.spend(16)
        return start + 1, ()
    comments: list[tuple[int, int]] = []
    position = start
    while True:
        position = end_of_space(text, position)
        two = text[position : position + 2]
        if two[:1] == "\\":
            if (mark := _GOES_ON.match(text, position)) is None:
                break
            stop = mark.end()
        elif two[:1] in ("<", "&"):
            if (tag := _LAYOUT_TAG.match(text, position)) is not None:
                stop = tag.end()
            elif (begin := TAKEN_BACK.match(text, position)) is None:
                break
            elif (stop := end_of_taken_back(text, begin)) < 0:
                budget.spend(len(text) - position)
                break
        elif two == "//" or two[:1] == "#":
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
    budget.spend(16 + 12 * len(comments) + (position - start) // 8)
    return position, comments if len(comments) <= _MOST_LISTED else list(_as_blocks(text, comments))


def _as_blocks(text: str, comments: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Comments and tags of HTML, in order, with many comments in a row as one."""
    for code, run in groupby(comments, lambda place: gap_code(text, place[0])):
        places = list(run)
        if code == "comment" and len(places) > _MOST_LISTED:
            places = [(places[0][0], places[-1][1])]
        yield from places


def gap_code(text: str, start: int) -> str:
    """The code of the repair for a comment, a tag or a backslash that begins at ``start``."""
    if text[start] == "\\":
        return "line_backslash"
    if text[start] not in "<&" or text.startswith("<!--", start):
        return "comment"
    return "struck_out" if TAKEN_BACK.match(text, start) else "layout_tag"


def end_of_taken_back(text: str, begin: re.Match[str]) -> int:
    """Where that ends which begins with a match of ``TAKEN_BACK``; -1 when it does not."""
    mark = f"</{begin['tag']}>" if begin["tag"] else "-->"
    end = text.find(mark, begin.end())
    return -1 if end < 0 else end + len(mark)


def closed_otherwise(text: str, start: int, budget: Budget) -> int:
    """Where a typographic quote ends the text that a straight one opens at ``start``, and nothing before; or -1."""
    pattern = _ENDS_OTHERWISE.get(text[start])
    match = pattern.match(text, start + 1) if pattern else None
    budget.spend(40 if match is None else 40 + (match.end() - start) // 8)
    return -1 if match is None else match.end() - 1


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
        return opener in CLOSERS and otherwise_closed_name(text, start, budget) >= 0
    end, _comments = gap(text, match.end(), budget)
    budget.spend(40)
    if text[end : end + 1] == ":":
        return opener in CLOSERS or not text.startswith("://", end)
    return opener in CLOSERS and otherwise_closed_name(text, start, budget) >= 0


def otherwise_closed_name(text: str, start: int, budget: Budget) -> int:
    """Where a typographic quote ends the name that a straight one opens at ``start``; -1 when no colon follows."""
    end = closed_otherwise(text, start, budget)
    if end < 0 or end - start > _NAME_LIMIT:
        return -1
    after, _comments = gap(text, end + 1, budget)
    return end if text[after : after + 1] == ":" else -1


def word_at(text: str, start: int) -> str:
    """A short piece of the text to name in a sentence."""
    match = _WORD.match(text, start)
    return word_without_secrets(match[0]) if match else ""
