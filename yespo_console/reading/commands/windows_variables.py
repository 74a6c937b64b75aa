"""Variables of the Windows prompt and of PowerShell in the words of a command.

``curl.exe`` is called from both, and from bash on Windows, and a text does not always tell which: ``$EMAIL`` and
``%EMAIL%`` in the JSON that it is given are values of a variable to one of them. What they are nobody can tell, so they
are missing parts of the word, also where one of the shells would leave them as they are.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.words import Command, Word, WordBuilder

#: ``%NAME%``, also a part of it (``%NAME:~0,3%``), ``%%i`` of a batch file; ``%D0%9F`` is a part of an address.
OF_PROMPT: Final = re.compile(
    r"(?:(?<![\w%/=&?.-])%(?![0-9A-Fa-f]{2}%)|%(?![0-9A-Fa-f]{2}))[A-Za-z_]\w{1,60}(?::[^%\"\s]{1,40})?%"
    r"|%%[A-Za-z]\b|(?<![\w%])%~?[0-9*](?![0-9A-Fa-f])"
)
_OF_EITHER: Final = re.compile(
    rf"\$(?:[A-Za-z_]\w{{0,60}}(?::\w{{1,60}})?(?:\.[A-Za-z]\w{{0,60}}){{0,9}}|\{{[^}}\"]{{1,60}}\}}|\([^\"]{{0,200}}?\)+)"
    rf"|{OF_PROMPT.pattern}"
)
_JSON: Final = re.compile(r"\s*[{\[]")


def with_variables(word: Word, variables: Mapping[str, Word | None], budget: Budget) -> Word:
    """The word with the values of variables of the prompt that the text sets; any other one is a missing part."""
    return _filled(word, OF_PROMPT, variables, budget) if "%" in word.text.text else word


def without_variables(command: Command, budget: Budget) -> Command:
    """A command for Windows, in whose JSON every variable of either shell is a missing part."""
    words = [
        _filled(word, _OF_EITHER, {}, budget) if _JSON.match(word.text.text) and not word.holes else word
        for word in command.words
    ]
    return replace(command, words=tuple(words))


def _filled(word: Word, pattern: re.Pattern[str], variables: Mapping[str, Word | None], budget: Budget) -> Word:
    string = word.text.text
    budget.spend(len(string))
    builder = WordBuilder(word.text.original, budget)
    done = 0
    for match in pattern.finditer(string):
        value = variables.get(match[0].strip("%").upper())
        builder.copy(word.text, done, match.start())
        if value is None:
            builder.leave_out(word.text, match.start(), match.end())
        else:
            builder.put_in(value)
        done = match.end()
    if not done:
        return word
    builder.copy(word.text, done)
    return builder.word()
