"""Which variables of a text of bash surely hold what the text sets them to.

That are those which one plain assignment sets, outside of whatever is carried out on a condition, several times or in a
shell of its own, and which nothing else in the text names or may set: ``read``, a loop, a function, ``source .env``.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from yespo_console.reading.commands.words import Word
from yespo_console.reading.word_set import word_set

_ASSIGNMENT: Final = re.compile(r"([A-Za-z_]\w{0,60})=")
#: A word that may be the name of a variable for a command that sets it, or changes it: ``T``, ``T+=y``, ``T[0]=y``.
_NAMING: Final = re.compile(r"[-+!]{0,2}([A-Za-z_]\w{0,60})(?:\Z|[-+*/%&|^<>]{0,2}=|\+\+|--|\[)")
_NAME: Final = re.compile(r"[A-Za-z_]\w{0,60}")
#: Expansions that set a variable: ``${T:=y}``, ``$((T++))``.
_SETTING: Final = re.compile(r"\$\{(?P<name>\w{1,60}):?=|\$\(\((?P<sum>[^\n]{0,200}?)\)\)")
_CHANGING: Final = re.compile(r"\+\+|--|(?<![=!<>])=(?!=)")
_DECLARATIONS: Final = word_set("export local declare readonly typeset")
_PREFIXES: Final = word_set("sudo time exec then do command nohup")
#: What begins something that is carried out only sometimes, again or later, with what ends it and what shows that.
_ENDED_BY: Final = {"if": "fi", "while": "done", "until": "done", "for": "done", "select": "done", "case": "esac"}
_SHOWN_BY: Final = {
    "fi": re.compile(r"\b(?:then|fi)\b"),
    "done": re.compile(r"\bdone\b|(?:^|;)[ \t]{0,40}do\b", re.MULTILINE),
    "esac": re.compile(r"\besac\b|;;"),
}
_BEFORE_COMMANDS: Final = _PREFIXES | word_set("else elif ! builtin env")
#: What may set any variable.
_SETS_ANY: Final = ("source", ".", "eval")
_SETS_NAMED: Final = word_set("read mapfile readarray unset getopts let trap wait coproc vared printf") | _DECLARATIONS
#: What sets no variable and changes no file, whatever it is given.
_ONLY_READS: Final = word_set(
    "curl wget http https xh xhs echo printf cat jq test [ [[ grep head tail wc ls stat file diff base64 date sleep "
    "exit"
)
#: What goes well before another command in a list.
_PREPARES: Final = word_set("cd pushd set echo mkdir")
#: Behind ``source lib.sh`` any other word may be a function of that.
_KNOWN: Final = _SETS_NAMED | _ONLY_READS | _PREPARES | word_set("true false : rm shift break continue tee")
_GOES_ON: Final = ("&&", "||", "|")


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
    """

    def __init__(self, string: str, look_ahead: "Callable[[], ShellVariables] | None") -> None:
        """``look_ahead`` gives what is learned of all commands of ``string``; without it no variable has a value."""
        self.has_left = self.is_session = self.believes_all = self.has_doubted = False
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
        #: What ends whatever is open.
        self._opened: list[str] = []
        #: What stands before the next command, and whether it is surely carried out.
        self._sign = "\n"
        self._is_prepared = True
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
        if self._opened:
            self._any_at = self._count + 1

    def enter(self) -> tuple[int, str, bool]:
        """A substitution begins, which sets nothing outside of it. Gives what ``leave`` takes at its end."""
        state = len(self._opened), self._sign, self._is_prepared
        self._opened.append("$(")
        self._sign = "\n"
        return state

    def leave(self, state: tuple[int, str, bool]) -> None:
        """The substitution ends that ``enter`` began."""
        depth, self._sign, self._is_prepared = state
        del self._opened[depth:]

    def take(self, words: list[Word], sign: str) -> list[Word]:
        """Learn of a command that ``sign`` ends; gives what is left of it without what it sets for itself."""
        self._count += 1
        while words and self._keyword(words[0].text.text, words):
            words = words[1:]
        is_sure = not self._opened and (self._sign in ("\n", ";", "") or (self._sign == "&&" and self._is_prepared))
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
        if words or sign != "\n" or self._sign not in _GOES_ON:
            is_prepared = bool(words) and (not rest or declares or name in _PREPARES)
            self._is_prepared = is_prepared and (self._sign != "&&" or self._is_prepared)
            self._sign = sign
        if sign == "(":
            self._opened.append(")")
        elif sign == ")":
            self._close(")")
        return [] if declares else rest

    def _keyword(self, word: str, words: Sequence[Word]) -> bool:
        """Whether a word at the beginning of a command is none of it; open or close what it begins or ends."""
        if word == "{":
            self._opened.append("}")
        elif (end := _ENDED_BY.get(word)) is not None and _SHOWN_BY[end].search(self._string):
            self._opened.append(end)
        elif word in ("}", "fi", "done", "esac"):
            return self._close(word)
        elif word not in _BEFORE_COMMANDS or len(words) == 1:
            return False
        return True

    def _close(self, end: str) -> bool:
        if self._opened and self._opened[-1] == end:
            self._opened.pop()
            return True
        return False

    def _set(self, words: Sequence[Word], *, is_plain: bool) -> None:
        for word in words:
            name = word.text.text.partition("=")[0]
            self._values[name] = word.after(len(name) + 1)
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
        is_sum = self._opened[-2:] == [")", ")"]
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
