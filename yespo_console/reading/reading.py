"""What a reader hands back: the events it found, what it changed to get them, or why there are none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from yespo_console.events.event import Encoding, Object
from yespo_console.events.json_text import join, parse, resolve, split
from yespo_console.events.problems import Problem, Severity
from yespo_console.events.wire import Conversion, convert
from yespo_console.platform.i18n import _, ngettext
from yespo_console.platform.secret import Secret
from yespo_console.reading.masking import without_secrets, word_without_secrets
from yespo_console.reading.origin import Traced
from yespo_console.reading.repair_texts import LEFT_OUT, NEEDED, REPAIRS

#: What a payload was recognised as.
Source = Literal[
    "json",
    "curl",
    "wget",
    "httpie",
    "powershell",
    "http",
    "fetch",
    "javascript",
    "python",
    "php",
    "ruby",
    "har",
    "postman",
    "insomnia",
    "bruno",
    "log",
    "csv",
    "form",
    "base64",
]

#: Repairs of what is no part of an event, so that whatever looks like a key is one.
_NOT_THE_BODY: Final = frozenset(("text_around", "comment", "struck_out", "placeholder", "bare_word"))
#: Repairs that leave out what people wrote around the event or between its lines.
_WRITTEN_BY_PEOPLE: Final = frozenset(("text_around", "comment", "struck_out"))
#: Longer excerpts are shortened in the middle.
_EXCERPT: Final = 120


@dataclass(frozen=True, slots=True)
class Repair:
    """One change a reader made. Stored as code and arguments; the sentence is made when it is shown.

    Attributes:
        code: stable; a key of ``REPAIRS``.
        line, column: where it was in the original text; both begin at 1 and count characters.
        args: named arguments of the sentence.
        before: what stands in the original there, perhaps shortened; empty where something was missing.
        after: what it was read as; empty where something was left out.
        offset: the place in the original, in characters from its start; repairs are in this order.
        pointer: for a value that became empty, where it stands in the event (see ``events.json_text``); else None.
        length: of what stands in the original there, in characters, however much of it ``before`` shows.
    """

    code: str
    line: int
    column: int
    args: tuple[tuple[str, str], ...] = ()
    before: str = ""
    after: str = ""
    offset: int = 0
    pointer: str | None = None
    length: int = 0

    @property
    def leaves_out_words(self) -> bool:
        """Whether it left out what people wrote and what is no part of the event: nobody can tell whom that names."""
        return self.code in _WRITTEN_BY_PEOPLE

    @property
    def message(self) -> str:
        return _(REPAIRS[self.code]).format(**dict(self.args))

    @property
    def is_needed(self) -> bool:
        """Whether it is of a kind without which nothing can be read: refusing it would come to nothing."""
        return self.code in NEEDED

    @property
    def identity(self) -> str:
        """Names this repair in every reading of the same text, so that it can be refused."""
        return f"{self.code}@{self.line}:{self.column}"

    def emptied(self, pointer: str) -> Problem:
        """The problem of a value that this repair has made empty, at ``pointer``."""
        args = dict(self.args)
        if self.code == "computed_value":
            return Problem("computed_emptied", Severity.WARNING, pointer, (("value", args["value"]),))
        code = "bare_word_emptied" if self.code == "bare_word" else "placeholder_emptied"
        return Problem(code, Severity.WARNING, pointer, (("value", args.get("placeholder", "")),))


def repair_at(
    text: Traced, start: int, end: int, code: str, after: str = "", pointer: str | None = None, /, **args: str
) -> Repair:
    """The repair that reads ``text`` from ``start`` up to ``end`` as ``after``, with its place in the original."""
    offset = text.offset(start)
    line, column = text.original.line_column(offset)
    original = text.original_text(start, end) if end > start else ""
    before = excerpt_around(original) if code in _NOT_THE_BODY else excerpt(original)
    return Repair(code, line, column, tuple(args.items()), before, excerpt(after), offset, pointer, len(original))


def sent_on_condition(text: Traced, start: int, end: int, shown: str) -> Repair:
    """What tells that an event is sent only sometimes.

    Args:
        text: the code.
        start, end: where its condition stands in ``text``.
        shown: the condition without what may be a key.
    """
    return _of_sending("sent_on_condition", "condition", text, start, end, shown)


def sent_another(text: Traced, start: int, end: int, shown: str) -> Repair:
    """The same where something else is sent, which stands there."""
    return _of_sending("sent_another", "found", text, start, end, shown)


def sent_in_turn(
    code: Literal["sent_in_loop", "sent_when_called"], text: Traced, start: int, end: int, shown: str
) -> Repair:
    """The same where a loop, or something that is given a function, decides how often an event is sent."""
    return _of_sending(code, "found", text, start, end, shown)


def _of_sending(code: str, name: str, text: Traced, start: int, end: int, shown: str) -> Repair:
    offset = text.offset(start)
    line, column = text.original.line_column(offset)
    shown = _shortened(shown, _EXCERPT, str)
    length = len(text.original_text(start, end))
    return Repair(code, line, column, ((name, shown),), shown, "", offset, None, length)


def excerpt(text: str, limit: int = _EXCERPT) -> str:
    """A part of a body in at most ``limit`` characters, shortened in the middle, and with the keys in it hidden."""
    return _shortened(text, limit, without_secrets)


def excerpt_around(text: str, limit: int = _EXCERPT) -> str:
    """The same of what stands around a body: there, whatever may be a key is hidden."""
    return _shortened(text, limit, word_without_secrets)


def _shortened(text: str, limit: int, mask: Callable[[str], str]) -> str:
    half = (limit - 3) // 2
    if len(text) > 4 * limit:  # what is cut out is not looked at; enough is, that no key is cut in two
        text = f"{mask(text[: 2 * limit])[:half]} … {mask(text[-2 * limit :])[-half:]}"
    text = mask(text)
    return text if len(text) <= limit else f"{text[:half]} … {text[-half:]}"


@dataclass(frozen=True, slots=True)
class FoundSecret:
    """A credential that stood in a payload. It is in no event, sentence or excerpt of the reading.

    Attributes:
        kind: where it stood.
        secret: the key, token, password or cookie itself.
        user: the user name beside it, when there is one.
        line, column: where it stood in the original text.
    """

    kind: Literal["authorization", "user", "token", "cookie", "password"]
    secret: Secret
    user: str | None = None
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that a reader passed over on purpose: the requests of a recording that do not go to Yespo.

    Attributes:
        code: stable; a key of ``LEFT_OUT``.
        count: how many of them, at least 1.
        args: further arguments of the sentence.
    """

    code: str
    count: int
    args: tuple[tuple[str, str], ...] = ()

    @property
    def message(self) -> str:
        singular, plural = LEFT_OUT[self.code]
        return ngettext(singular, plural, self.count).format(count=self.count, **dict(self.args))


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """One event out of a payload.

    Attributes:
        url: where the payload would have sent it; None when it does not say.
        text: the body as JSON, spelled as in the payload.
        encoding: how that body is written.
        repairs: what was changed to get the text, in the order of the payload.
        at: where it begins in the payload, in characters from its start; None where that is not known.
    """

    url: str | None
    text: str
    encoding: Encoding
    repairs: tuple[Repair, ...] = ()
    at: int | None = field(default=None, compare=False)

    def problems(self) -> tuple[Problem, ...]:
        """One for each value that was made empty, at its place in the body of API v2 (see ``body``)."""
        return tuple(
            repair.emptied(_in_version_2(repair.pointer, self.text))
            for repair in self.repairs
            if repair.pointer is not None
        )

    def body(self) -> Conversion:
        """The body as API v2 takes it, nested values as a string that holds JSON; and what that cannot carry."""
        return convert(self.text, self.encoding, Encoding())


def _in_version_2(pointer: str, text: str) -> str:
    """A pointer into ``text`` as one into its body of API v2, where params are a list of names and values."""
    steps = split(pointer)
    params = resolve(parse(text), "/params")
    if steps[:1] != ("params",) or len(steps) < 2 or not isinstance(params, Object) or steps[1] not in params:
        return pointer
    return join("params", params.names.index(steps[1]), "value", *steps[2:])


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of a payload.

    Attributes:
        source: what the payload was recognised as.
        events: in the order of the payload; there is at least one, or an ``error``.
        error: a sentence for a person: why there is no event (or why some of several are missing), where, and what to
            do.
        secrets: credentials that stood beside the events.
        left_out: what was passed over on purpose.
    """

    source: Source
    events: Sequence[ReadEvent] = ()
    error: str | None = None
    secrets: tuple[FoundSecret, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
