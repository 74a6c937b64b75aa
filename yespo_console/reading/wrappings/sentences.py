"""Where sentences stand in a text that a finder reads: above, between and below what is code, data or a command.

A finder takes out what it knows and passes over the rest. What a person wrote into the text is a part of that rest, and
it is told. A sentence in brackets, in a text over several lines, in a here-document or in a comment belongs to the
code, so these are passed over here.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Repair, Source, excerpt_around, repair_at
from yespo_console.reading.spans import Span
from yespo_console.reading.wrappings.prose import goes_on, is_prose, is_surely_said

#: A line that begins with a word, or with a mark of a list and a word.
_MAY_BE: Final = re.compile(
    r"^[ \t]*+(?:[-•–—][ \t]++|\d{1,3}[.)][ \t]++)?[(«„“\"'‘]*+[^\W\d_][^\r\n]*+|^--[ \t]*+$", re.MULTILINE
)
#: Words before and behind what else stands in a line: ``this one fails: CODE``, ``CODE; this one fails``.
_BEFORE: Final = re.compile(r"^[ \t]*+(?P<said>[^\W\d_][^\r\n:;(){}\[\]\"=]*+:)(?=[ \t]++\S)", re.MULTILINE)
_BEHIND: Final = re.compile(
    r"(?:[;)\]}'\"]|https?://[^\s'\"]{1,300}+)[ \t]++(?:[-–—][ \t]++)?"
    r"(?P<said>(?!https?:)[^\W\d_](?>(?:[^\r\n;(){}\[\]\"']++|(?<=\w)'(?=\w))*))$",
    re.MULTILINE,
)
_LINE_BELOW: Final = re.compile(r"(?:\r\n|\r|\n)(?P<line>[^\r\n]++)")
_LINE_END: Final = re.compile(r"\r\n|\r|\n|\Z")
#: What opens or closes something: a here-document, a text, a comment, a bracket. A text of one line is passed as one,
#: with the apostrophes that PowerShell and SQL double in it, and so is a smiley. Each begins with a character of its
#: own, so that the search goes from one of these to the next; what it is says the name of its last group.
_SIGNS: Final = re.compile(
    r"<<[<~-]?[ \t]?(?P<quote>['\"]?)(?P<tag>[A-Za-z_]\w{0,60})(?P=quote)|@(?P<here>['\"])[ \t]*+(?=\r?\n)"
    r"|\"\"\"(?P<text_1>)|'''(?P<text_2>)"
    r"|/\*(?P<block_1>)|<!--(?P<block_2>)|<#(?P<block_3>)|=(?<=^=)begin\b(?P<block_4>)"
    r"|/(?<![\w:]/)/(?P<comment_1>)|\#(?:(?<=^\#)|(?<=[ \t]\#))(?![{\d])(?P<comment_2>)"
    + "".join([rf"|{prefix}(?<=\b{prefix})[bBuUfFrRN]?'(?:[^'\\\r\n]|\\.|'')*+'" for prefix in "bBuUfFrRN"])
    + r"|\"(?:[^\"\\\r\n]|\\.)*+\"|'(?<![^\W_]')(?:[^'\\\r\n]|\\.|'')*+'|`(?:[^`\\\r\n]|\\.)*+`"
    r"|:(?<=[ \t]:)-?[()](?=\s|\Z)|;(?<=[ \t];)-?[()](?=\s|\Z)"
    r"|\"(?P<text_3>)|'(?<![^\W_]')(?P<text_4>)|`(?P<text_5>)|\(|\)|\[|\]|\{|\}|\\.",
    re.MULTILINE,
)
_BRACKETS: Final = frozenset("()[]{}")
_BLOCK_ENDS: Final = {"/*": "*/", "<!--": "-->", "<#": "#>", "=begin": "\n=end"}
_FOUND: Final = 60


def sentences_in(text: Traced, budget: Budget, source: Source) -> list[Span]:
    """The lines that are sentences, without their line ends; ``source`` as in ``is_prose``."""
    raw = text.text
    budget.spend(len(raw))
    whole = [match.span() for match in _MAY_BE.finditer(raw)]
    beside = [match.span("said") for pattern in (_BEFORE, _BEHIND) for match in pattern.finditer(raw)]
    budget.spend(100 * (len(whole) + len(beside)))
    candidates = [span for span in whole if is_prose(raw[slice(*span)], source)]
    if source != "log":  # what stands beside the event in its line is a part of that line
        candidates += (span for span in beside if is_surely_said(raw[slice(*span)], source))
    return [*_outside(raw, sorted(candidates, key=lambda span: (span[0], -span[1])), budget)]


def _outside(raw: str, candidates: Sequence[Span], budget: Budget) -> Iterator[Span]:
    """Those of the lines that stand in no bracket, text, comment or here-document."""
    lines = OpenSigns(raw, budget)
    for begin, end in candidates:
        if lines.is_outside(begin):  # a place behind which it is already is none
            yield begin, end
            lines.pass_over(end)


class OpenSigns:
    """Goes through a text once and knows what is open."""

    def __init__(self, raw: str, budget: Budget) -> None:
        self._raw = raw
        self._budget = budget
        self._at = 0
        self._depth = 0
        self._waiting: list[str] = []
        #: What is known not to stand in the rest of the text.
        self._missing: set[str] = set()
        #: Where something was opened while nothing else was, and where the last of it was closed.
        self._opened: list[int] = []
        self._closed: list[int] = []

    def forget(self) -> None:
        """Keep no more of what was opened and closed so far."""
        self._opened, self._closed = [], []

    def edges(self, begin: int, end: int) -> Span:
        """Where the last brackets or quotes that were kept begin before ``end``, and where the last of all end.

        Both are ``begin`` when there are none.
        """
        number = bisect_right(self._opened, end) - 1
        return self._opened[number] if number >= 0 else begin, self._closed[-1] if self._closed else begin

    def around(self, place: int) -> Span:
        """The outermost brackets or quotes around a place that was gone past, or the place and the next one."""
        number = bisect_right(self._opened, place) - 1
        if number >= 0 and (number >= len(self._closed) or self._closed[number] > place):
            return self._opened[number], self._closed[number] if number < len(self._closed) else len(self._raw)
        return place, place + 1

    def pass_over(self, end: int) -> None:
        """Go on behind a sentence, whose quotes and brackets open nothing."""
        self._at = end

    def is_outside(self, place: int) -> bool:
        """Whether nothing is open at the beginning of a line."""
        signs = 0
        while self._at < place:
            limit = place
            if self._waiting:
                limit = _LINE_END.search(self._raw, self._at).start()  # type: ignore[union-attr] # \Z is one
                limit = min(limit, place)
            sign = _SIGNS.search(self._raw, self._at, place)
            signs += 1
            if sign is None or sign.start() >= limit:
                self._at = limit
                if self._waiting and limit < place:
                    self._end_of_document()
                continue
            self._at = sign.end()
            depth = self._depth
            kind = "" if sign.lastgroup is None else sign.lastgroup.partition("_")[0]
            if kind or sign[0] in _BRACKETS:
                self._open(kind, sign)
            if not depth and kind != "comment":
                self._opened.append(sign.start())
            if not self._depth and len(self._closed) < len(self._opened):
                self._closed.append(self._at)
        self._budget.spend(20 * signs)
        return self._at <= place and self._depth == 0 and not self._waiting

    def _open(self, kind: str, sign: re.Match[str]) -> None:
        if kind == "tag":
            self._waiting.append(sign["tag"])
        elif kind == "here":
            self._behind(f"\n{sign['here']}@")
        elif kind == "text":
            self._behind(sign[0])
        elif kind == "block":
            self._behind(_BLOCK_ENDS[sign[0]])
        elif kind == "comment":
            self._at = _LINE_END.search(self._raw, sign.end()).start()  # type: ignore[union-attr] # \Z is one
        else:
            is_far_left = sign.start() == 0 or self._raw[sign.start() - 1] == "\n"
            closed = 0 if is_far_left else max(0, self._depth - 1)  # there is no text in whose quotes one may stand
            self._depth = self._depth + 1 if sign[0] in "([{" else closed

    def _behind(self, closing: str) -> None:
        """Go on behind what ends a text of several lines, if anything does."""
        end = -1 if closing in self._missing else self._raw.find(closing, self._at)
        if end < 0:
            self._missing.add(closing)
        else:
            self._at = end + len(closing)

    def _end_of_document(self) -> None:
        """Go on behind the here-document that begins on the next line."""
        tag = self._waiting.pop(0)
        if tag in self._missing:
            return
        end = re.compile(rf"^[ \t]*{tag}\b", re.MULTILINE).search(self._raw, self._at)
        if end is None:
            self._missing.add(tag)
        else:
            self._at = end.end()
            self._closed[-1:] = [self._at] if self._closed else []


def joined(text: Traced, lines: Iterable[Span]) -> list[Span]:
    """Those of the lines that stand one below the other as one, with what goes on below a sentence."""
    raw = text.text
    spans: list[Span] = []
    for begin, end in lines:
        if spans and end <= spans[-1][1]:
            continue
        stop = _end_of_rest(raw, begin, end)
        if spans and not raw[spans[-1][1] : begin].strip():
            begin = spans.pop()[0]
        spans.append((begin, stop))
    return spans


def _end_of_rest(raw: str, begin: int, end: int) -> int:
    """Where the lines end that go on below the one that stands from ``begin`` up to ``end``."""
    line = raw[begin:end]
    while (below := _LINE_BELOW.match(raw, end)) is not None and goes_on(line, below["line"]):
        end = below.end()
    return end


def without_sentences(text: Traced, sentences: Iterable[Span]) -> Traced:
    """The text without these; their line ends stay."""
    builder = TracedBuilder(text.original)
    done = 0
    for begin, end in sentences:
        builder.copy(text, done, begin)
        done = end
    builder.copy(text, done)
    return builder.build()


def told(text: Traced, sentence: Span) -> Repair:
    """What is told of a sentence that was left out."""
    part = text.slice(*sentence).strip()
    return repair_at(part, 0, len(part), "text_around", "", None, found=excerpt_around(part.text, _FOUND))
