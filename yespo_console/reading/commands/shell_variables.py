"""Which variables of a text of bash surely hold what the text sets them to.

That are those which one plain assignment sets, outside of whatever is carried out on a condition, several times or in a
shell of its own, and which nothing else in the text names or may set: ``read``, a loop, a function, ``source .env``.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from yespo_console.reading.commands.shell_blocks import PREPARES, ShellBlocks
from yespo_console.reading.commands.words import Word
from yespo_console.reading.word_set import word_set

_ASSIGNMENT: Final = re.compile(r"([A-Za-z_]\w{0,60})=")
#: A word that may be the name of a variable for a command that sets it, or changes it: ``T``, ``T+=y``, ``T[0]=y``.
_NAMING: Final = re.compile(r"[-+!]{0,2}([A-Za-z_]\w{0,60})(?:\Z|[-+*/%&|^<>]{0,2}=|\+\+|--|\[)")
_NAME: Final = re.compile(r"[A-Za-z_]\w{0,60}")
#: Expansions that set a variable: ``${T:=y}``, ``$((T++))``.
_SETTING: Final = re.compile(r"\$\{(?P<name>\w{1,60}):?=|\$\(\((?P<sum>[^\n]{0,200}?)\)\)")
_CHANGING: Final = re.compile(r"\+\+|--|(?<![=!<>])=(?!=)")
#: A value that is the folder of somebody, unless it stands in quotes.
_HOME: Final = re.compile(r"~[\w.-]{0,40}(?:[/:\s;&|]|\Z)")
_DECLARATIONS: Final = word_set("export local declare readonly typeset")
#: What may set any variable.
_SETS_ANY: Final = ("source", ".", "eval")
_SETS_NAMED: Final = word_set("read mapfile readarray unset getopts let trap wait coproc vared printf") | _DECLARATIONS
#: What sets no variable and changes no file, whatever it is given.
_ONLY_READS: Final = word_set(
    "curl wget http https xh xhs echo printf cat jq test [ [[ grep head tail wc ls stat file diff base64 date sleep "
    "exit"
)
#: Behind ``source lib.sh`` any other word may be a function of that.
_KNOWN: Final = _SETS_NAMED | _ONLY_READS | PREPARES | word_set("true false : rm shift break continue tee")


def only_reads(name: str) -> bool:
    """Whether a program, or a command of the shell, changes none of the files that it is given."""
    return name in _ONLY_READS


class ShellVariables:
    """Learns of the variables of one text from its commands, in order.

    Attributes:
        has_left: whether the script surely left off before what follows.
        believes_all: whether a value counts that is not sure.
        has_doubted: whether one was asked for that does not count.
        is_session: whether somebody typed the commands; what leaves off there may be another shell.
        blocks: what is open.
    """

    def __init__(self, string: str, look_ahead: "Callable[[], ShellVariables] | None") -> None:
        """``look_ahead`` gives what is learned of all commands of ``string``; without it no variable has a value."""
        self.has_left = self.is_session = self.believes_all = self.has_doubted = False
        self.blocks = ShellBlocks(string)
        self._string = string
        self._look_ahead = look_ahead
        self._whole: ShellVariables | None = None
        self._values: dict[str, Word] = {}
        #: How often a variable is set plainly, and what is named in any other way.
        self._plain: dict[str, int] = {}
        self._others: set[str] = set()
        #: How many commands there were, at which of them a variable is set, and the last that may set any.
        self._count = 0
        self._set_at: dict[str, int] = {}
        self._any_at = -1
        self._has_foreign = False
        if look_ahead is None:
            self._look_at_expansions()

    def get(self, name: str) -> Word | None:
        """The value of a variable, if it surely has the one that it was set to."""
        value = self._values.get(name)
        if value is None or self._look_ahead is None:
            return None
        if self.believes_all:
            return value
        if self._whole is None:
            self._whole = self._look_ahead()
        if self._whole.is_sure(name):
            return value
        self.has_doubted = True
        return None

    def is_sure(self, name: str) -> bool:
        """Whether nothing but one plain assignment sets a variable."""
        return self._plain.get(name) == 1 and name not in self._others and self._any_at < self._set_at[name]

    def break_off(self) -> None:
        """The commands make no sense from here on: if that is within a loop, it may set anything."""
        if self.blocks.is_open:
            self._any_at = self._count + 1

    def take(self, words: list[Word], sign: str) -> list[Word]:
        """Learn of a command that ``sign`` ends; gives what is left of it without what it sets for itself."""
        self._count += 1
        words = self.blocks.begin(words)
        is_sure = self.blocks.is_sure
        count = 0
        while count < len(words) and _ASSIGNMENT.match(words[count].text.text):
            count += 1
        setting, rest = words[:count], words[count:]
        name = rest[0].text.text if rest else ""
        declares = name in _DECLARATIONS
        if declares and not any(word.text.text.startswith("-") for word in rest) and name != "local":
            named = [word for word in rest[1:] if _ASSIGNMENT.match(word.text.text)]
            if any(word.missing is not None and word not in named for word in rest[1:]):
                self._any_at = self._count  # export $(cat .env)
            self._set([*setting, *named], is_plain=is_sure and not setting and sign not in ("|", "&", "("))
        elif rest:
            self._set(setting, is_plain=False)
            self._named_by(name, rest)
        else:
            self._set(setting, is_plain=is_sure and sign not in ("|", "&", "("))
        if name in ("exit", "return") and is_sure and sign not in ("|", "&", "(") and not self.is_session:
            self.has_left = len(rest) == 1 or (len(rest) == 2 and rest[1].text.text.isdigit()) or self.has_left
        is_prepared = bool(words) and (not rest or declares or name in PREPARES)
        self.blocks.end(words, sign, prepares=is_prepared)
        return [] if declares else rest

    def _set(self, words: Sequence[Word], *, is_plain: bool) -> None:
        for word in words:
            name = word.text.text.partition("=")[0]
            self._values[name] = word.after(len(name) + 1)
            if _HOME.match(word.text.original.text, word.offset + len(name) + 1):
                self._others.add(name)
            self._set_at[name] = self._count
            if is_plain:
                self._plain[name] = self._plain.get(name, 0) + 1
            else:
                self._others.add(name)

    def _named_by(self, name: str, words: Sequence[Word]) -> None:
        """Note what a command may set."""
        if name in _SETS_ANY and len(words) > 1:
            self._any_at, self._has_foreign = self._count, True
            return
        if self._has_foreign and name not in _KNOWN:
            self._any_at = self._count  # it may be a function out of another file
        is_sum = self.blocks.is_sum
        sets = name in _SETS_NAMED and (name != "printf" or any(word.text.text.startswith("-v") for word in words))
        if name in _ONLY_READS and not sets and not is_sum:
            return
        for word in words:
            spelled = word.text.text[:1000]
            if is_sum or sets:
                self._others.update(_NAME.findall(spelled))
                self._others.add(spelled[2:])
                if sets and word.missing is not None and not _ASSIGNMENT.match(spelled):
                    self._any_at = self._count
            elif (match := _NAMING.match(spelled)) is not None:
                self._others.add(match[1])

    def _look_at_expansions(self) -> None:
        for match in _SETTING.finditer(self._string):
            if match["name"]:
                self._others.add(match["name"])
            elif _CHANGING.search(match["sum"]):
                self._others.update(_NAME.findall(match["sum"]))
