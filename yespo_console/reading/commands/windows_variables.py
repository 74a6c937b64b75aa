"""Variables of the Windows prompt and of PowerShell in the words of a command.

``curl.exe`` is called from both, and from bash on Windows, and a text does not always tell which: ``$EMAIL`` and
``%EMAIL%`` in the JSON that it is given are values of a variable to one of them. What they are nobody can tell, so they
are missing parts of the word, also where one of the shells would leave them as they are.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.words import Command, Word, WordBuilder
from yespo_console.reading.origin import Traced

_HEX: Final = "[0-9A-Fa-f]"
_PART: Final = r"(?::[^%\"\s]{1,40})?"
#: ``%NAME%``, also a part of it (``%NAME:~0,3%``), ``%%i`` of a batch file; ``%D0%9F`` is a part of an address, and
#: ``%Y%m`` of the pattern of a date. A percent sign that no two hexadecimal digits follow is in no address.
OF_PROMPT: Final = re.compile(
    rf"(?:(?<![\w%/=&?.-])%(?!{_HEX}{{2}}%)|%(?!{_HEX}{{2}}))[A-Za-z_]\w{{1,60}}{_PART}%"
    rf"|(?<!%{_HEX}{{2}})%[A-Za-z_](?:\w{{1,60}}{_PART}%(?!{_HEX}{{2}})|{_PART}%(?![\w%]))"
    r"|%%[A-Za-z]\b|(?<![\w%])%~?[0-9*](?![0-9A-Fa-f])"
)
#: In a file of commands a percent sign is written twice.
_OF_BATCH: Final = re.compile(rf"{OF_PROMPT.pattern}|%%")
_OF_POWERSHELL: Final = (
    r"\$(?:[A-Za-z_]\w{0,60}(?::\w{1,60})?(?:\.[A-Za-z]\w{0,60}){0,9}|\{[^}\"]{1,60}\}|\([^\"]{0,200}?\)+)"
)
_OF_EITHER: Final = re.compile(rf"{_OF_POWERSHELL}|{OF_PROMPT.pattern}")
#: A variable of PowerShell that is the whole of a text is meant for one to the prompt as well, which knows none such.
_OF_PROMPT_AND_WHOLE: Final = re.compile(rf"(?<=\"){_OF_POWERSHELL}(?=\")|{OF_PROMPT.pattern}")
_JSON: Final = re.compile(r"\s*[{\[]")
#: ``set NAME=``, what stands before it (``if exist file``, ``for .. do``, ``/p``), and the name.
_SETTING: Final = re.compile(r"(?i)(?:^|[\s(@])set\s++(?P<way>(?:/\w++\s*+)?)\"?(?P<name>[^\s=\"]{1,100})=")
#: A comment, or a line that prints: what it says is not done.
#: What may stand before a command in its line.
_COMMAND: Final = r"(?i)\A[\s@()]{0,40}(?:(?:if|for|else)\b.{0,300}[\s(])?"
#: What may set any variable: another file of commands, or a part of this one; and what unsets what was set.
_SETS_ANY: Final = re.compile(rf"{_COMMAND}(?:call|endlocal)\b")
#: Behind a jump it is not told what was carried out.
_JUMPS: Final = re.compile(rf"{_COMMAND}goto\b")
_LEAVES: Final = re.compile(r"(?i)[\s@]*(?:exit(?:\s+/b)?(?:\s+\d{1,9})?|goto\s*:?eof)\s*\Z")
_LABEL: Final = re.compile(r"\s*:[^:\s]")
_SAID: Final = re.compile(r"(?i)[\s@(]*(?:rem|echo)\b|\s*::")


@dataclass(slots=True)
class PromptVariables:
    """What the lines of a text set, each with its value where only one can be meant.

    Attributes:
        known: the values by names in upper case; None where it depends on what happens: a name that is set twice,
            after a condition, in a block in brackets, to what somebody types or to what is calculated.
        has_left: whether the file of commands surely left off before what follows.
    """

    known: dict[str, Word | None] = field(default_factory=dict)
    has_left: bool = False
    #: How many blocks in brackets are open.
    _depth: int = 0
    #: What sets or jumps where nobody can tell.
    _is_unsure: bool = False

    @classmethod
    def of(cls, lines: Iterable[list[Traced]], budget: Budget) -> "PromptVariables":
        """Begin with none of them known that all the lines together may set twice."""
        variables, names = cls(), Counter[str]()
        for command in (command for line in lines for command in line):
            budget.spend(len(command))
            if not _SAID.match(command.text):
                names.update(match["name"].upper() for match in _SETTING.finditer(command.text))
                variables._is_unsure = variables._is_unsure or _SETS_ANY.search(command.text) is not None
        variables.known = {name: None for name, count in names.items() if count > 1}
        return variables

    def set_by(self, line: list[Traced], budget: Budget) -> None:
        """Take what the commands of one line set. The prompt puts values in before it carries out any of them."""
        found: dict[str, Word | None] = {}
        for command in line:
            string = command.text
            budget.spend(len(string))
            if _SAID.match(string):
                continue
            stripped = string.strip()
            self._is_unsure = self._is_unsure or _JUMPS.search(string) is not None
            if len(line) == 1 and not self._depth and (_LEAVES.match(string) or _LABEL.match(string)):
                self.has_left = _LEAVES.match(string) is not None
            self._depth = max(0, self._depth - stripped.startswith(")"))
            for match in _SETTING.finditer(string):
                value = None
                if (
                    not self._depth
                    and not self._is_unsure
                    and not match["way"]
                    and not string[: match.start()].strip("@ \t")
                ):
                    value = _value(command, match)
                name = match["name"].upper()
                is_known = value is not None and name not in self.known and name not in found
                found[name] = with_variables(value, self.known, budget) if value is not None and is_known else None
            self._depth += stripped.endswith("(")
        self.known.update(found)


def _value(command: Traced, setting: re.Match[str]) -> Word | None:
    """What ``set`` takes: the rest of the line as it stands, or up to the last quote where one opened before the name.

    A value that stands in quotes keeps them until the command that it is put into is split, and nothing leaves nothing.
    """
    string = command.text
    end = len(string)
    if string[setting.start("name") - 1] == '"' or string.startswith('"', setting.end()):
        end = string.rfind('"')
    start = setting.end() + string.startswith('"', setting.end())
    if end <= start or '"' in string[start:end]:
        return None
    return Word(command.slice(start, end))


def with_variables(word: Word, variables: Mapping[str, Word | None], budget: Budget, *, in_batch: bool = False) -> Word:
    """The word with the values of variables of the prompt that the text sets; any other one is a missing part."""
    return filled(word, _OF_BATCH if in_batch else OF_PROMPT, variables, budget) if "%" in word.text.text else word


def without_variables(command: Command, budget: Budget, *, at_prompt: bool) -> Command:
    """A command for Windows, in whose JSON every variable of either shell is a missing part.

    ``at_prompt``: it is surely for the prompt, and neither for PowerShell nor for bash.
    """
    pattern = _OF_PROMPT_AND_WHOLE if at_prompt else _OF_EITHER
    words = [
        filled(word, pattern, {}, budget) if _JSON.match(word.text.text) and not word.holes else word
        for word in command.words
    ]
    return replace(command, words=tuple(words))


def filled(word: Word, pattern: re.Pattern[str], variables: Mapping[str, Word | None], budget: Budget) -> Word:
    """The word with the values of whatever ``pattern`` finds in it; a missing part where that has none."""
    string = word.text.text
    budget.spend(len(string))
    builder = WordBuilder(word.text.original, budget)
    done = 0
    for match in pattern.finditer(string):
        name = match[0].strip("%")
        value = variables.get(name.upper())
        builder.copy(word.text, done, match.start())
        if match[0] == "%%":
            builder.put("%", word.text.offset(match.start()), 2)
        elif value is None:
            builder.leave_out(word.text, match.start(), match.end())
        else:
            builder.fill_in(word.text, match.start(), match.end(), name, value)
        done = match.end()
    if not done:
        return word
    builder.copy(word.text, done)
    return builder.word()
