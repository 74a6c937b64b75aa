"""Commands that ``xargs`` and ``parallel`` run for each of many items, which the text does not show."""

import re
from dataclasses import replace
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.windows_variables import filled
from yespo_console.reading.commands.words import Command

_PROGRAMS: Final = ("xargs", "parallel")
#: What stands for an item, if no option names anything else.
_USUAL: Final = "{}"
_NAMED: Final = re.compile(r"(?:-I|--replace=?)(?P<name>.{0,20})")


def without_items(whole: Command, command: Command, budget: Budget) -> Command:
    """A command that stands within ``whole``, in which whatever stands for an item is a missing part."""
    if whole.name not in _PROGRAMS:
        return command
    before = [word.text.text for word in whole.words[1 : len(whole.words) - len(command.words)]]
    mark = None if whole.name == "xargs" else _USUAL
    for at, word in enumerate(before):
        named = _NAMED.fullmatch(word)
        if named is not None:
            mark = named["name"] or (before[at + 1] if word == "-I" and at + 1 < len(before) else _USUAL)
        elif word == "-i":
            mark = _USUAL
    if not mark:
        return command
    pattern = re.compile(re.escape(mark))
    return replace(command, words=tuple([filled(word, pattern, {}, budget) for word in command.words]))
