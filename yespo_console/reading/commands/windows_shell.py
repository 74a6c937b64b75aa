"""Command lines of the Windows command prompt, as words.

Two readers stand one behind the other: the prompt, which acts on carets and line ends, and the C library, which splits
what is left into arguments. Browsers have written them in three ways: quotes doubled, carets within plain quotes (which
no prompt understands, but whose meaning is plain), and every quote marked with a caret.
"""

import re
from collections.abc import Iterator
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.windows_variables import OF_PROMPT, PromptVariables, with_variables
from yespo_console.reading.commands.words import Command, Word, open_quote
from yespo_console.reading.escapes import from_base_64
from yespo_console.reading.origin import Traced, TracedBuilder

#: A quote marked with a caret, where a word begins; or one within a word, marked for both readers.
_CARET_QUOTE: Final = re.compile(r'\^(?:(?<![^\s=@]\^)"|\\\^")')
_ANY_QUOTE: Final = re.compile(r"['\"]")
_CARET_AT_END: Final = re.compile(r"\s\^[ \t]*\r?\n")
_DOUBLED_QUOTE: Final = re.compile(r'(?<![^\s=])"\s{0,9}[{\[][\s{\[]{0,20}""')
#: An odd run of backslashes that no quote follows: not written by a browser.
_ODD: Final = re.compile(r'(?<!\\)\\(?:\\\\)*+(?![\\"])')
#: ``C:\\Users\\me>``.
_PROMPT: Final = re.compile(r"\s*[A-Za-z]:\\[^>\n]{0,200}>")
_PROMPT_BEFORE: Final = re.compile(r"^[ \t]{0,9}[A-Za-z]:\\[^>\n\"]{0,200}>", re.MULTILINE)
#: How a file of commands begins, and no line at the prompt: ``@echo off``.
_BATCH: Final = re.compile(r"(?i)^[ \t]{0,9}@(?:echo[ \t]{1,9}off|chcp|setlocal|set)\b", re.MULTILINE)
#: JSON in double quotes with escaped ones in it, as this prompt and bash both take it.
_ESCAPED_QUOTES: Final = re.compile(r'"\s{0,9}[{\[][\s{\[]{0,20}\\"')
EXE: Final = re.compile(r"\.exe(?<=\b(?:curl|wget)\.exe)[ \t]")
#: What only bash knows: a line that goes on, its prompt, its programs; and what PowerShell knows, too: single quotes, a
#: variable, a substitution.
OF_BASH: Final = r"\\[ \t]*$|\\[$!]|^#!|[$#%] (?:curl|wget)\b|\bsudo[ \t]|/bin/|<<|^[ \t]*export[ \t]"
_NOT_OF_PROMPT: Final = re.compile(rf"{OF_BASH}|(?<![^\s=])\$?'|\$[\w({{]|`", re.MULTILINE)
#: PowerShell hands on what stands behind this as it is, to the end of the line or to a pipe.
HANDED_ON: Final = re.compile(r"--%(?<=[ \t]--%)(?=[ \t])")
_ECHO: Final = re.compile(r"echo[ \t]+([A-Za-z0-9+/=]+)[ \t]*\r?\n")
_ECHOED: Final = re.compile(
    r'\([ \t]*\r?\n(?P<lines>(?:[ \t]*+echo[ \t]++[A-Za-z0-9+/=]++[ \t]*+\r?\n)+)\)[ \t]*>[ \t]*(?P<to>"[^"\n]+"|\S+)'
)
_CERTUTIL: Final = re.compile(
    r'certutil[ \t](?:-f[ \t]+)?-decode[ \t]+(?P<from>"[^"\n]+"|\S+)[ \t]+(?P<to>"[^"\n]+"|\S+)'
)
_TO_SPECIAL: Final = re.compile(r'[^\^"\r\n&|]+')
_TO_QUOTE: Final = re.compile(r'[^"\\\s]+')
_BROKEN_OFF: Final = re.compile(r'"\^([\r\n]+)"')
_CONTINUED: Final = re.compile(r"[ \t]*\r?\n")
_WITHIN: Final = re.compile(r'[^"\\]+')


def is_windows_shell(text: str) -> bool:
    """Whether a command is written for the Windows command prompt. It knows no single quotes."""
    if HANDED_ON.search(text):
        return False
    if _CARET_AT_END.search(text):
        return True
    first = _ANY_QUOTE.search(text)
    if first is None or first[0] == "'":
        return False
    if any(pattern.search(text) for pattern in (_CARET_QUOTE, _DOUBLED_QUOTE, _PROMPT_BEFORE, _BATCH)):
        return True
    if "%" in text and OF_PROMPT.search(text) is not None:
        return True
    return EXE.search(text) is not None and is_of_both_shells(text)


def is_at_prompt(text: str) -> bool:
    """Whether a command is surely for that prompt: it goes on, stands behind it or in a file as there alone."""
    return any(pattern.search(text) for pattern in (_CARET_AT_END, _PROMPT_BEFORE, _BATCH))


def is_marked(text: str) -> bool:
    """Whether a browser wrote a command: it marks whatever means something to the prompt, percent signs as well."""
    return _CARET_QUOTE.search(text) is not None


def is_of_both_shells(text: str) -> bool:
    """Whether a body stands in double quotes with escaped ones in it, and nothing in the text is of bash alone."""
    return _ESCAPED_QUOTES.search(text) is not None and _NOT_OF_PROMPT.search(text) is None


def windows_commands(text: Traced, budget: Budget) -> Iterator[Command]:
    """The commands of a text, in order.

    Raises:
        CommandTextError: a quotation never ends.
        ReadingStoppedError: there are no steps left, or the reading was cancelled.
    """
    marked, in_batch = is_marked(text.text), _BATCH.search(text.text) is not None
    lines = [[_behind_prompt(part) for part in line] for line in _after_prompt(text, budget)]
    variables = PromptVariables.of(() if marked else lines, budget)
    browser = "^\\^\\" in text.text or _DOUBLED_QUOTE.search(text.text) is not None
    for line in lines:
        for part in line:
            words = arguments(part, budget, halve=browser and _ODD.search(part.text) is None)
            if words:
                if not marked:
                    words = [with_variables(word, variables.known, budget, in_batch=in_batch) for word in words]
                yield Command(tuple(words), is_never_run=variables.has_left and in_batch)
        if not marked:
            variables.set_by(line, budget)


def _behind_prompt(line: Traced) -> Traced:
    prompt = _PROMPT.match(line.text)
    return line if prompt is None else line.slice(prompt.end())


def decoded_file(text: Traced, name: str) -> Word | None:
    """What the text itself writes into a file: lines of base64 that ``certutil`` decodes into it."""
    for decoding in _CERTUTIL.finditer(text.text):
        if decoding["to"].strip('"') != name.strip('"'):
            continue
        written = next((each for each in _ECHOED.finditer(text.text) if each["to"] == decoding["from"]), None)
        if written is None:
            return None
        builder = TracedBuilder(text.original)
        for line in _ECHO.finditer(text.text, written.start("lines"), written.end("lines")):
            builder.copy(text, line.start(1), line.end(1))
        decoded = from_base_64(builder.build())
        return None if decoded is None else Word(decoded)
    return None


def _after_prompt(text: Traced, budget: Budget) -> list[list[Traced]]:
    """What the prompt hands on: the lines, with one text for each command.

    Where quotes are marked with carets the prompt counts none of them, and a browser marks what it must; then quotes
    are counted all the same, since some browsers forget to mark ``&``, and carets are marks everywhere.
    """
    marked = is_marked(text.text)
    string = text.text
    lines: list[list[Traced]] = [[]]
    builder = TracedBuilder(text.original)
    quoted = escaped = False
    at = 0
    while at < len(string):
        budget.spend()
        match = _TO_SPECIAL.match(string, at)
        if match is not None:
            builder.copy(text, at, match.end())
            at = match.end()
            chunk = match[0]
            slashes = len(chunk) - len(chunk.rstrip("\\"))
            escaped = (slashes % 2 == 1) != (escaped and slashes == len(chunk))
            continue
        character = string[at]
        broken = _BROKEN_OFF.match(string, at) if quoted and not marked else None
        if broken is not None:  # the oldest way of browsers to write a line end
            builder.copy(text, broken.start(1), broken.end(1))
            at = broken.end()
        elif character == '"' or (marked and string.startswith('^"', at)):
            end = string.index('"', at) + 1
            quoted = quoted if marked and escaped else not quoted
            builder.copy(text, end - 1, end)
            at = end
        elif character == "^" and (marked or not quoted):
            slash = string.startswith("^\\", at)
            at = _caret(text, at, builder)
            escaped = slash and not escaped
            continue
        elif (character in "\r\n" and not (marked and quoted)) or (character in "&|" and not quoted):
            lines[-1].append(builder.build())
            if character in "\r\n":
                lines.append([])
            builder, quoted = TracedBuilder(text.original), False
            at += 1
        else:
            builder.copy(text, at, at + 1)
            at += 1
        escaped = False
    lines[-1].append(builder.build())
    return lines


def _caret(text: Traced, at: int, builder: TracedBuilder) -> int:
    """Take what a caret at ``at`` marks: the next character as it is; across the end of a line, the one after it."""
    string = text.text
    end = at + 1
    continued = _CONTINUED.match(string, end)
    if continued is not None:
        end = continued.end()
        # A second line end right behind it is a marked character: the text really goes on in a new line.
        if string.startswith("\r\n", end):
            builder.put("\n", text.offset(end), 2)
            return end + 2
        if string.startswith("\n", end):
            builder.put("\n", text.offset(end))
            return end + 1
        return end
    if end < len(string):
        builder.copy(text, end, end + 1)
    return end + 1


def arguments(line: Traced, budget: Budget, *, halve: bool = False) -> list[Word]:
    """A command line as arguments, as the C library of Windows splits it.

    Browsers double every backslash, also where the library leaves pairs as they are; with ``halve`` each pair is one
    again, as it was in the browser.

    Raises:
        CommandTextError: a quotation never ends.
    """
    words: list[Word] = []
    string = line.text
    at = 0
    while True:
        while at < len(string) and string[at].isspace():
            at += 1
        if at >= len(string):
            return words
        builder = TracedBuilder(line.original)
        begin, opening, quoted = at, at, False
        while at < len(string) and (quoted or not string[at].isspace()):
            budget.spend()
            character = string[at]
            if character == '"':
                if quoted and string.startswith('""', at):
                    builder.put('"', line.offset(at), 2)
                    at += 2
                    continue
                quoted = not quoted
                opening = at
                at += 1
            elif character == "\\":
                at = _backslashes(line, at, builder, halve)
            else:
                match = (_WITHIN if quoted else _TO_QUOTE).match(string, at)
                end = match.end() if match else at + 1
                builder.copy(line, at, end)
                at = end
        if quoted:
            raise open_quote(line.offset(opening))
        words.append(Word(builder.build() if len(builder) else line.slice(begin, begin)))


def _backslashes(line: Traced, at: int, builder: TracedBuilder, halve: bool) -> int:
    """A run of backslashes: halved before a quote, which an odd number escapes; as they are anywhere else."""
    string = line.text
    end = at
    while end < len(string) and string[end] == "\\":
        end += 1
    count = end - at
    if not string.startswith('"', end):
        builder.copy(line, at, at + count // 2 if halve else end)
        return end
    builder.copy(line, at, at + count // 2)
    if count % 2:
        builder.put('"', line.offset(end - 1), 2)
        return end + 1
    return end
