"""What of a text of bash is open at a command: branches, loops, functions, and the list in which it stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from yespo_console.reading.commands.words import Word
from yespo_console.reading.word_set import word_set

#: What begins something that is carried out only sometimes, again or later, with what ends it and what shows that.
_ENDED_BY: Final = {"if": "fi", "while": "done", "until": "done", "for": "done", "select": "done", "case": "esac"}
_SHOWN_BY: Final = {
    "fi": re.compile(r"\b(?:then|fi)\b"),
    "done": re.compile(r"\bdone\b|(?:^|;)[ \t]{0,40}do\b", re.MULTILINE),
    "esac": re.compile(r"\besac\b|;;"),
}
_BEFORE_COMMANDS: Final = word_set("sudo time exec then do command nohup else elif ! builtin env")
#: What surely is carried out, though not once.
_IN_ANY_CASE: Final = ("for", "(", "$(")
_GOES_ON: Final = ("&&", "||", "|")
#: Further down nothing is sure.
_DEEPEST: Final = 100
_NOBODY_KNOWS: Final = -1
#: What goes well before another command in a list.
PREPARES: Final = word_set(
    "cd pushd set echo printf mkdir export source . sleep date clear unset chmod touch rm eval true :"
)


@dataclass(slots=True)
class _Block:
    """Something that is open.

    Attributes:
        begin: the word or the sign that began it.
        end: what ends it.
        number: names this one, or this branch of it.
    """

    begin: str
    end: str
    number: int


class ShellBlocks:
    """Follows the commands of one text, in order.

    Attributes:
        sign: what stands before the command.
        functions: the numbers of those that the text defines, by their names.
    """

    def __init__(self, string: str) -> None:
        self.sign = "\n"
        self.functions: dict[str, int] = {}
        #: What may be a function whose commands follow.
        self._named = ""
        self._string = string
        self._opened: list[_Block] = []
        #: Whether all that stands before the command in its list only prepares for it, and whether it depends on that.
        self._is_prepared = True
        self._is_on_condition = False
        self._count = 0
        self._list = 0

    @property
    def is_open(self) -> bool:
        return bool(self._opened)

    @property
    def is_sum(self) -> bool:
        """Whether the command stands in ``((..))``."""
        return [block.end for block in self._opened[-2:]] == [")", ")"]

    @property
    def is_sure(self) -> bool:
        """Whether the command that begins is carried out once, and by the shell itself."""
        return not self._opened and (self.sign in ("\n", ";", "") or (self.sign == "&&" and self._is_prepared))

    @property
    def depends_on(self) -> frozenset[int]:
        """The branches, loops and functions without which the command is not carried out, and its list."""
        if len(self._opened) > _DEEPEST:
            return frozenset((_NOBODY_KNOWS,))
        found = {block.number for block in self._opened if block.begin not in _IN_ANY_CASE}
        return frozenset({*found, self._list} if self._is_on_condition else found)

    @property
    def around(self) -> frozenset[int]:
        """All that the command stands in."""
        return frozenset((self._list, *(block.number for block in self._opened[:_DEEPEST])))

    @property
    def loops(self) -> frozenset[int]:
        """The loops that it stands in."""
        return frozenset(block.number for block in self._opened[:_DEEPEST] if block.end == "done")

    def enter(self) -> tuple[int, str, bool, int]:
        """A substitution begins. Gives what ``leave`` takes at its end."""
        state = len(self._opened), self.sign, self._is_prepared, self._list
        self._open("$(", "$(")
        self.sign = "\n"
        return state

    def leave(self, state: tuple[int, str, bool, int]) -> None:
        """The substitution ends that ``enter`` began."""
        depth, self.sign, self._is_prepared, self._list = state
        del self._opened[depth:]

    def begin(self, words: list[Word]) -> list[Word]:
        """A command of these words begins; gives them without what opens or ends something."""
        if self.sign == ";;":
            self._next_branch("esac")
        if self.sign not in _GOES_ON:
            self._list = self._number()
            self._is_on_condition = False
        elif self.sign != "|":
            self._is_on_condition = self._is_on_condition or self.sign == "||" or not self._is_prepared
        while words and self._keyword(words[0].text.text, words):
            words = words[1:]
        return words

    def end(self, words: Sequence[Word], sign: str, *, prepares: bool) -> None:
        """The command ends, by ``sign``."""
        is_empty = not words
        if not is_empty or sign != "\n" or self.sign not in _GOES_ON:
            self._is_prepared = prepares and (self.sign != "&&" or self._is_prepared)
            self.sign = sign
        if not is_empty:
            self._named = words[0].text.text if sign == "(" else ""
        if sign == "(":
            self._open("(", ")")
        elif sign == ")":
            self._close(")")

    def _keyword(self, word: str, words: Sequence[Word]) -> bool:
        """Whether a word at the beginning of a command is none of it; open or close what it begins or ends."""
        if word in ("else", "elif"):
            self._next_branch("fi")
        if word == "{":
            self._open("{", "}")
            if self._named:
                self.functions[self._named] = self._opened[-1].number
        elif (end := _ENDED_BY.get(word)) is not None and _SHOWN_BY[end].search(self._string):
            self._open(word, end)
        elif word in ("}", "fi", "done", "esac"):
            return self._close(word)
        elif word not in _BEFORE_COMMANDS or len(words) == 1:
            return False
        return True

    def _number(self) -> int:
        self._count += 1
        return self._count

    def _open(self, begin: str, end: str) -> None:
        self._opened.append(_Block(begin, end, self._number()))

    def _close(self, end: str) -> bool:
        if self._opened and self._opened[-1].end == end:
            self._opened.pop()
            return True
        return False

    def _next_branch(self, end: str) -> None:
        if self._opened and self._opened[-1].end == end:
            self._opened[-1].number = self._number()
