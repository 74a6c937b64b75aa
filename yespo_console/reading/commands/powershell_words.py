"""Command lines of PowerShell that call a program (``curl.exe``), as words.

PowerShell's own web commands are read as source code; this is for what it hands on to others. Windows PowerShell hands
on quotes within an argument only where a backslash marks them for the program, so such backslashes are taken off.
Behind ``--%`` it hands on the rest of the line as it is, which the program splits as Windows does.
"""

import re
from collections.abc import Iterator
from typing import Final

from yespo_console.reading import escapes
from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.windows_shell import EXE, HANDED_ON, OF_BASH, arguments
from yespo_console.reading.commands.words import Command, Word, open_quote, undecodable
from yespo_console.reading.escapes import Dialect, UndecodableError, unescape
from yespo_console.reading.literals import Unknown, unknown
from yespo_console.reading.origin import Traced, join

_CONTINUED: Final = re.compile(r"`[ \t]*\r?\n")
#: ``[IO.File]::WriteAllText($file, 'text')``, the text perhaps inside ``[Regex]::Unescape(..)``.
_WRITTEN: Final = re.compile(
    r"\[(?:System\.)?IO\.File\]::WriteAllText\([ \t]*(?P<variable>\$\w+)[ \t]*,[ \t]*"
    r"(?P<escaped>\[Regex\]::Unescape\([ \t]*)?'(?P<content>(?:[^']|'')*+)'",
    re.IGNORECASE,
)
_PROMPT: Final = re.compile(r"[ \t]*PS [^>\n]{0,100}>[ \t]*")
_AT_PROMPT: Final = re.compile(r"^[ \t]{0,40}PS [^>\n]{1,100}>", re.MULTILINE)
_SINGLE: Final = re.compile(r"'((?:[^']|'')*+)'")
_DOUBLE: Final = re.compile(r'"((?:[^"`]|`.|"")*+)"', re.DOTALL)
#: What stands behind ``--%``: PowerShell looks for the end outside quotes, and knows of no escaped ones here.
_TO_END: Final = re.compile(r'(?>(?:[^"|&\r\n]++|"[^"\r\n]*+"?|&(?!&))*)')
_PLAIN: Final = re.compile(r"[^\s'\"`;|&(){}$]+|[(){}$]")
_VARIABLE: Final = re.compile(r"\$(?:\w+(?::\w+)?|\{\w+\}|\()")
_MARKED: Final = Dialect(re.compile(r'\\(["\\])'), lambda match: match[1])
_MARKED_JSON: Final = re.compile(r'\s*[{\[]\s*\\"')
#: JSON in single quotes, with quotes in it that are marked for a program of Windows.
_MARKED_IN_SINGLE: Final = re.compile(r"[\s=]'\s{0,9}[{\[][\s{\[]{0,20}\\\"")
#: An apostrophe within single quotes, as PowerShell has it; to bash two quotations meet here.
_DOUBLED: Final = re.compile(r"''(?<=[^\s\\'\"=]'')[^\s'\"]")
_NOT_OF_POWERSHELL: Final = re.compile(rf"{OF_BASH}|(?<![^\s=])\$'", re.MULTILINE)


def is_powershell(text: str) -> bool:
    """Whether a command goes on, hands on or doubles apostrophes as in PowerShell alone.

    Or reads a file of .NET, or stands behind its prompt.
    """
    if any(pattern.search(text) is not None for pattern in (_CONTINUED, _WRITTEN, _AT_PROMPT, HANDED_ON)):
        return True
    return all(pattern.search(text) is not None for pattern in (EXE, _DOUBLED, _MARKED_IN_SINGLE))


def is_of_bash_and_powershell(text: str) -> bool:
    """Whether an apostrophe is doubled in it, and nothing in the text is of bash alone."""
    return _DOUBLED.search(text) is not None and _NOT_OF_POWERSHELL.search(text) is None


def written_file(text: Traced, variable: str) -> Word | None:
    """What a text writes itself, as one literal, into the file that ``variable`` names; None when it does not."""
    for match in _WRITTEN.finditer(text.text):
        if match["variable"].casefold() != variable.casefold():
            continue
        try:
            content = unescape(text, escapes.POWERSHELL_SINGLE, match.start("content"), match.end("content"))
            if match["escaped"]:
                content = unescape(unescape(content, escapes.NET_REGEX), escapes.HALVES)
        except UndecodableError as error:
            raise undecodable(error.offset) from None
        return Word(content)
    return None


def powershell_commands(text: Traced, budget: Budget) -> Iterator[Command]:
    """The commands of a text, in order.

    Raises:
        CommandTextError: a quotation never ends, or an escape stands for no character.
        ReadingStoppedError: there are no steps left, or the reading was cancelled.
    """
    string = text.text
    words: list[Word] = []
    at = 0
    while at < len(string):
        budget.spend()
        continued = _CONTINUED.match(string, at) or (None if words else _PROMPT.match(string, at))
        if continued is not None:
            at = continued.end()
        elif string[at] in "\r\n;|&":
            if words:
                yield Command(tuple(words))
            words = []
            at += 1
        elif string[at].isspace():
            at += 1
        elif words and (stopped := HANDED_ON.match(string, at)) is not None:
            rest = _TO_END.match(string, stopped.end())
            assert rest is not None  # it may be empty
            words += arguments(text.slice(*rest.span()), budget)
            at = rest.end()
        else:
            word, at = _word(text, at, budget)
            words.append(word)
    if words:
        yield Command(tuple(words))


def _word(text: Traced, at: int, budget: Budget) -> tuple[Word, int]:
    string = text.text
    parts: list[Traced] = []
    missing: Unknown | None = None
    begin = at
    while at < len(string) and not string[at].isspace() and string[at] not in ";|&":
        budget.spend()
        if string[at] in "'\"":
            match = (_SINGLE if string[at] == "'" else _DOUBLE).match(string, at)
            if match is None:
                raise open_quote(text.offset(at))
            dialect = escapes.POWERSHELL_SINGLE if string[at] == "'" else escapes.POWERSHELL_DOUBLE
            try:
                parts.append(unescape(text, dialect, match.start(1), match.end(1)))
            except UndecodableError as error:
                raise undecodable(error.offset) from None
            variable = _VARIABLE.search(string, match.start(1), match.end(1)) if string[at] == '"' else None
            if variable is not None and string[variable.start() - 1] != "`":
                missing = missing or unknown(text.offset(variable.start()), variable[0])
            at = match.end()
        elif string[at] == "`":
            if _CONTINUED.match(string, at):
                break
            parts.append(text.slice(at + 1, at + 2))
            at += 2
        else:
            variable = _VARIABLE.match(string, at)
            if variable is not None:
                missing = missing or unknown(text.offset(at), variable[0])
            plain = _PLAIN.match(string, at)
            end = plain.end() if plain else at + 1
            parts.append(text.slice(at, end))
            at = end
    whole = join(parts, text.original) if parts else text.slice(begin, begin)
    holes = () if missing is None else ((0, missing),)
    return Word(unescape(whole, _MARKED) if _MARKED_JSON.match(whole.text) else whole, holes), at
