"""The files that a text of bash writes itself, and whether each surely holds that where a command reads it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from yespo_console.reading.commands.shell_blocks import ShellBlocks
from yespo_console.reading.commands.shell_variables import only_reads
from yespo_console.reading.commands.words import Command, Word
from yespo_console.reading.literals import unknown


class Target(NamedTuple):
    """The file that the output of a command goes to, and whether it is added to what that holds."""

    name: str
    is_added_to: bool = False


@dataclass(frozen=True, slots=True)
class _Written:
    """What was written into a file.

    Attributes:
        content: None where that is not known.
        depends_on: without what it was not written.
        loops: in which it was.
    """

    content: Word | None
    depends_on: frozenset[int]
    loops: frozenset[int]


class ShellFiles:
    """Those of one text, up to the command that is read.

    Attributes:
        changed: the files that are written or changed within a loop, each with its number.
    """

    def __init__(self, blocks: ShellBlocks, look_ahead: "Callable[[], ShellFiles] | None") -> None:
        """``look_ahead`` gives what is learned of the whole text: in a loop a file may be changed behind its use."""
        self.changed: set[tuple[int, str]] = set()
        self._blocks = blocks
        self._look_ahead = look_ahead
        self._written: dict[str, _Written] = {}
        #: The names of the files that are written only with a branch, a loop or a function, by its number.
        self._depending: dict[int, set[str]] = {}

    def get(self, name: str) -> Word | None:
        """What a file surely holds."""
        name = _plain(name)
        written = self._written.get(name)
        if written is None or not written.depends_on <= self._blocks.around:
            return None
        loops = self._blocks.loops - written.loops
        if loops and self._look_ahead is not None:
            changed = self._look_ahead().changed
            if any((loop, name) in changed for loop in loops):
                return None
        return written.content

    def content_of(self, name: Word) -> Word:
        """What stands in a file; one that the text did not surely write is a missing part."""
        return self.get(name.text.text) or Word(name.text.slice(0, 0), [(0, unknown(name.offset, name.text.text))])

    def write(self, target: Target, content: Word | None) -> None:
        """What a command writes; None where that is not known."""
        name, loops = _plain(target.name), self._blocks.loops
        known = None if target.is_added_to else content
        self._keep(name, _Written(known, self._blocks.depends_on, loops))
        self.changed.update((loop, name) for loop in loops)

    def note(self, command: Command) -> None:
        """A command may change a file of the text whose name it is given, and be a function that writes one."""
        if not self._written or only_reads(command.name):
            return
        for name in {_plain(word.text.text) for word in command.words} & self._written.keys():
            self.write(Target(name), None)
        function = self._blocks.functions.get(command.name, 0)
        for name in self._depending.pop(function, ()):
            written = self._written[name]
            depends_on = written.depends_on - {function} | self._blocks.depends_on
            self._keep(name, replace(written, depends_on=depends_on))

    def _keep(self, name: str, written: _Written) -> None:
        self._written[name] = written
        for number in written.depends_on:
            self._depending.setdefault(number, set()).add(name)


def _plain(name: str) -> str:
    return name.removeprefix("./")
