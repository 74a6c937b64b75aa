"""What a command of a shell certainly prints, so that what reads it behind a pipe or in ``$(..)`` is known."""

import re
from collections.abc import Mapping
from typing import Final

from yespo_console.reading.commands.words import Command, Word
from yespo_console.reading.literals import unknown

_ECHO_OPTION: Final = re.compile(r"-[neE]+")


def output_of(command: Command, files: Mapping[str, Word]) -> Word | None:
    """The output of echo, of printf with ``%s``, and of cat; None for anything else.

    ``files`` holds what the text itself wrote; any other file is a missing part.
    """
    words = list(command.words[1:])
    if not command.words:
        return command.input
    if command.name == "cat":
        if len(words) == 1 and words[0].text.text != "-":
            return content_of(words[0], files)
        return command.input if len(words) < 2 else None
    if command.name == "echo":
        while words and _ECHO_OPTION.fullmatch(words[0].text.text):
            words.pop(0)
        return words[0] if len(words) == 1 else None
    if command.name == "printf" and words:
        text = words[0].text.text
        if len(words) == 2 and text in ("%s", "%s\\n", "%s\n"):
            return words[1]
        return words[0] if len(words) == 1 and "%" not in text and "\\" not in text else None
    return None


def content_of(name: Word, files: Mapping[str, Word]) -> Word:
    """What stands in a file; one that the text did not write is a missing part."""
    return files.get(name.text.text) or Word(name.text.slice(0, 0), [(0, unknown(name.offset, name.text.text))])
