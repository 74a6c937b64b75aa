"""The entries of a recording (HAR), read one after another: the file may be large, and its reader may give up."""

import re
from collections.abc import Generator, Iterator
from contextlib import suppress
from typing import Final, NoReturn

from yespo_console.events.event import Node
from yespo_console.events.json_text import JsonTextError, parse, parse_at

_SPACE: Final = re.compile(r"[ \t\n\r]*")
#: Where the list stands: in which member of which member.
_PATH: Final = ("log", "entries")
#: What a recording has there; the logs of programs have a ``log``, too.
_BESIDE: Final = ("version", "creator", "browser", "pages", "entries", "comment")

#: An entry and where it ends; at last where the value ends that was gone through.
_Going = Generator[tuple[Node, int], None, int]


def begins_recording(beginning: str) -> bool:
    """Whether a text that begins so has an object in which the list may stand; what is before it is gone through."""
    entries = Entries(beginning)
    with suppress(JsonTextError):
        next(iter(entries), None)
    return entries.may_be_there


class Entries:
    """Goes through the entries of a JSON text, as often as it is asked to; each comes with the place where it ends.

    Going through all of them raises JsonTextError where the text, whatever part of it, is no JSON.

    Attributes:
        may_be_there: what was gone through of the text has an object in which a list of entries may stand.
        are_there: what was gone through of the text has a list of entries.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.may_be_there = self.are_there = False

    def __iter__(self) -> Iterator[tuple[Node, int]]:
        end = yield from self._value(self._after_space(0), _PATH)
        if self._after_space(end) != len(self._text):
            self._refuse()

    def _value(self, at: int, path: tuple[str, ...] | None) -> _Going:
        """A value in which the list is to be found by ``path``; None: it is not in there."""
        if path and self._text.startswith("{", at):
            return (yield from self._object(at, path))
        if path == () and self._text.startswith("[", at):
            return (yield from self._list(at))
        return parse_at(self._text, at)[1]

    def _object(self, at: int, path: tuple[str, ...]) -> _Going:
        at = self._after_space(at + 1)
        more = not self._text.startswith("}", at)
        while more:
            if not self._text.startswith('"', at):
                self._refuse()
            name, at = parse_at(self._text, at)
            self.may_be_there = self.may_be_there or (path == _PATH[1:] and name in _BESIDE)
            at = self._after_space(at)
            if not self._text.startswith(":", at):
                self._refuse()
            at = yield from self._value(self._after_space(at + 1), path[1:] if name == path[0] else None)
            at, more = self._goes_on(at, "}")
        return at + 1

    def _list(self, at: int) -> _Going:
        self.are_there = True
        at = self._after_space(at + 1)
        more = not self._text.startswith("]", at)
        while more:
            entry, at = parse_at(self._text, at)
            yield entry, at
            at, more = self._goes_on(at, "]")
        return at + 1

    def _goes_on(self, at: int, closing: str) -> tuple[int, bool]:
        """What follows a value: where the next one begins, or where the bracket closes."""
        at = self._after_space(at)
        if self._text.startswith(",", at):
            return self._after_space(at + 1), True
        if not self._text.startswith(closing, at):
            self._refuse()
        return at, False

    def _after_space(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        assert found is not None
        return found.end()

    def _refuse(self) -> NoReturn:
        """Raise the error that says where the text is no JSON."""
        parse(self._text)
        raise AssertionError("a fault is seen in a text that has none")
