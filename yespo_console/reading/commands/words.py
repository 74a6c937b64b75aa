"""What every reader of a command line hands on: words, decoded, with their places."""

from dataclasses import dataclass

from yespo_console.platform.i18n import _
from yespo_console.reading.literals import Unknown
from yespo_console.reading.origin import Original, Traced
from yespo_console.reading.reading import Repair


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command.

    Attributes:
        text: the word as the program would get it.
        missing: the first part that only the shell knows (a variable, another command's output); ``text`` lacks it.
    """

    text: Traced
    missing: Unknown | None = None

    @property
    def offset(self) -> int:
        return self.text.offset(0)


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        words: its name and arguments, in order.
        input: what it reads from standard input, as far as the text tells.
        repairs: what was changed to get it.
    """

    words: tuple[Word, ...]
    input: Word | None = None
    repairs: tuple[Repair, ...] = ()

    @property
    def name(self) -> str:
        """The program's name in lower case, without folder and ``.exe``."""
        name = self.words[0].text.text.replace("\\", "/").rpartition("/")[2].lower() if self.words else ""
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
    return CommandTextError(offset, _("The escape in line {line}, column {column} stands for no character in UTF-8."))
