"""A command or test of bash that others depend on, as a sentence quotes it: without what it is handed.

A key may be a word, a number or short, so it cannot be told from other arguments by its look.
"""

import re
from typing import Final

from yespo_console.reading.harmless_words import HIDDEN, is_harmless
from yespo_console.reading.masking import looks_like_a_key

_PARTS: Final = re.compile(
    r"(?P<space>\s+)|(?P<sign>[;&|()<>]+)"
    r"|(?P<word>(?:'[^']*'|\"(?:[^\"\\]|\\.)*\"|\\.|[^\s;&|()<>'\"\\])+)|(?P<open>.)",
    re.DOTALL,
)
_COMMAND: Final = re.compile(r"(?:\.{0,2}/)?[A-Za-z_][\w./-]*|\[\[?")
_ASSIGNMENT: Final = re.compile(r"(\w{1,60}\+?=).*", re.DOTALL)
_VARIABLE: Final = re.compile(r"\"?\$(?:\w{1,60}|\{\w{1,60}\}|[?#@*!$])?\"?")
#: Options by their names alone, and what tests compare with.
_OPTION: Final = re.compile(r"-[A-Za-z]{1,2}|--[a-z]{2,20}(?:-[a-z]{1,20}){0,3}|[!=]?=|=~|!|\{|\}|\]\]?")
_OPTION_WITH_VALUE: Final = re.compile(r"(--[a-z]{2,20}(?:-[a-z]{1,20}){0,3}=).*", re.DOTALL)
_TESTS: Final = ("test", "[", "[[")
_OF_FILES: Final = re.compile(r"-[defhrswxL]")
_FILE: Final = re.compile(r"[\w./~$\"{}-]+")
#: The parts of a test of the Windows prompt, and those that are shown.
_PARTS_OF_PROMPT: Final = re.compile(r"==|\"[^\"]*\"?|[^\s\"=]+|=")
_OF_PROMPT: Final = re.compile(
    r"(?i)==|=|not|exist|defined|errorlevel|equ|neq|lss|leq|gtr|geq|\"?%~?\w{1,60}%?\"?|\"?!\w{1,60}!\"?|\"\"|/i"
)
_PROMPT: Final = ("$", "!", "{", "@")


def shown_command(spelled: str, *, is_whole: bool) -> str:
    """What is spelled there, in one line.

    Args:
        spelled: one or several commands.
        is_whole: whether the first word is surely the name of a command.
    """
    shown: list[str] = []
    command: str | None = None if is_whole else ""
    last = ""
    for part in _PARTS.finditer(spelled):
        word = part[0]
        if part.lastgroup == "open":  # a quote that is not closed: what stands in quotes is not known
            return HIDDEN
        if part.lastgroup == "space":
            shown.append(" ")
            continue
        if part.lastgroup == "sign":
            command = command if command in ("[", "[[") or word[0] in "<>" else None
        elif command is None:
            assigned = _ASSIGNMENT.fullmatch(word)
            if assigned is not None:
                word = f"{assigned[1]}{HIDDEN}"
            elif word not in _PROMPT:
                command = word
                word = word if _COMMAND.fullmatch(word) and not looks_like_a_key(word) else _argument(word, spelled)
        elif not (_is_file(command, last, word) or (command == "read" and last[:1] != "<" and word.isidentifier())):
            word = _argument(word, spelled)
        shown.append(word)
        last = part[0]
        if last in ("]", "]]"):
            command = ""
    return " ".join("".join(shown).split())


def _is_file(command: str, before: str, word: str) -> bool:
    return command in _TESTS and _OF_FILES.fullmatch(before) is not None and _FILE.fullmatch(word) is not None


def _argument(word: str, spelled: str) -> str:
    if _VARIABLE.fullmatch(word) or _OPTION.fullmatch(word):
        return word
    valued = _OPTION_WITH_VALUE.fullmatch(word)
    if valued is not None:
        return f"{valued[1]}{HIDDEN}"
    return word if is_harmless(word.strip("'\""), spelled) else HIDDEN


def shown_test_of_prompt(spelled: str) -> str:
    """The same of what ``if`` of the Windows prompt asks, or of a command there."""
    shown: list[str] = []
    before = ""
    for word in spelled.split():
        for part in _PARTS_OF_PROMPT.findall(word):
            is_named = before in ("exist", "defined") and _FILE.fullmatch(part) is not None
            is_known = not before and _COMMAND.fullmatch(part) is not None and not looks_like_a_key(part)
            is_shown = is_named or is_known or _OF_PROMPT.fullmatch(part) or is_harmless(part.strip('"'), spelled)
            shown.append(part if is_shown else HIDDEN)
            before = part.lower()
        shown.append(" ")
    return "".join(shown).strip()
