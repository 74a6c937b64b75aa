"""What stands in a text beside the events that a finder read, and is neither an event nor code: it is told.

The text is gone through once, statement by statement: a line at which nothing is open begins one, and it goes on as
long as a bracket, a text or a here-document is open or the next line continues it. A statement that holds nothing of
an event is told, unless it is code; of one that does, what stands before its beginning and behind its end in the same
lines.
"""

import re
from collections.abc import Iterator
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced, index_of
from yespo_console.reading.reading import Source
from yespo_console.reading.spans import Span, Spans
from yespo_console.reading.wrappings.code_lines import CMDLET, begins_statement, goes_on_in_code, is_code, is_remark
from yespo_console.reading.wrappings.prose import is_prose
from yespo_console.reading.wrappings.sentences import OpenSigns

_LINE: Final = re.compile(r"[^\r\n]++")
#: The end of a line that goes on in the next.
_LAST: Final = re.compile(
    r"(?:(?<=\s)[\\^`]|(?<=[\w\"'})\]])[\\^`]|(?<=[^\s|])(?<![|].)\s*\||&&|(?<=[^\s=-])\s*=>?)[ \t]*\Z"
)
#: The beginning of a line that goes on with the one above it.
_FIRST: Final = re.compile(
    r"[ \t]*(?:[)\]},;]|['\"’”]@|\??\.[A-Za-z_]|\|\|? |&& |->\w|-{1,2}[A-Za-z]\S*(?:\s|\Z)"
    r"|[+.?:] ?[\"'$(\[]|\(\s*\Z|[{\[]\s*\Z)"
)
#: See ``_most_lines``.
_MOST_LINES: Final = 10_000
_FIRST_SIGNS: Final = frozenset(")]},;'\"’”?.|&-+:({[")
_LAST_SIGNS: Final = frozenset("\\^`|&=> \t")
_COMMANDS: Final = ("curl", "wget", "httpie")
#: A row of a table of Markdown.
_ROW: Final = re.compile(r"[ \t]*\|.*\|[ \t]*\Z")
#: A line of a print of PHP or of JSON that has no word of it.
_LAYOUT: Final = re.compile(r"[\s()\[\]{}<>'\",;\\]*+(?:[aA]rray\s*+\(?)?\s*+\Z")
#: A text that is a statement by itself, and the end of what begins a function or a class.
_TEXT_ALONE: Final = re.compile(r"\s*[rRuUbB]{0,2}(?:'[^'\n]*'|\"[^\"\n]*\")\s*")
_SUITE: Final = re.compile(r"(?:^|\n)[ \t]*(?:async )?(?:def|class) [^\n]*:\s*\Z")
#: What changes the function or class below it.
_DECORATOR: Final = re.compile(r"[ \t]*@[A-Za-z_][\w.]{0,100}[ \t]*\Z")
_DECORATED: Final = re.compile(r"[ \t]*(?:(?:async[ \t]+)?def\b|(?:export |public )?(?:abstract )?class\b|@)")
#: Words that may stand before a value of code or a call: what sets something to it, prints it or gives it back.
_HEAD: Final = re.compile(
    r"(?:(?<![^\s;{(])(?:const|let|var|final|static|public|private|protected|my|local|global|export|default|await|return"
    r"|echo|print|puts|pp?|new|async|yield|throw|auto|val|def|unset|if|not|void)[ \t]{1,9}){0,4}"
    r"(?:\w{1,60},[ \t]{0,3}(?:_|err|ok|error)[ \t]{0,3}:=[ \t]{0,3})?"
    r"(?:(?:[$@&]{0,2}[A-Za-z_][\w$.\[\]'\">:-]{0,100}|\[[$\w, ]{1,100}\])[ \t]{0,9}"
    r"(?::[ \t]{0,3}(?:dict|list|object|any|str|bytes|string|[A-Z]\w{0,40})(?:[<\[][\w<>,.\[\] ]{1,60}[>\]])?"
    r"[ \t]{0,9})?"
    r"(?:(?:[-+*/.|&?:]|\|\||\?\?|&&)?=>?|<<)[ \t]{0,9})?"
    r"(?:(?:await|new|yield|return|async|typeof|not|(?:array|Array)(?:\(\d{1,9}\)(?:#\d+)?)?"
    r"|map\[\w{1,40}\](?:interface\{\}|\w{1,40}))[ \t]{0,9}){0,3}"
    r"[$@&!]{0,2}[\w$.:>\\/?&!@\[\]'\"-]{0,120}\Z"
)
_LONGEST_HEAD: Final = 600
_TYPED: Final = re.compile(
    r"(?!\d)[\w.\[\]?*&]{1,80}"
    r"(?:<[^<>]{0,80}>[ \t]{1,9}\w{1,60}[ \t]{0,9}=|[ \t]{1,9}\w{1,60}[ \t]{0,9}=[ \t]{0,9}(?:new\b|[A-Z]))"
    r"|(?:String|Object|Map|JSON\w{0,20}|Json\w{0,20})[ \t]|\[[^\[\]]{0,300}\]\.\w"
)
#: Where a command of PowerShell begins.
_CMDLET: Final = re.compile(
    rf"{CMDLET}|(?:irm|iwr|curl(?:\.exe)?)\s|"
    r"\$[\w:.]{1,60}\s{0,9}=|\((?=\s*[@\[${])|@(?=[{('\"])|\[(?=[\w.]+\](?:::|\$|\())|[{\[](?=\s*[\"'{\[])"
)
#: What a statement goes on behind.
_OPERATOR: Final = re.compile(r"(?:&&|\|\|?|[=+(<]|\w \?|-(?:and|or|not|eq|ne)|\b(?:and|or|not|if|unless|in))\s*\Z")
#: What a call of Ruby without brackets may be; and what it is for certain, as before a hash a plain word may be one
#: that somebody wrote: a name of several words, or one of something.
_RUBY_WORD: Final = re.compile(r"\s*[a-z@$]\S*[ \t]+")
_RUBY_CALL: Final = re.compile(r"\s*(?:[@$]|[a-z]\w*?[_.?!:\[(])\S*[ \t]+")
_HASH: Final = re.compile(r"\{|[\"':]?\w{1,60}[\"']?(?:[ \t]{0,9}=>|:[ \t])")
#: The name of a block of Bruno.
_BLOCK: Final = re.compile(r"[ \t]*[\w:-]+[ \t]*")
#: What ends a value and its statement.
_ENDS: Final = re.compile(r"(?>(?:\s*+[;)\]}]|\s*+(?:['\"’”]@?|`(?!``))(?!\w)){0,10000})")
_CALLED: Final = re.compile(
    rf"\s*(?:\$[\w:.]{{1,60}}\s*=\s*)?(?:{CMDLET}|(?:irm|iwr)(?=\s))"
    r"(?:[ \t]+(?:'[^'\n]*'|\"[^\"\n]*\"|[^\s'\"(-][^\s(]*+(?:\([^\n]*)?))?"
)
#: What belongs to a command of PowerShell behind its body.
_ARGUMENTS: Final = re.compile(
    r"(?>(?:\s*+(?:<#(?>(?:[^#\n]++|#(?!>))*)#>|['\"‘’“”]@?(?!\w)"
    r"|(?:[|;&)}\]`,‘’“”]|\((?=[$@\[]|[A-Z][a-z]{1,20}-))[^\n]*|\d?>{1,2}&?\d?[ \t]?\S*"
    r"|[-–—][A-Za-z]\w*+(?:[ :](?![-–—])"
    r"(?:'[^'\n]{0,1000}'|\"[^\"\n]{0,1000}\"|\([^()\n]{0,1000}\)|@?\{[^{}\n]{0,1000}\}|[^\s'\"]\S*+))?))*)"
)


def pieces_beside(text: Traced, known: Spans, source: Source, budget: Budget) -> Iterator[Span]:
    """Where in ``text`` that stands which is neither ``known`` nor code, in order; no piece is more than some lines."""
    raw = text.text
    signs = OpenSigns(raw, budget)
    begin = end = -1
    for number, line in enumerate(_LINE.finditer(raw)):
        budget.spend(100)
        start = line.start()
        if line[0].isspace():
            continue
        if not signs.is_outside(start) or (begin >= 0 and _continues(raw, begin, end, line)):
            end = line.end()
            continue
        if begin >= 0:
            yield from _statement(text, (begin, end), known, signs, source, budget)
        if number > _most_lines(raw):
            yield from _gaps(text, known, start, budget)
            return
        signs.forget()
        begin, end = start, line.end()
        if not known.touch(text.offset(start), text.offset(end)) and is_prose(line[0], source):
            signs.pass_over(end)
    if begin >= 0:
        signs.is_outside(len(raw))
        yield from _statement(text, (begin, end), known, signs, source, budget)


def lines_beside(text: Traced, known: Spans, budget: Budget) -> Iterator[Span]:
    """The lines of a log that hold nothing that is ``known``, in order."""
    for number, line in enumerate(_LINE.finditer(text.text)):
        budget.spend(60)
        begin, end = line.span()
        if number > _most_lines(text.text):
            yield from _gaps(text, known, begin, budget)
            return
        if not known.touch(text.offset(begin), text.offset(end)) and not _LAYOUT.match(line[0]):
            yield begin, end


def _most_lines(raw: str) -> int:
    """So many lines of a text are looked at one by one; only a long text of very short lines has more."""
    return _MOST_LINES + len(raw) // 100


def _gaps(text: Traced, known: Spans, start: int, budget: Budget) -> Iterator[Span]:
    """The lines from ``start`` on between those of two known places, as one each, whatever they hold."""
    raw = text.text
    begin = start
    for first, last in known.merged(text.offset(start)):
        budget.spend(200)
        at = index_of(text, first)
        end = raw.rfind("\n", begin, at) + 1
        if raw[begin:end].strip():
            yield begin, end
        begin = raw.find("\n", max(at, index_of(text, last) - 1)) + 1
        if not begin:
            return
    if raw[begin:].strip():
        yield begin, len(raw)


def _continues(raw: str, begin: int, end: int, line: re.Match[str]) -> bool:
    """Whether a line goes on with what stands from ``begin`` up to ``end`` above it."""
    is_decorated = raw[begin : begin + 80].lstrip(" \t")[:1] == "@"
    if raw[end - 1] not in _LAST_SIGNS and line[0].lstrip()[:1] not in _FIRST_SIGNS and not is_decorated:
        return False  # nearly always
    above = max(begin, raw.rfind("\n", begin, end) + 1)
    if raw.count("\n", end, line.start()) > 1 or _ROW.match(line[0]) or _ROW.match(raw, above, end):
        return False
    if is_decorated and _DECORATED.match(line[0]) and _DECORATOR.match(raw[above:end]):
        return True
    return _FIRST.match(line[0]) is not None or _LAST.search(raw, max(begin, end - 80), end) is not None


def _statement(
    text: Traced, statement: Span, known: Spans, signs: OpenSigns, source: Source, budget: Budget
) -> Iterator[Span]:
    """What is to be told of a statement."""
    raw = text.text
    begin, end = statement
    first, last = text.offset(begin), text.offset(end)
    is_known = known.touch(first, last)
    if is_known and source in _COMMANDS:
        return  # what stands in its line is told where the command is read
    budget.spend(300)
    if not is_known:
        words = raw[begin:end]
        is_called = source == "powershell" and _CALLED.match(words) is not None
        is_said = "\n" not in words and not is_called and is_prose(words, source)
        if (
            source == "python"
            and _TEXT_ALONE.fullmatch(words)
            and _SUITE.search(raw, max(0, begin - _LONGEST_HEAD), begin)
        ):
            return  # it says what a function or a class is there for
        if is_said or not is_code(words, source):
            yield statement
            return
        if source in ("http", *_COMMANDS) or is_remark(words, source):
            return
        opening, closing = signs.edges(begin, begin + len(words.partition("\n")[0]))
        if source == "powershell" and (called := _CALLED.match(raw, begin)) is not None:
            closing = called.end()
    else:
        opening, closing = (index_of(text, place) for place in known.within(first, last))
        opening, closing = signs.around(opening)[0], signs.around(max(opening, closing - 1))[1]
    is_hash = _HASH.match(raw, opening) is not None
    before = begin, begin + (_before(raw[begin:opening], source, is_hash=is_hash) if opening > begin else 0)
    behind = _behind(raw, closing, end, source) if closing > begin else (end, end)
    yield from (part for part in (before, behind) if raw[slice(*part)].strip())


def _before(words: str, source: Source, *, is_hash: bool) -> int:
    """How many of the characters before what holds an event are none of its statement.

    ``is_hash``: a hash of Ruby is what they stand before.
    """
    words = words.partition("\n")[0].rstrip("\r")
    if source == "bruno":
        return 0 if _BLOCK.fullmatch(words) else len(words)
    if source == "powershell":
        cmdlet = _CMDLET.search(words)
        words = words[: cmdlet.start() if cmdlet is not None else 0]
        return 0 if is_code(words.lower(), source) or _OPERATOR.search(words) else len(words)
    head = _HEAD.search(words, max(0, len(words) - _LONGEST_HEAD))
    said = words[: head.start()] if head is not None else words
    if (
        is_code(said, source)
        or _OPERATOR.search(said)
        or (source == "ruby" and (_RUBY_CALL if is_hash else _RUBY_WORD).fullmatch(said))
        or (begins_statement(said) and not is_prose(said, source))
        or _TYPED.match(words)
    ):
        return 0
    return len(said)


def _behind(raw: str, closing: int, end: int, source: Source) -> Span:
    """What stands behind what holds an event in its last line, and is none of its statement."""
    stop = raw.find("\n", closing, end)
    stop = end if stop < 0 else stop
    rest = raw[closing:stop]
    if _ROW.match(rest):
        return closing, stop
    ends = _ARGUMENTS if source == "powershell" else _ENDS
    skipped = ends.match(rest).end()  # type: ignore[union-attr] # it matches nothing too
    said = rest[skipped:]
    if not said.strip() or (goes_on_in_code(said, source) and not is_prose(said.lstrip(", "), source)):
        return closing, closing
    return closing + skipped, stop
