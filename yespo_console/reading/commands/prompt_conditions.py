"""On what it depends whether the Windows prompt carries out a command: ``if exist live (``, ``if .. goto end``."""

import re
from bisect import bisect_right
from typing import Final

from yespo_console.reading.commands.shown_conditions import shown_test_of_prompt
from yespo_console.reading.harmless_words import HIDDEN
from yespo_console.reading.origin import Traced, index_of
from yespo_console.reading.reading import Repair, sent_in_turn, sent_on_condition
from yespo_console.reading.spans import Span

_OPERAND: Final = r"(?:\"[^\"\r\n]{0,200}\"|[^\s\"()=<>&|]{1,200})"
_TEST: Final = (
    r"(?:not[ \t]{1,9})?(?:(?:exist|defined|errorlevel|cmdextversion)[ \t]{1,9}"
    rf"{_OPERAND}|{_OPERAND}[ \t]{{0,9}}(?:==|[ \t](?:equ|neq|lss|leq|gtr|geq)[ \t])[ \t]{{0,9}}{_OPERAND})"
)
#: What means something to the prompt; between quotes it does not, nor behind a caret, nor in a comment.
_PARTS: Final = re.compile(
    rf"(?i)\^(?:\r?\n|.)|(?P<comment>(?:^[ \t]{{0,40}}@?(?:::|rem[ \t]))[^\n]*+)"
    rf"|(?<![\w%!.-])if[ \t]{{1,9}}(?:/i[ \t]{{1,9}})?(?P<test>{_TEST})[ \t]{{0,9}}(?P<opens>\()?"
    r"|(?<![\w%!.-])(?P<loop>for[ \t]{1,9}(?:/[dflr][^()\r\n]{0,80}?[ \t]{1,9})?%{1,2}\w[ \t]{1,9}in[ \t]{0,9}"
    r"\([^()\r\n]{0,200}\)[ \t]{0,9}do)\b[ \t]{0,9}(?P<opens_loop>\()?"
    r"|(?P<else>\)[ \t]{0,9}else\b)[ \t]{0,9}(?P<opens_else>\()?"
    r"|(?<![\w%!.-])(?P<leaves>goto[ \t]{0,9}:?(?!\w{0,60}(?:err|fail|usage))\w{1,60}"
    r"|exit(?:[ \t]{1,9}/b)?(?:[ \t]{1,9}0)?)[ \t]{0,9}(?=[\r\n&)]|\Z)"
    r"|\"[^\"\r\n]*+\"?|(?P<sign>&&|\|\||[()\n])",
    re.MULTILINE,
)
#: What a loop goes through: a key may stand in it.
_LIST: Final = re.compile(r"\((?![\d,. \t]*\)).*\)", re.DOTALL)
#: What goes well before another command.
_BEFORE_COMMAND: Final = re.compile(r"[ \t]{0,40}(?:[A-Za-z]:\\[^>\n]{0,200}>)?[ \t@]{0,40}")
_PREPARES: Final = re.compile(r"(?i)(?:cd|chdir|pushd|set|echo|chcp|cls|rem|mkdir|md|timeout|call|del)\b")


class PromptConditions:
    """Knows them for the commands of one text."""

    def __init__(self, text: Traced) -> None:
        self._text = text
        #: Where what is carried out depends on something else than before, and on what then.
        self._places = [0]
        self._conditions: list[Span | None] = [None]
        #: The nearest loop around that.
        self._loops: list[Span | None] = [None]
        self._look()

    def told(self, offset: int) -> tuple[Repair, ...]:
        """What tells that the command that stands at ``offset`` in the original is carried out only sometimes."""
        number = bisect_right(self._places, index_of(self._text, offset)) - 1
        found, loop = self._conditions[number], self._loops[number]
        told: list[Repair] = []
        if found is not None:
            told.append(sent_on_condition(self._text, *found, shown_test_of_prompt(self._text.text[slice(*found)])))
        if loop is not None:
            shown = _LIST.sub(f"({HIDDEN})", self._text.text[slice(*loop)])
            told.append(sent_in_turn("sent_in_loop", self._text, *loop, shown))
        return tuple(told)

    def _look(self) -> None:
        raw = self._text.text
        #: On what the rest of the line depends, and what is left behind a jump.
        line: Span | None = None
        left: Span | None = None
        #: What each open bracket asks for, and what that or the nearest one around it does.
        opened: list[tuple[Span | None, Span | None]] = []
        #: The loop of the line, and of each open bracket.
        loop: Span | None = None
        loops: list[Span | None] = []
        begin = 0  # of the command
        for part in _PARTS.finditer(raw):
            sign = part["sign"]
            around = opened[-1][1] if opened else None
            if part["test"]:
                line = part.span("test")
            elif part["leaves"]:
                left = line or around or left
            elif sign in ("&&", "||"):
                first = _BEFORE_COMMAND.match(raw, begin).end()  # type: ignore[union-attr] # it matches nothing too
                if first < part.start() and (sign == "||" or not _PREPARES.match(raw, first)):
                    line = first, first + len(raw[first : part.start()].rstrip())
            elif part["else"] or sign == ")":
                asked = opened.pop()[0] if opened else None
                del loops[-1:]
                line = asked if part["else"] else line
                around = opened[-1][1] if opened else None
            elif part["loop"]:
                loop = part.span("loop")
            elif sign == "\n":
                line = loop = None
            if part["opens"] or part["opens_else"] or part["opens_loop"] or sign == "(":
                around = line or around
                opened.append((line, around))
                loops.append(loop or (loops[-1] if loops else None))
                line = loop = None
            if sign or part["test"] or part["else"] or part["loop"]:
                begin = part.end()
            self._places.append(part.end())
            self._conditions.append(line or around or left)
            self._loops.append(loop or (loops[-1] if loops else None))
