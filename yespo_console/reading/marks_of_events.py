"""Where a text has the marks of a whole event, whatever it is written in.

The type of an event with a value that is spelled out, in each spelling that a reader knows, and near it another member
of an event; the header of a table; Base64 that holds such a text. A variable, a declared type or a comparison is none.
"""

import re
from collections.abc import Iterable, Iterator, Set
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import from_base_64
from yespo_console.reading.literals import BASE_64, mentions_event
from yespo_console.reading.origin import Original, Traced
from yespo_console.reading.spans import Span

#: What stands in every one of these but Base64.
_NAME: Final = "eventTypeKey"
_QUOTE: Final = r"(?:\\{0,4}[\"'“”„`]|\\{1,4}[xu](?:00)?2[27]|%(?:25)?2[27]|&quot;|&#0?3[49];|&apos;)"
_SPACE: Final = r"(?:\s|%20|\+){0,9}"
#: From the name on; a quote or a bracket before it is looked for behind that.
_MEMBER: Final = re.compile(
    rf"eventTypeKey(?:{_QUOTE}\]?{_SPACE}(?::|=>|=|%(?:25)?3[Aa]|=(?:&gt;)){_SPACE}{_QUOTE}"  # a name in quotes
    rf"|[ \t]{{0,9}}(?::|:?=|=>){_SPACE}{_QUOTE}"  # a bare name
    r"|\][ \t]{0,9}=>[ \t]{1,9}\w"  # a print of PHP
    r"|=[\w.-]+(?=&|[ \t]+\w{1,60}:?=)"  # a form, the items of a command
    r"|:[ \t]{1,9}(?!(?:string|str|text|any|String)\b)[\w.-]+[ \t]*\r?$)",  # YAML
    re.MULTILINE,
)
#: A name with its value, where a type of TypeScript, a sentence or a query only names it.
_ONLY_NAMED: Final = re.compile(
    rf"{_NAME}(?P<quote>[\"'”`]?)[ \t]{{0,9}}(?P<sign>[:=])[ \t]{{0,9}}[\"'“”„`][^\"'“”„`\\\r\n]{{0,100}}[\"'”`]"
    r"(?:[ \t]{1,9}(?:[-–—][ \t]{1,9})?(?!(?:if|unless|or|else|as|satisfies)\b)[^\W\d_]+\b(?![ \t]{0,9}[:=(\[{.-])"
    r"|(?<=[\"'`])[ \t]{0,9}(?P<typed>;|\|[ \t]{0,9}[\"'`]))"
)
_COLUMN: Final = re.compile(r"\"?eventTypeKey\"?(?=[,;\t]|[ \t]*\r?\n)")
#: Another member of an event or column of a table, and how near to the type one stands.
_OTHER: Final = re.compile(r"\b(?:keyValue|params)\b|(?<=%22)(?:keyValue|params)|(?<=x22)(?:keyValue|params)")
_NEAR: Final = 600
_BRACKET: Final = re.compile(r"[()\[\]{}]")
_OPENING: Final = "([{"
_CLOSING: Final = ")]}"
_COMMENT: Final = re.compile(r"(?:^|(?<=\s))(?:#(?!\{)|//|--(?=\s)|\*(?=\s)|REM\s)", re.MULTILINE)
_BLOCKS: Final = (("/*", "*/"), ("<!--", "-->"), ("<#", "#>"))
#: What says what a function or a class of Python does, up to the quotes that close it.
_DOCSTRING: Final = re.compile(
    r"^[ \t]*(?:async[ \t]+)?(?:def|class)\b[^\n]{0,300}:[ \t]*\r?\n\s{0,200}[rR]?(?P<quote>\"{3}|'{3})"
    r"(?:(?!(?P=quote)).)*\Z",
    re.MULTILINE | re.DOTALL,
)
#: No comment is longer.
_FAR: Final = 5_000
#: Where an event ends at the latest: at the next one, or at an empty line.
_END: Final = re.compile(rf"{_NAME}|\n[ \t]*\r?\n")
#: The items of a line in a log, which end with it.
_ITEMS: Final = re.compile(rf"{_NAME}=[\w.-]+[ \t]+keyValue=[^\s\"'&\\^`]+(?=[ \t]*\r?$)", re.MULTILINE)
_WORD: Final = re.compile(r"\w+")
#: The number of an item in a view of a list.
_NUMBERED: Final = re.compile(r"^\W*\d+\]?(?=:| =>)", re.MULTILINE)


def marks_of_events(original: Original, budget: Budget) -> Iterator[Span]:
    """Where the names and columns stand that begin an event, in order; those in Base64 behind all others."""
    raw = original.text
    budget.spend(len(raw) // 8)
    end = 0
    at = raw.find(_NAME)
    while at >= 0:
        budget.spend(300)
        behind = raw.find(_NAME, at + len(_NAME))
        stop = at + _NEAR if behind < 0 else min(behind, at + _NEAR)
        match = _MEMBER.match(raw, at) or _column(raw, at)
        if match is None or _is_only_named(raw, at):
            at = behind
            continue
        if _has_other(raw, max(end, at - _NEAR), at, match.end(), stop):
            # With the first of its value: code may give that to a name which stands elsewhere.
            yield at, match.end() + 1
            end = at
        at = behind
    for run in BASE_64.finditer(raw):
        budget.spend(run.end() - run.start())
        decoded = from_base_64(Traced.of_part(original, *run.span()))
        if decoded is not None and mentions_event(decoded.text):
            yield run.span()


def _is_only_named(raw: str, at: int) -> bool:
    """Whether a type of TypeScript, a sentence or a query names the type of an event there, and is none itself."""
    named = _ONLY_NAMED.match(raw, at)
    return named is not None and (named["typed"] is None or (named["sign"] == ":" and not named["quote"]))


def _has_other(raw: str, first: int, begin: int, end: int, last: int) -> bool:
    """Whether another member stands between ``first`` and ``last``, in the same brackets as what is in between."""
    inside = _inside(raw[end:last], _OPENING)
    if _OTHER.search(raw, end, end + inside):
        return True
    begin -= raw[begin - 1 : begin] == "["  # of the name itself
    inside = _inside(raw[first:begin][::-1], _CLOSING)
    return _OTHER.search(raw, begin - inside, begin) is not None


def _inside(raw: str, opening: str) -> int:
    """How many characters stand before a bracket that closes more than was opened."""
    depth = 0
    for bracket in _BRACKET.finditer(raw):
        depth += 1 if bracket[0] in opening else -1
        if depth < 0:
            return bracket.start()
    return len(raw)


def is_in_comment(raw: str, at: int) -> bool:
    """Whether code has a comment at this place."""
    line = raw.rfind("\n", 0, at) + 1
    if _COMMENT.search(raw, max(line, at - _FAR), at):
        return True
    head = max(raw.rfind("def ", max(0, at - _FAR), at), raw.rfind("class ", max(0, at - _FAR), at))
    if head >= 0 and _DOCSTRING.match(raw[raw.rfind("\n", 0, head) + 1 : at]):
        return True
    return any(
        raw.rfind(begin, max(0, at - _FAR), at) > raw.rfind(end, max(0, at - _FAR), at) for begin, end in _BLOCKS
    )


def says_nothing_new(raw: str, at: int, said: Iterable[Set[str]]) -> bool:
    """Whether the event at this place has no word that is not among the words of one of those that were read.

    A program shows what it sends, and a browser a tree of what it shows in a line.
    """
    items = _ITEMS.match(raw, at)
    behind = items or _END.search(raw, at + 1)
    end = len(raw) if behind is None else behind.start()
    part = raw[at : end if items is None else items.end()]
    words = words_of(_NUMBERED.sub("", part))
    return any(words <= each for each in said)


def words_of(text: str) -> Set[str]:
    """The words and numbers in a text."""
    return frozenset(_WORD.findall(text))


def _column(raw: str, at: int) -> re.Match[str] | None:
    """The column of the type that stands here in the header of a table, below which there is a row."""
    begin = at - 1 if raw[at - 1 : at] == '"' else at
    line = raw.rfind("\n", 0, begin) + 1
    if begin != line and raw[begin - 1] not in ",;\t":
        return None
    return _COLUMN.match(raw, begin)
