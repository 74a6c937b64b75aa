"""What every reader of a command line hands on: words, decoded, with their places."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.credentials import is_secret_name
from yespo_console.reading.escapes import UNDECODABLE
from yespo_console.reading.literals import Unknown, unknown
from yespo_console.reading.origin import Original, Traced, TracedBuilder
from yespo_console.reading.reading import Repair, excerpt, repair_at

#: What may follow the name of a program that does not stand first.
_ARGUMENT: Final = re.compile(r"-{1,2}[A-Za-z]|https?://|[A-Z]{3,10}\Z")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command.

    Attributes:
        text: the word as the program would get it, without the parts that only the shell knows.
        holes: those parts (a variable, another command's output), each with its place in ``text``, in order.
        filled: what is told of variables whose values the text sets, and which are a part of the word.
    """

    text: Traced
    holes: Sequence[tuple[int, Unknown]] = ()
    filled: tuple[Repair, ...] = ()

    @property
    def offset(self) -> int:
        return self.text.offset(0)

    @property
    def missing(self) -> Unknown | None:
        """The first part that only the shell knows."""
        return self.holes[0][1] if self.holes else None

    def after(self, start: int) -> "Word":
        """The word from the character at ``start`` on."""
        holes = [(max(0, place - start), part) for place, part in self.holes]
        return Word(self.text.slice(start), holes, self.filled)

    def without_line_ends(self) -> "Word":
        """The word as ``$(..)`` gives it."""
        end = len(self.text.text.rstrip("\n"))
        return Word(self.text.slice(0, end), [(min(place, end), part) for place, part in self.holes], self.filled)

    def parts(self) -> list[Traced | Unknown]:
        """What of the word is known and what is not, in order."""
        parts: list[Traced | Unknown] = []
        done = 0
        for place, part in self.holes:
            parts += (self.text.slice(done, place), part)
            done = place
        return [*parts, self.text.slice(done)]


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        words: its name and arguments, in order.
        input: what it reads from standard input, as far as the text tells.
        repairs: what was changed to get it.
        is_never_run: whether the script surely leaves off before it.
    """

    words: tuple[Word, ...]
    input: Word | None = None
    repairs: tuple[Repair, ...] = ()
    is_never_run: bool = False

    @property
    def name(self) -> str:
        """The program's name in lower case, without folder and ``.exe``."""
        return _program(self.words[0]) if self.words else ""

    def calling(self, names: Container[str]) -> "Command | None":
        """This command from the word on that names one of these programs; None when none does.

        Behind another program or a prompt (``docker exec app curl -d ..``) a name counts only before an option or an
        address, because it may be any word there.
        """
        if self.name in names:
            return self
        for at, word in enumerate(self.words[1:-1], 1):
            if _program(word) in names and _ARGUMENT.match(self.words[at + 1].text.text):
                return replace(self, words=self.words[at:])
        return None


class WordBuilder(TracedBuilder):
    """Puts a word together; its holes stand where they were met."""

    __slots__ = ("_budget", "_filled", "_inherited", "holes")

    def __init__(self, original: Original, budget: Budget) -> None:
        super().__init__(original)
        self._budget = budget
        self.holes: list[tuple[int, Unknown]] = []
        #: What is told of the variables put in, each with how long its value is; and of those within them.
        self._filled: list[tuple[Repair, int]] = []
        self._inherited: list[Repair] = []

    def leave_out(self, text: Traced, start: int, end: int, shown: str = "", *, computed: bool = True) -> None:
        """What stands from ``start`` up to ``end`` only the shell knows; ``computed`` as in ``literals.Unknown``."""
        offset = text.offset(start)
        part = unknown(offset, shown or text.text[start:end], computed=computed, length=text.offset(end) - offset)
        self.holes.append((len(self), part))

    def put_in(self, value: Word) -> None:
        """Append another word, at the cost of copying it and of looking through it with all that it is in."""
        self._budget.spend(16 * len(value.text) + 16 * len(value.holes))
        self.holes += [(len(self) + place, part) for place, part in value.holes]
        self._inherited += value.filled
        self.copy(value.text)

    def fill_in(self, text: Traced, start: int, end: int, name: str, value: Word) -> None:
        """Append the value of a variable that stands from ``start`` up to ``end``."""
        self.put_in(value)
        shown = "…" if is_secret_name(name) else excerpt(value.text.text)
        repair = repair_at(text, start, end, "variable", value.text.text, None, name=text.text[start:end], value=shown)
        self._filled.append((repair, len(value.text)))

    def word(self) -> Word:
        """What was appended so far; a word that is nothing but one variable is what that is set to."""
        text = self.build()
        own = [repair for repair, length in self._filled if length < len(text)]
        return Word(text, self.holes, (*self._inherited, *own))


def _program(word: Word) -> str:
    name = word.text.text.replace("\\", "/").rpartition("/")[2].lower()
    if not name.endswith(":"):  # as it names itself before what it says
        name = name.partition(":")[0]  # behind a colon stands the version of an image of Docker
    return name.removesuffix(".exe")


class CommandTextError(ValueError):
    """The text of a command cannot be split into words.

    Attributes:
        offset: where in the original it goes wrong.
    """

    def __init__(self, offset: int, sentence: str) -> None:
        self.offset = offset
        self._sentence = sentence
        super().__init__(offset)

    def sentence(self, original: Original) -> str:
        """The sentence for a person, with line and column."""
        line, column = original.line_column(self.offset)
        return self._sentence.format(line=line, column=column)

    def is_in_line_behind(self, word: Word, original: Original) -> bool:
        """Whether it goes wrong behind a word, in the same line."""
        end = word.text.offset(len(word.text))
        return self.offset >= end and original.text.find("\n", end, self.offset) < 0


def open_quote(offset: int) -> CommandTextError:
    """A quotation that never ends: the text is cut off, or a quote in it is not escaped."""
    return CommandTextError(
        offset,
        _(
            "The quotation that begins in line {line}, column {column} never ends: the command is cut off, or a quote "
            "within it is not escaped. Copy the whole command again."
        ),
    )


def undecodable(offset: int) -> CommandTextError:
    """An escape that stands for no character."""
    return CommandTextError(offset, _(UNDECODABLE))
