"""Lines that say only a name which the text gives to something: ``r``, ``main``, ``send_event order``."""

import re
from typing import Final

from yespo_console.reading.reading import Source

_PROMPT: Final = r"(?:>>>|PS(?: [^>\n]{0,100})?>)[ \t]{0,9}"
#: The name of a function that the text defines, and of a variable that it sets.
_FUNCTION: Final = re.compile(r"\b(?:function|def|filter)[ \t]{1,9}([\w-]{1,60})", re.IGNORECASE)
_SET: Final = re.compile(
    rf"^[ \t]{{0,40}}(?:{_PROMPT})?(?:(?:const|let|var)[ \t]{{1,9}})?[$@]?(\w{{1,60}})[ \t]?=(?![=>])", re.MULTILINE
)
#: A variable, or a part of one; and a call without brackets, perhaps on a condition.
_REFERENCE: Final = re.compile(
    rf"(?:{_PROMPT})?[$@]{{0,2}}(\w{{1,60}})"
    r"(?:(?:\??\.|->|::)\w{1,60}[!?]?|\[[\w'\":$-]{1,60}\]){0,9};?\Z"
)
_BARE_CALL: Final = re.compile(
    rf"(?:{_PROMPT})?([\w-]{{1,60}}[!?]?)(?P<given>(?: {{1,3}}[^\s=]{{1,100}}){{0,9}}?)"
    r"(?: (?:if|unless) (?:__FILE__|\$|[A-Z]|\w{1,60}[.?!])[^\n]{0,200})?\Z"
)
_WITHOUT_BRACKETS: Final = ("ruby", "powershell")
_PRINTS: Final = ("p", "pp", "puts", "print", "warn")
#: What a value begins with that is no word of a sentence.
_VALUE: Final = frozenset("$@:'\"-0123456789")


class NamesAlone:
    """Knows the names of one text."""

    def __init__(self, raw: str) -> None:
        self._functions = set(_FUNCTION.findall(raw))
        self._names = self._functions | set(_SET.findall(raw))

    def are_all_of(self, words: str, source: Source) -> bool:
        """Whether a line only names what the text sets or defines, or calls such a function without brackets."""
        if (reference := _REFERENCE.match(words)) is not None:
            return reference[1] in self._names
        if source not in _WITHOUT_BRACKETS or (call := _BARE_CALL.match(words)) is None:
            return False
        given = (each.strip(",") for each in call["given"].split())
        are_values = all(each.lstrip("$@:") in self._names or each[:1] in _VALUE for each in given)
        return are_values and (call[1] in self._functions or (call[1] in _PRINTS and source == "ruby"))
