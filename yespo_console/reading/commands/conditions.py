"""On what it depends whether a command of bash is carried out: ``if [ "$live" ]; then curl ..; fi``, ``test && curl``.

What only prepares for a command (``cd folder && curl ..``) is no condition of it. A loop through a list is none, nor
one without an end: how often these carry out a command is told, unless they are left once it is.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from yespo_console.reading.commands.shell_blocks import PREPARES
from yespo_console.reading.commands.shown_conditions import shown_command
from yespo_console.reading.origin import Traced, index_of
from yespo_console.reading.reading import Repair, sent_in_turn, sent_on_condition
from yespo_console.reading.spans import Span

#: Texts in quotes and comments, in which nothing is looked for.
_HIDDEN: Final = re.compile(
    r"'[^']*+'|\"[^\"\\]*+(?:\\.[^\"\\]*+)*\"|\\.|\$\{[^}\n]*+\}|\{\}|(?<![\w$])\#[^\n]*+", re.DOTALL
)
#: What parts commands, what begins, parts and ends what is carried out on a condition, and what leaves it without an
#: error. The end of a line parts none behind a sign, nor behind a backslash.
_PARTS: Final = re.compile(
    r"(?P<function>(?<![\w./$=-])(?:function[ \t]{1,9}[\w-]{1,60}(?:[ \t]{0,9}\(\))?|[\w-]{1,60}[ \t]{0,9}\(\))"
    r"\s{0,40}\{)"
    r"|(?P<leaves>(?<![\w./$=-])(?:exit|return|continue|break)(?:[ \t]{1,9}0)?(?=[ \t]{0,9}(?:[;\n)}]|&&|\|\||\Z)))"
    r"|(?<![\w./$=-])(?P<word>if|then|elif|else|fi|while|until|for|do|done|case|in|esac)(?![\w./=-])"
    r"|(?P<sign>[)}\n]|\Z|(?:&&|\|\||(?<!>)&(?!>)|[;|({])(?:\s|\\\n)*)"
)
#: Before a word that begins a command.
_BEGINS: Final = re.compile(r"(?:\A|[;\n&|({)])[ \t]{0,40}\Z|\b(?:if|elif|while|until|then|do|else)[ \t\n]{1,40}\Z")
_BEGINNING: Final = ("if", "while", "until", "for", "case")
_CARRIES_OUT: Final = {"then": ("if",), "do": ("while", "until", "for"), "in": ("case",)}
_ENDS: Final = {"fi": ("if",), "done": ("while", "until", "for"), "esac": ("case",), "}": ("{", "{}"), ")": ("(",)}
#: What a statement leaves, from within outwards.
_LEFT_BY: Final = {"continue": ("while", "until", "for"), "break": ("while", "until", "for"), "return": ("{}",)}
#: What is met in any case.
_ALWAYS: Final = re.compile(r"(?:true|:|\[ 1 \]|\(\( ?1 ?\)\)|sleep\b.{0,20})\Z")
#: Before the name of a command.
_LEADING: Final = re.compile(r"(?:(?:if|elif|while|until|then|do|else|!|time|sudo)\b)?(?:\s|\\\n){0,40}")
_PREPARES: Final = re.compile(rf"(?:\$ |@)?(?:{'|'.join(map(re.escape, sorted(PREPARES)))}|\w+=\S*)(?:\s|\Z)")
_FIRST_WORD: Final = re.compile(r"\s{0,40}([\w-]{1,60})")
_NAME: Final = re.compile(r"[\w-]+(?=[ \t]{0,9}(?:\(|\s{0,40}\{))")
_FAR: Final = 400
#: What ends a loop and what leaves it, and how far behind a command that is looked for.
_DONE: Final = re.compile(r"(?<![\w./$=-])done(?![\w./=-])")
_IS_LEFT: Final = re.compile(r"(?<!\|\| )(?<!\|\|)(?<![\w./$=-])(?:break|exit|return)(?![\w./=-])")
#: A list that only counts.
_COUNTS: Final = re.compile(
    r"\s{0,9}(?:\w{1,40}\s{1,9}in\s{1,9}(?:[\d\s]{1,100}|\{\d.{1,20}\}|[$`(\s]{0,4}seq\b.{0,40})|\(\(.{0,200})[;\s]{0,9}\Z",
    re.DOTALL,
)
_FAR_BEHIND: Final = 2000
#: So much stands around what leaves it, and so many calls of a function are looked at.
_MOST_AROUND: Final = 100
_MOST_CALLS: Final = 40


@dataclass(slots=True)
class _Block:
    """Something that is open.

    Attributes:
        begin: the word or sign that began it; ``{}`` for the body of a function, nothing for the whole text.
        start: where what it asks begins.
        outer: what is around it.
        around: on what its list depends.
        command: where the command begins that it is, or stands in, if it is in brackets.
        body: of a loop, where its ``do`` stands.
        outer_nearest: on what its beginning depends.
        asked: on what that depends which is in it; None before that is told.
        guard: the last condition on which it is left.
        function: the name of the function whose body it is.
    """

    begin: str
    start: int
    outer: "_Block | None" = None
    around: Span | None = None
    outer_nearest: Span | None = None
    asked: Span | None = None
    guard: Span | None = None
    function: str = ""
    command: int = 0
    body: int = 0

    @property
    def nearest(self) -> Span | None:
        """What the next command in it depends on."""
        return self.guard or self.asked or self.outer_nearest


class ShellConditions:
    """Knows them for the commands of one text."""

    def __init__(self, text: Traced) -> None:
        self._text = text
        self._code = _HIDDEN.sub(lambda part: part[0] if part[0] == "\\\n" else "_" * len(part[0]), text.text)
        #: Where what is carried out depends on something else than before, on what then, and what is open there.
        self._places = [0]
        self._conditions: list[tuple[Span | None, _Block]] = [(None, _Block("", 0))]
        #: Where the commands begin, by their names, and on what all calls of a function depend, by where that begins.
        self._commands: dict[str, list[int]] = {}
        self._known: dict[int, Span | None] = {}
        #: The same of the loops in which they all stand.
        self._loops: dict[int, Span | None] = {}
        self._look()

    def told(self, offset: int) -> tuple[Repair, ...]:
        """What tells that the command that stands at ``offset`` in the original is carried out only sometimes."""
        place = index_of(self._text, offset)
        told: list[Repair] = []
        if (found := self._condition_at(place, 0)) is not None:
            shown = shown_command(self._text.text[slice(*found)], is_whole=self._begins_command(found[0]))
            told.append(sent_on_condition(self._text, *found, shown))
        if (loop := self._loop_at(place, 0)) is not None:
            shown = shown_command(self._text.text[slice(*loop)], is_whole=True)
            told.append(sent_in_turn("sent_in_loop", self._text, *loop, shown))
        return tuple(told)

    def _loop_at(self, place: int, depth: int) -> Span | None:
        """Where the nearest loop begins that carries a place out and asks for nothing."""
        block: _Block | None = self._conditions[bisect_right(self._places, place) - 1][1]
        while block is not None and block.begin != "{}":
            if block.body and block.asked is None and not self._is_left_behind(block, place):
                begin = self._code.rfind(block.begin, 0, block.start)
                return begin, begin + len(self._code[begin : block.body].rstrip("; \t\r\n"))
            block = block.outer
        if block is None or depth > _MOST_AROUND:
            return None
        if block.start not in self._loops:
            self._loops[block.start] = None  # meets itself
            calls = self._commands.get(block.function, [])[:_MOST_CALLS]
            loops = [self._loop_at(each, depth + 1) for each in calls]
            self._loops[block.start] = loops[0] if loops and all(loops) else None
        return self._loops[block.start]

    def _is_left_behind(self, loop: _Block, place: int) -> bool:
        """Whether a loop is left once what stands at ``place`` was carried out: it tries again until then."""
        if loop.begin == "for" and not _COUNTS.match(self._text.text[loop.start : loop.body]):
            return False
        done = _DONE.search(self._code, place, place + _FAR_BEHIND)
        end = place + _FAR_BEHIND if done is None else done.start()
        return loop.body < place and _IS_LEFT.search(self._code, place, end) is not None

    def _condition_at(self, place: int, depth: int) -> Span | None:
        found, block = self._conditions[bisect_right(self._places, place) - 1]
        while found is None and block.outer is not None and block.begin != "{}":
            block = block.outer
        if found is not None or block.outer is None or depth > _MOST_CALLS:
            return found
        if block.start not in self._known:
            self._known[block.start] = None  # meets itself
            calls = self._commands.get(block.function, [])[:_MOST_CALLS]
            conditions = [self._condition_at(each, depth + 1) for each in calls]
            self._known[block.start] = conditions[0] if conditions and all(conditions) else None
        return self._known[block.start]

    def _begins_command(self, at: int) -> bool:
        return _BEGINS.search(self._code, max(0, at - _FAR), at) is not None

    def _look(self) -> None:
        code = self._code
        block = self._conditions[0][1]
        #: On what the rest of the list depends, and where its command begins.
        listed: Span | None = None
        begin = 0
        for part in _PARTS.finditer(code):
            word, sign = part["word"], (part["sign"] or "").rstrip("\\ \t\r\n")
            is_first = word not in (None, "in") or part["leaves"] or sign == "}"
            if is_first and not self._begins_command(part.start()):
                continue
            name = _FIRST_WORD.match(code, begin, part.start())
            if name is not None:
                self._commands.setdefault(name[1], []).append(name.start(1))
            if part["leaves"]:
                _leave(block, listed, part["leaves"].split()[0])
            elif part["function"]:
                block = _Block("{}", part.end(), block, function=_NAME.search(part[0])[0])  # type: ignore[index]
                listed = None
            elif word in _BEGINNING or sign == "(" or (sign == "{" and part["sign"] != sign):
                block = _Block(word or sign, part.end(), block, listed, listed or block.nearest, command=begin)
                listed = None
            elif word == "elif" and block.begin == "if":
                block.start, block.asked = part.end(), None
            elif word in _CARRIES_OUT and block.begin in _CARRIES_OUT[word]:
                block.asked = block.asked or self._asked(block, part.start())
                block.body = part.start() if word == "do" else 0
                listed = None
            elif (end := word or sign) in _ENDS and block.begin in _ENDS[end] and block.outer is not None:
                listed, begin = block.around, block.command if block.begin in ("(", "{") else part.end()
                block = block.outer
            elif sign in ("&&", "||"):
                first = _LEADING.match(code, begin).end()  # type: ignore[union-attr] # it matches nothing too
                last = first + len(code[first : part.start()].rstrip("\\\n\t "))
                if first < last and (sign == "||" or _PREPARES.match(code, first) is None):
                    listed = first, last
            elif sign != "|":
                listed = None
            if sign not in (")", "}") or self._conditions[-1][1] is block:  # else what was closed is a part of it
                begin = part.end()
            self._places.append(part.end())
            self._conditions.append((listed or block.nearest, block))

    def _asked(self, block: _Block, end: int) -> Span | None:
        """Where that stands which a block asks whose condition ends before ``end``."""
        condition = self._text.text[block.start : end].strip(" \t\r\n;")
        if not condition or block.begin == "for" or _ALWAYS.match(condition):
            return None
        at = self._text.text.find(condition, block.start)
        return at, at + len(condition)


def _leave(block: _Block, listed: Span | None, word: str) -> None:
    """The script, a function or a round of a loop is left there."""
    ends = _LEFT_BY.get(word, ("{}", "("))
    condition: Span | None = listed
    left: _Block | None = block
    for _step in range(_MOST_AROUND):
        if left is None or (condition is None and left.begin in ends):
            break
        if condition is None:
            condition = left.asked or left.around
        else:
            left.guard = condition
            if left.begin in ends:
                break
        left = left.outer
