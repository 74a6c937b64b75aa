"""Variables of API clients and editors, ``{{host}}``: what the file itself sets is put in.

A value may be set anew where nobody can see it: in an environment outside of the file. So each one that is put in is
told, and one that a script of the file sets, or that the file sets to more than one value, is not put in. What is not
put in stays a mark, which is read as a placeholder. What is secret stays out of events.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from typing import Final

from yespo_console.events.event import Number
from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import LeftOut, Repair, excerpt, repair_at

VARIABLE: Final = re.compile(r"\{\{\s{0,20}([^{}\s]{1,80})\s{0,20}\}\}")
#: The part of a file that everything in it is in.
EVERYWHERE: Final = ()
#: A text of JSON, which may be cut off, or a variable outside of any.
_TEXT_OR_VARIABLE: Final = re.compile(rf'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|{VARIABLE.pattern}', re.DOTALL)
#: What a text of JSON holds only behind a backslash, which no tool puts in.
_NO_TEXT: Final = re.compile(r'["\\\x00-\x1f]')
#: A script that sets a variable: under a name, or under one that it computes.
_SETS: Final = re.compile(r"\.(?:set|unset|clear)\w{0,30}\(\s{0,20}(?:[\"'`](?P<name>[^\"'`\r\n]{1,80})[\"'`])?")
#: Variables hold variables down to this depth.
_DEEPEST: Final = 5
_LONGEST: Final = 4000


def spelled(value: object) -> str | None:
    """How a tool puts in what a file sets a variable to; None when that is no text or number."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.spelling if isinstance(value, Number) else value if isinstance(value, str) else None


class Variables:
    """The variables of one file."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._values: dict[tuple[Hashable, str], set[str]] = {}
        self._secret: set[str] = set()
        self._changed: set[str] = set()
        self._all_changed = False
        self._left: dict[str, None] = {}
        self._known: dict[tuple[Sequence[Hashable], str], str | None] = {}

    def set(self, name: str, value: str | None, scope: Hashable = EVERYWHERE) -> None:
        """Note what a part of the file sets; an empty value is one that is filled in elsewhere."""
        if value:
            self._values.setdefault((scope, name), set()).add(value)

    def set_elsewhere(self, name: str) -> None:
        """Note that a variable has a value that the file does not tell."""
        self._changed.add(name)

    def secret(self, value: str) -> None:
        """Note a value that stays out of events, whatever variable has it."""
        self._secret.add(value)

    def script(self, text: str) -> None:
        """Note what a script of the file sets."""
        self._budget.spend(len(text))
        for match in _SETS.finditer(text):
            self._changed.add(match["name"])
            self._all_changed = self._all_changed or match["name"] is None

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Says which variables stand in the bodies as they are."""
        if not self._left:
            return ()
        names = ", ".join(f"{{{{{name}}}}}" for name in self._left)
        return (LeftOut("variable_kept", len(self._left), (("names", names),)),)

    def put_in(self, body: Traced, scopes: Sequence[Hashable] = (EVERYWHERE,)) -> tuple[Traced, tuple[Repair, ...]]:
        """The body with the values of the variables that are known, and what is told of each.

        Args:
            body: JSON, sound or broken.
            scopes: the parts of the file that the request is in, from the innermost one on.
        """
        builder = TracedBuilder(body.original)
        repairs: list[Repair] = []
        done = 0
        for match in self._marks(body.text):
            self._budget.spend(300)
            value = self._value(match[1], scopes)
            is_bare = match.re is _TEXT_OR_VARIABLE
            if value is None or not (_is_json(value) if is_bare else _NO_TEXT.search(value) is None):
                self._left[match[1]] = None
                continue
            self._budget.spend(len(value))
            shown = excerpt(value)
            repairs.append(repair_at(body, *match.span(), "variable", value, None, name=match[0], value=shown))
            builder.copy(body, done, match.start())
            builder.put(value, body.offset(match.start()), match.end() - match.start())
            done = match.end()
        if not repairs:
            return body, ()
        builder.copy(body, done)
        return builder.build(), tuple(repairs)

    def _marks(self, text: str) -> Iterable[re.Match[str]]:
        """The variables in a body, found by ``VARIABLE`` within texts and by the other pattern outside of them."""
        self._budget.spend(len(text) // 4)
        for match in _TEXT_OR_VARIABLE.finditer(text):
            if match[0].startswith("{"):
                yield match
            elif "{{" in match[0]:
                yield from VARIABLE.finditer(text, *match.span())

    def in_address(self, address: str, scopes: Sequence[Hashable] = (EVERYWHERE,)) -> str:
        """The address with the values of the variables that are known."""

        def value(match: re.Match[str]) -> str:
            found = self._value(match[1], scopes) or match[0]
            self._budget.spend(10 + len(found))
            return found

        return VARIABLE.sub(value, address)

    def _value(self, name: str, scopes: Sequence[Hashable]) -> str | None:
        if (scopes, name) not in self._known:
            value = self._set_value(name, scopes)
            for _depth in range(_DEEPEST):
                if value is None or VARIABLE.search(value) is None:
                    break
                value = self._one_deeper(value, scopes)
            is_open = value is not None and (VARIABLE.search(value) is not None or value in self._secret)
            self._known[scopes, name] = None if is_open else value
        return self._known[scopes, name]

    def _one_deeper(self, value: str, scopes: Sequence[Hashable]) -> str | None:
        """A value with those of the variables in it; None when one of them is not known, or all are too long."""
        pieces: list[str] = []
        done = length = 0
        for match in VARIABLE.finditer(value):
            inner = self._set_value(match[1], scopes)
            if inner is None or length > _LONGEST:
                return None
            pieces += (value[done : match.start()], inner)
            length += match.start() - done + len(inner)
            done = match.end()
            self._budget.spend(10 + len(inner))
        return "".join((*pieces, value[done:]))

    def _set_value(self, name: str, scopes: Sequence[Hashable]) -> str | None:
        """What the innermost part of the file that sets a variable sets it to, if that is one value."""
        name = name.removeprefix("_.")
        if self._all_changed or name in self._changed:
            return None
        found = next((self._values[scope, name] for scope in scopes if (scope, name) in self._values), None)
        value = next(iter(found)) if found is not None and len(found) == 1 else None
        return value if value is not None and len(value) <= _LONGEST else None


def _is_json(value: str) -> bool:
    try:
        parse(value)
    except JsonTextError:
        return False
    return True
