"""A request as the options of a command add it up: address, headers, body, credentials."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote_plus

from yespo_console.platform.i18n import _
from yespo_console.reading.bodies import is_json
from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.words import CommandTextError, Word
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.finder import FoundRequest
from yespo_console.reading.literals import Value, as_json, refusal, unknowns
from yespo_console.reading.origin import Original, Traced, TracedBuilder
from yespo_console.reading.reading import Repair, excerpt_around, repair_at
from yespo_console.reading.source_code.computed import Emptied, emptied, emptied_text

#: More values are filled in by nobody.
_MOST_HOLES: Final = 500
#: How an address begins.
_ADDRESS: Final = re.compile(
    r"\w{2,10}://|[\w-]{1,60}(?:\.[\w-]{1,60}){1,9}(?:[:/]|\Z)|localhost\b|[\w.-]{1,80}:\d|\$|\{\{|/"
)
_FOUND: Final = 60
#: Words of no meaning to a program, which a shell of another kind would take.
_OF_SHELLS: Final = ("&", "^", "\\", "`")


@dataclass(slots=True)
class Request:
    """One request while its command is read.

    Attributes:
        at: where the command stands in the original.
        address: as spelled.
        parts: pieces of the body, in order; joined by ``glue``.
        value: the body as a value, when the command builds it from items.
        error: why the body cannot be had.
        repairs: what was changed in the command.
        beside: words that are no option, and no address as the first is; they are told.
    """

    at: int
    address: Word | None = None
    parts: list[Word] = field(default_factory=list)
    glue: str = "&"
    value: Value | None = None
    error: str | None = None
    repairs: tuple[Repair, ...] = ()
    beside: list[Word] = field(default_factory=list)

    def take_address(self, word: Word) -> None:
        """Take a word that stands by itself: the first that can be an address is one."""
        if self.address is None or (_is_address(word) and not _is_address(self.address)):
            self.beside += (self.address,) if self.address is not None else ()
            self.address = word
        else:
            self.beside.append(word)

    @property
    def has_body(self) -> bool:
        return bool(self.parts) or self.value is not None or self.error is not None

    def found(
        self, original: Original, credentials: Credentials, budget: Budget, wrong: CommandTextError | None = None
    ) -> FoundRequest:
        """The request, or the reason why its body cannot be had. Only for one that ``has_body``.

        ``wrong`` is what is wrong with the text behind it: a quotation that never ends may be one of a broken body.
        """
        url = None
        if self.address is not None and self.address.missing is None:
            url = credentials.address(self.address.text.text, self.address.offset)
        filled = [repair for word in self.parts for repair in word.filled]
        beside = _told(self.beside, original)
        told = tuple(sorted((*self.repairs, *filled, *beside), key=lambda repair: repair.offset))
        empty = Traced("", original, ((), (), ()), self.at)
        if self.error is not None:
            return FoundRequest(empty, url, error=self.error)
        if self.value is not None:
            missing = unknowns(self.value, budget)
        else:
            missing = [("", part) for word in self.parts for _place, part in word.holes]
        if missing:
            made = self._emptied(original, budget)
            if made is None:
                return FoundRequest(empty, url, error=refusal(missing, original))
            repairs = sorted((*told, *made.repairs), key=lambda repair: repair.offset)
            return FoundRequest(made.body, url, tuple(repairs))
        body = as_json(self.value, original, budget) if self.value is not None else self._joined(original)
        if self.value is None and _has_lost_its_quotes(body):
            line, column = body.line_column(0)
            return FoundRequest(empty, url, error=_without_quotes().format(line=line, column=column))
        is_open = wrong is not None and self._is_broken() and wrong.is_in_line_behind(self.parts[-1], original)
        if wrong is not None and is_open:
            return FoundRequest(empty, url, error=wrong.sentence(original))
        return FoundRequest(body, url, told)

    def _is_broken(self) -> bool:
        """Whether the body is to be JSON, and is none as it stands."""
        texts = [word.text.text for word in self.parts]
        return any(text.lstrip().startswith(("{", "[")) and not is_json(text) for text in texts)

    def _emptied(self, original: Original, budget: Budget) -> Emptied | None:
        """The body with its unknown values empty, where nothing else in it is unknown."""
        if self.value is not None:
            return emptied(self.value, original, budget)
        holes = self.parts[0].holes
        if len(self.parts) > 1 or len(holes) > _MOST_HOLES or not all(part.computed for _place, part in holes):
            return None
        return emptied_text(self.parts[0].parts(), original, budget)

    def _joined(self, original: Original) -> Traced:
        if len(self.parts) == 1:
            return self.parts[0].text
        builder = TracedBuilder(original)
        for number, part in enumerate(self.parts):
            if number:
                builder.put(self.glue, part.offset, 0)
            builder.copy(part.text)
        return builder.build()


def _is_address(word: Word) -> bool:
    return word.missing is not None or _ADDRESS.match(word.text.text) is not None


def _told(words: list[Word], original: Original) -> Iterator[Repair]:
    """What is told of words that were left out, those that stand together as one."""
    runs: list[tuple[int, int]] = []
    for word in sorted((each for each in words if each.text.text not in _OF_SHELLS), key=lambda each: each.offset):
        begin, end = word.offset, word.text.offset(len(word.text))
        if runs and not original.text[runs[-1][1] : begin].strip(" \t\"'"):
            begin = runs.pop()[0]
        runs.append((begin, end))
    for begin, end in runs:
        part = Traced.of_part(original, begin, end)
        yield repair_at(part, 0, len(part), "text_around", "", None, found=excerpt_around(part.text, _FOUND))


def _has_lost_its_quotes(body: Traced) -> bool:
    """Whether the shell takes every quote of a body as its own: which values were texts is known no longer."""
    if not body.text.lstrip().startswith("{") or '"' in body.text or "'" in body.text:
        return False
    return '"' in body.original_text(0, len(body) - 1)


def _without_quotes() -> str:
    return _(
        "The body that begins in line {line}, column {column} has no quotes around it, or the same ones as inside, so "
        "the shell takes them all out. Put single quotes around the body."
    )


def in_a_file(name: str) -> str:
    """The sentence for a body that stands in a file."""
    return _("The body is not in this text but in the file “{name}”: open that file instead.").format(name=name)


def from_input() -> str:
    """The sentence for a body that comes from standard input, which the text does not show."""
    return _("The body is not in this text: the command reads it from its standard input. Paste what it reads.")


def url_encoded(word: Word, original: Original) -> Word:
    """A word as ``--data-urlencode`` sends it: what follows the first ``=`` is encoded, or all of it without one.

    JSON alone is left as it is: encoding it would only have to be undone.
    """
    text = word.text.text
    if text.lstrip().startswith(("{", "[")):
        return word
    name, equals, _content = text.partition("=")
    start = len(name) + 1 if equals else 0
    builder = TracedBuilder(original)
    if equals and name:
        builder.copy(word.text, 0, start)
    for number in range(start, len(text)):
        character = text[number]
        encoded = quote_plus(character, errors="replace")
        if encoded == character:
            builder.copy(word.text, number, number + 1)
        else:
            builder.put(encoded, word.text.offset(number))
    return Word(builder.build(), ((0, word.missing),) if word.missing else ())
