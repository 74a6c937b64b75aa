"""What a command of a shell certainly prints, so that what reads it behind a pipe or in ``$(..)`` is known."""

import re
from collections.abc import Sequence
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.shell_files import ShellFiles
from yespo_console.reading.commands.words import Command, Word, WordBuilder
from yespo_console.reading.escapes import Dialect, UndecodableError, unescape

#: The filter and the options of jq that give the same JSON in another layout.
_LAYOUT_OF_JQ: Final = (".", "-c", "-M", "-r", "-e", "--compact-output", "--monochrome-output")
_ECHO_OPTION: Final = re.compile(r"-[neE]+")
_CONTROLS: Final = {
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "E": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
}
#: What a number stands for, and where the output ends, no two shells agree about.
_UNSURE: Final = frozenset("0123456789xuUc")


def _echoed(match: re.Match[str]) -> str | None:
    return None if match[1] in _UNSURE else _CONTROLS.get(match[1], match[0])


def _printed(match: re.Match[str]) -> str | None:
    if match[0].startswith("%"):
        return "%" if match[0] == "%%" else None
    return match[1] if match[1] in ('"', "'") else _echoed(match)


#: The text of ``echo -e``, and the pattern of ``printf`` when there is nothing to fill in.
_ECHOED: Final = Dialect(re.compile(r"\\(.)", re.DOTALL), _echoed)
_PRINTED: Final = Dialect(re.compile(r"\\(.)|%%?", re.DOTALL), _printed)
#: Where ``printf`` puts in a text; a doubled sign is one of its own.
_PLACE: Final = re.compile(r"%(?:%|s)")
#: More of them are in no pattern for an event.
_MOST_PLACES: Final = 500


def output_of(command: Command, files: ShellFiles, budget: Budget) -> Word | None:
    """The output of echo, of printf with nothing but texts to put in, and of cat or jq as it comes; None for others.

    ``files`` holds what the text itself wrote; any other file is a missing part.
    """
    words = list(command.words[1:])
    if not command.words:
        return command.input
    if command.name == "cat":
        if len(words) == 1 and words[0].text.text != "-":
            return files.content_of(words[0])
        return command.input if len(words) < 2 else None
    if command.name == "echo":
        escaped = False
        while words and _ECHO_OPTION.fullmatch(words[0].text.text):
            for option in words.pop(0).text.text:
                escaped = option == "e" or (escaped and option != "E")
        if len(words) != 1:
            return None
        return _decoded(words[0], _ECHOED) if escaped else words[0]
    if command.name == "jq" and all(word.text.text in _LAYOUT_OF_JQ and not word.holes for word in words):
        return command.input
    if command.name == "printf" and words:
        if words[0].text.text == "-v" and len(words) > 2:
            words = words[2:]
        return _filled_in(words[0], words[1:], budget)
    return None


def _filled_in(pattern: Word, given: Sequence[Word], budget: Budget) -> Word | None:
    """What ``printf`` prints; a text that it is not given is a missing part."""
    places = [match for match in _PLACE.finditer(pattern.text.text) if match[0] == "%s"]
    if not places and not given:
        return _decoded(pattern, _PRINTED)
    if pattern.holes or len(given) > len(places) or len(places) > _MOST_PLACES:
        return None
    builder = WordBuilder(pattern.text.original, budget)
    done = 0
    for number, match in enumerate(places):
        before = _decoded(Word(pattern.text.slice(done, match.start())), _PRINTED)
        if before is None:
            return None
        builder.put_in(before)
        if number < len(given):
            builder.put_in(given[number])
        else:
            builder.leave_out(pattern.text, match.start(), match.end())
        done = match.end()
    behind = _decoded(Word(pattern.text.slice(done)), _PRINTED)
    if behind is None:
        return None
    builder.put_in(behind)
    return builder.word()


def _decoded(word: Word, dialect: Dialect) -> Word | None:
    """A word without its escapes; None where one of them is not certain, or variables stand among them."""
    if dialect.pattern.search(word.text.text) is None:
        return word
    try:
        return None if word.holes else Word(unescape(word.text, dialect))
    except UndecodableError:
        return None
