"""The parts in braces of code whose grammar is not known, and on what it depends whether each is carried out."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from yespo_console.reading.spans import Span
from yespo_console.reading.word_set import word_set

#: What is never closed goes to the end of the line or of the text, so that nothing in it is tried.
LITERAL: Final = (
    r"(?P<literal>(?<!\w)r(?P<hashes>#{1,5})\"(?:[\s\S]*?\"(?P=hashes)|[\s\S]*)"
    r"|@\$?\"(?=[^\"]{0,200}\"\")(?:[^\"]|\"\")*+\"?"
    r"|\"{3}(?:[\s\S]*?\"{3}|[\s\S]*)|'{3}(?:[\s\S]*?'{3}|[\s\S]*)|'(?=\s{0,9}[{\[]\s{0,9}\")(?:[^'\\]|\\[\s\S])*+'?"
    r"|\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?|`[^`]*+`?)"
)
COMMENT: Final = r"(?P<comment>//[^\n]*+|/\*(?:[\s\S]*?\*/|[\s\S]*))"
#: Of Rust: no text begins there.
_LIFETIME: Final = r"(?P<lifetime>(?<=[<&])'[a-z_]\w{0,30}\b(?!')|'static\b(?!'))"
#: A block, or a type of Go, in which nothing stands.
_EMPTY: Final = r"(?P<empty>\{\})"
_PASSED_OVER: Final = re.compile(rf"{_LIFETIME}|{LITERAL}|{COMMENT}|{_EMPTY}")
_CHARACTER: Final = re.compile(r"[^\n]")
_BRACE: Final = re.compile(r"[{}]")
#: Before a brace; ``else`` alone asks what the branch before it did.
_ASKS: Final = re.compile(
    r"(?:\A|[\n;])[ \t]{0,80}(?:else[ \t]{1,9})?(?P<word>if|unless|while|switch|select|match|when|guard|catch|else"
    r"|let(?=[^\n{]{1,300}\belse\s{0,80}\Z))\b"
    r"[ \t]{0,9}(?P<condition>[^\n]{0,400}?)(?:[ \t]{1,9}else)?\s{0,80}\Z"
)
#: Of C#, where it gives a value.
_SWITCHED: Final = re.compile(r"(?<![\w.])(?P<condition>[\w.]{1,60}(?:\([^()\n]{0,60}\))?)\s{1,9}switch\s{0,80}\Z")
#: What begins a loop, before its brace or its one statement; a function may be given to what goes through many.
_IN_TURN: Final = re.compile(
    r"(?:\A|[\n;{}])[ \t]{0,80}(?:\w{1,40}:[ \t]{0,9})?(?:await[ \t]{1,9})?"
    r"(?P<loop>(?:(?:for|foreach|while)\b[^\n{]{0,300}?|loop|do))\s{0,80}\Z"
)
_ONE_IN_TURN: Final = re.compile(
    r"(?:\A|[\n;{}])[ \t]{0,80}(?:await[ \t]{1,9})?"
    r"(?P<loop>(?:for|foreach)[ \t]{0,9}\((?:[^()\n;]|\([^()\n]{0,80}\)){1,200}\))[^;{}]{0,300}\Z"
)
#: What a function is given to that is written there, before its brace or what it gives.
_GIVEN: Final = (
    r"[ \t]{0,9}(?:\([ \t]{0,9}(?:(?:\|[\w, ]{0,60}\||\(?[\w, ]{0,60}\)?[ \t]{0,9}(?:->|=>))\s{0,9})?)?\Z",
    r"[ \t]{0,9}\([ \t]{0,9}(?:\|[\w, ]{0,60}\||\(?[\w, ]{0,60}\)?[ \t]{0,9}(?:->|=>))[^;{}]{0,300}\Z",
)
_CALLED_ON: Final = r"(?<![\w.?!])(?:[\w.?!]|\(\)){1,200}"
#: What goes through many.
_THROUGH: Final = tuple(
    re.compile(rf"(?P<loop>{_CALLED_ON}\.(?:forEach|for_each|each)|(?<!\w)repeat\([^()\n]{{1,40}}\)){given}")
    for given in _GIVEN
)
#: What carries a function out only where there is something: ``ifPresent`` of Java, ``?.let`` of Kotlin.
_IF_ANY: Final = tuple(
    re.compile(rf"(?P<loop>{_CALLED_ON}(?:\.ifPresent(?:OrElse)?|\?\.(?:let|also|run|apply))){given}")
    for given in _GIVEN
)
#: Behind the beginning of a loop that counts, what leaves it once the event is sent.
_COUNTS: Final = re.compile(r"(?:for|foreach)\b[^\n]{0,200}(?:;|\.\.)|for\Z|(?:while|loop|do)\b")
_LEFT: Final = re.compile(r"\b(?:break|return)\b")
#: What asks for the one statement behind it.
_ASKS_ONE: Final = re.compile(r"(?:\A|(?<=[\n;{}=]))[ \t]{0,80}(?:else[ \t]{1,9})?(?:if|while)[ \t]{0,9}\(")
#: What a value depends on that stands behind a question mark.
_TERNARY: Final = re.compile(
    r"(?:[=(,;{}\n]|\breturn\b|\A)[ \t]{0,9}(?P<condition>[^=;{}?\n]{1,100}?)[ \t]{1,9}\?\s{1,40}[^;?]{0,300}\Z"
)
#: The rest of a line behind a condition in brackets, that is none of it.
_STATEMENT: Final = re.compile(r"\s{0,9}(?!(?:and|or|as|is|in)\b)[A-Za-z_]")
_ELSE: Final = re.compile(r"\s{0,80}else\s{1,80}(?!if\b)")
#: What asks behind its statement, in Perl.
_ASKED_BEHIND: Final = re.compile(
    r"[^\n;{}]{0,400}[)\w][ \t]{1,9}(?:if|unless)[ \t]{1,9}(?P<condition>[^\n;{}]{1,200});"
)
_LEAVING: Final = (
    r"(?:return(?:[ \t]{1,9}(?:null|nil|false|Ok\(\(\)\)|Task\.CompletedTask))?|continue|next"
    r"|(?:\w{1,40}(?:\.|::))?[eE]xit(?:Process)?(?:\(0?\)|[ \t]{1,9}0)?)[ \t]{0,9}"
)
#: Whole statements that leave off without an error.
_GUARDS: Final = (
    re.compile(
        rf"(?:\A|[\n;])[ \t]{{0,80}}if[ \t]{{0,9}}\((?P<condition>[^\n;]{{1,400}}?)\)\s{{0,80}}{_LEAVING}(?:;|(?=\n))"
    ),
    re.compile(rf"(?:\A|[\n;])[ \t]{{0,80}}{_LEAVING}(?:if|unless)[ \t]{{1,9}}(?P<condition>[^\n;]{{1,200}});"),
    re.compile(r"=[ \t]{0,9}(?P<condition>[^\n;=?]{1,100}?)[ \t]{0,9}\?:[ \t]{0,9}return\b"),
)
_LEAVES: Final = re.compile(rf"(?:\A|[\n;{{])[ \t]{{0,80}}{_LEAVING};?\s{{0,80}}\Z")
_ALWAYS: Final = re.compile(r"\(?(?:true|1)?\)?\Z|\(?args\b", re.DOTALL)
#: What is left off for it told of an error by then.
_ERROR: Final = re.compile(r".*\berr(?:or)?\b", re.DOTALL)
#: What may be the name of a function, before its brace.
_CALLED: Final = re.compile(r"(?<![.\w])([A-Za-z_]\w{0,60})\s{0,9}\(")
_NO_FUNCTION: Final = word_set(
    "if else unless while for foreach switch match when guard catch using lock with try func fn fun synchronized"
)
#: So far behind what sends an event stands what leaves the loop then, at most.
_FAR_BEHIND: Final = 2000
#: So many blocks stand around a place that are looked at.
_MOST_AROUND: Final = 60
#: So long is the beginning of a block, or of a statement, at most.
FAR: Final = 600


@dataclass(slots=True)
class Block:
    """A part in braces.

    Attributes:
        start: behind its first brace.
        end: before its last one; None where that is not there.
        outer: the block around it, and where that stands which its first brace depends on.
        asked: where that stands which this block depends on.
        guard: the last condition on which it is left.
        function: what the function is called whose body it may be.
        head: where the code begins that stands before its first brace.
    """

    start: int
    end: int | None = None
    outer: "Block | None" = None
    outer_nearest: Span | None = None
    asked: Span | None = None
    guard: Span | None = None
    function: str = ""
    head: int = 0

    @property
    def nearest(self) -> Span | None:
        """What the end of the block depends on, as far as that is known."""
        return self.guard or self.asked or self.outer_nearest


class _State(NamedTuple):
    """What holds from a place on: the block, what its statements depend on, and what the last block within it did."""

    block: Block
    nearest: Span | None
    closed: Span | None = None


class Blocks:
    """Those of one text.

    Attributes:
        code: the text without its texts and comments.
    """

    def __init__(self, raw: str) -> None:
        self.code = _PASSED_OVER.sub(_hidden, raw)
        #: Where another state begins, and the states.
        self._places = [0]
        self._states = [_State(Block(0), None)]
        #: What stands before the brace of a block, by how many kinds of it were asked for.
        self._heads: dict[int, dict[int, list[Span]]] = {}
        #: Behind what is known already.
        self._done = 0
        for brace in _BRACE.finditer(self.code):
            self._step(brace[0], brace.start())
        self._note_guards(len(self.code))

    def block_at(self, place: int) -> Block:
        """The innermost block in which a place stands."""
        return self._state_at(place).block

    def condition_at(self, place: int) -> Span | None:
        """Where that stands which a place depends on."""
        return self._asked_alone(place) or self._state_at(place).nearest

    def loop_at(self, place: int) -> Span | None:
        """Where the nearest loop begins that carries a place out."""
        alone = (_ONE_IN_TURN, *_THROUGH) if self._says(place, ("for", "each", "repeat")) else ()
        return self._around(place, alone, (_IN_TURN, _ONE_IN_TURN, *_THROUGH), self._loops)

    def call_at(self, place: int) -> Span | None:
        """Where what is called stands that carries a place out only where there is something."""
        alone = _IF_ANY if self._says(place, ("ifPresent", "?.")) else ()
        return self._around(place, alone, _IF_ANY, lambda _head, _block, _place: True)

    def _says(self, place: int, words: Sequence[str]) -> bool:
        """Whether one of these stands before a place in its statement: most statements are looked at no closer."""
        begin = self.begin_of(place)
        return any(self.code.find(word, begin, place) >= 0 for word in words)

    def _around(
        self,
        place: int,
        alone: Sequence[re.Pattern[str]],
        patterns: Sequence[re.Pattern[str]],
        may_be: Callable[[str, Block | None, int], bool],
    ) -> Span | None:
        """Where the nearest of these stands: ``alone`` before the statement, or ``patterns`` before a brace around."""
        begin = self.begin_of(place)
        found = [each.span("loop") for pattern in alone if (each := pattern.search(self.code, begin, place))]
        block: Block | None = None
        inner = self.block_at(place)
        for _step in range(_MOST_AROUND):
            for span in found:
                if may_be(self.code[slice(*span)], block, place):
                    return span
            if inner.outer is None:
                break
            block, inner = inner, inner.outer
            found = self._before(block, patterns)
        return None

    def _before(self, block: Block, patterns: Sequence[re.Pattern[str]]) -> list[Span]:
        """Where these stand before the brace of a block."""
        known = self._heads.setdefault(len(patterns), {})
        if block.start not in known:
            matches = (pattern.search(self.code, block.head, block.start - 1) for pattern in patterns)
            known[block.start] = [each.span("loop") for each in matches if each is not None]
        return known[block.start]

    def _loops(self, head: str, block: Block | None, place: int) -> bool:
        """Whether what begins so carries out what is in a block, or its one statement, more than once."""
        if block is None:
            return True
        behind = len(self.code) if block.end is None else block.end
        if head == "do" and not self.code[behind + 1 : behind + 40].lstrip().startswith("while"):
            return False
        if head.startswith("while") and block.asked is not None:  # that is told
            return False
        return _COUNTS.match(head) is None or _LEFT.search(self.code, place, min(behind, place + _FAR_BEHIND)) is None

    def _state_at(self, place: int) -> _State:
        return self._states[bisect_right(self._places, place) - 1]

    # -- one statement

    def _asked_alone(self, place: int) -> Span | None:
        """What the statement depends on in which a place stands, without any braces."""
        behind = _ASKED_BEHIND.match(self.code, place)
        if behind is not None:
            return behind.span("condition")
        begin = self.begin_of(place)
        ternary = _TERNARY.search(self.code, begin, place)
        if ternary is not None:
            return ternary.span("condition")
        asked = self._asks_for(begin, place)
        if asked is not None or _ELSE.match(self.code, begin, place) is None:
            return asked
        if begin and self.code[begin - 1] == ";":
            return self._asks_for(self.begin_of(begin - 1), begin - 1)
        return self._state_at(begin).closed

    def begin_of(self, place: int) -> int:
        """Where the statement begins, or the last of several that only lines part."""
        far = max(0, place - FAR)
        return max(self.code.rfind(sign, far, place) + 1 for sign in ";{}") or far

    def _asks_for(self, begin: int, place: int) -> Span | None:
        for asks in _ASKS_ONE.finditer(self.code, begin, place):
            end = self._behind_brackets(asks.end() - 1, place)
            if end and self.is_one_statement(end, place):
                found = asks.end() - 1, end
                return None if _ALWAYS.match(self.code[slice(*found)]) else found
        return None

    def _behind_brackets(self, at: int, stop: int) -> int:
        """Behind the bracket that closes the one at ``at``; 0 where that is not before ``stop``."""
        depth = 0
        for place in range(at, stop):
            depth += (self.code[place] == "(") - (self.code[place] == ")")
            if depth == 0:
                return place + 1
        return 0

    def is_one_statement(self, begin: int, place: int) -> bool:
        """Whether no statement ends between two places with its line."""
        depth = 0
        lines = self.code[begin:place].lstrip().splitlines()
        for line, following in pairwise(lines):
            depth += line.count("(") - line.count(")")
            if depth <= 0 and not following.lstrip().startswith("."):
                return False
        return True

    # -- going through the text

    def _step(self, brace: str, at: int) -> None:
        begin = max(self._done, at - FAR)
        self._note_guards(at)
        block = self._states[-1].block
        if brace == "{":
            head = self.code[begin:at]
            asks = _ASKS.search(head)
            asked = None if asks is None else self._asked(asks, begin)
            if asks is None and (switched := _SWITCHED.search(head)) is not None:
                asked = begin + switched.start("condition"), begin + switched.end("condition")
            called = (each[1] for each in _CALLED.finditer(head) if each[1] not in _NO_FUNCTION)
            inner = Block(at + 1, None, block, block.nearest, asked, function=next(called, ""), head=begin)
            self._note(at + 1, inner)
        elif block.outer is not None:
            block.end = at
            if block.asked is not None and _LEAVES.search(self.code[max(block.start, at - 200) : at]):
                block.outer.guard = None if _ERROR.match(self.code[slice(*block.asked)]) else block.asked
            self._note(at + 1, block.outer, block.asked)
        self._done = at + 1

    def _asked(self, asks: re.Match[str], begin: int) -> Span | None:
        """Where that stands which a block asks for whose head begins at ``begin``."""
        if asks["word"] in ("catch", "select"):
            return begin + asks.start("word"), begin + asks.end("condition")
        first, last = (begin + each for each in asks.span("condition"))
        asked = self._states[-1].closed if asks["word"] == "else" else (first, last)
        if asks["condition"].startswith("("):
            end = self._behind_brackets(first, last)
            if end and _STATEMENT.match(self.code, end, last):
                asked = first, end
        return None if asked is None or _ALWAYS.match(self.code[slice(*asked)]) else asked

    def _note(self, place: int, block: Block, closed: Span | None = None) -> None:
        self._places.append(place)
        self._states.append(_State(block, block.nearest, closed))

    def _note_guards(self, end: int) -> None:
        begin = self._done
        block = self._states[-1].block
        found = [guard for pattern in _GUARDS for guard in pattern.finditer(self.code[begin:end])]
        for guard in sorted(found, key=re.Match.start):
            if _ALWAYS.match(guard["condition"]) is None and _ERROR.match(guard["condition"]) is None:
                first, last = guard.span("condition")
                block.guard = (begin + first, begin + last)
                self._note(begin + guard.end(), block)
        self._done = max(begin, end)


def _hidden(part: re.Match[str]) -> str:
    if part["lifetime"] is not None:
        return part[0]
    return "_" * len(part[0]) if part["literal"] is not None else _CHARACTER.sub(" ", part[0])
