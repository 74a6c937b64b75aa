"""One send, as it is kept, shown and printed: what went out, and what came back.

These models are the only form of a send that crosses a border: the history's rows, the response pane and the JSON of
the command line are all made from them. They are frozen, and a credential cannot get into one: the values of headers
that carry secrets, and user name and password inside a URL, are masked when a model is made.
"""

import re
from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from yespo_console.events.event import ApiVersion
from yespo_console.events.problem_texts import TEXTS
from yespo_console.events.problems import Effect, Problem, Severity
from yespo_console.platform.i18n import _
from yespo_console.sharing.masking import MASK, mask_headers

Pairs = tuple[tuple[str, str], ...]

_USER_INFO = re.compile(r"^([a-z][a-z0-9+.-]*://)[^/?#@]*@", re.IGNORECASE)


def _without_user_info(url: str) -> str:
    return _USER_INFO.sub(rf"\1{MASK}@", url)


def _as_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("moment", "not within the years 1 to 9999 in UTC") from None


def _readable(content: bytes) -> str:
    return content.decode("utf-8", "backslashreplace")


Headers = Annotated[Pairs, AfterValidator(mask_headers)]
Url = Annotated[str, AfterValidator(_without_user_info)]
Moment = Annotated[AwareDatetime, AfterValidator(_as_utc)]
#: Bytes in Python; in JSON a text for reading (not for resending): UTF-8, and ``\\xNN`` for what is not.
Body = Annotated[bytes, PlainSerializer(_readable, return_type=str, when_used="json")]


def tag_key(tag: str) -> str:
    """The same for all spellings of one tag."""
    return " ".join(tag.split()).casefold()


def tidy_tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    """The tags as they are kept: in the order of the alphabet, each once, without needless spaces."""
    each_once = {tag_key(tag): " ".join(tag.split()) for tag in tags}
    return tuple(name for key, name in sorted(each_once.items()) if key)


Tags = Annotated[tuple[str, ...], AfterValidator(tidy_tags)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StoredProblem(_Frozen):
    """A problem as it was known at the time of sending; its sentence is made when it is shown.

    Attributes:
        code: a key of ``problem_texts.TEXTS``; a code this version does not know is shown as it is.
        pointer: RFC 6901 into the wire body, through string JSON.
        args: named arguments of the sentence.
    """

    code: str
    severity: Severity
    effect: Effect
    pointer: str
    args: Pairs = ()

    @classmethod
    def of(cls, problem: Problem) -> "StoredProblem":
        """What is worth keeping of ``problem``: all but its fix and its offset in the text."""
        return cls(
            code=problem.code,
            severity=problem.severity,
            effect=problem.effect,
            pointer=problem.pointer,
            args=problem.args,
        )

    @property
    def message(self) -> str:
        """The sentence in the reader's language."""
        template = TEXTS.get(self.code)
        if template is None:
            return self.code
        try:
            return _(template).format(**dict(self.args))
        except KeyError:  # the sentence has learned a new argument since this row was written
            return _(template)


class NewExchange(_Frozen):
    """A request that is about to leave.

    Attributes:
        sent_at: when it was handed over; any time zone is taken, UTC is kept.
        environment: name of the environment.
        is_real: it can reach a real account (neither the sandbox nor a loopback address).
        url: the full address; user name and password in it are masked.
        event_type: ``eventTypeKey`` when the body could be read and has a text there, else None.
        key_value: the key that counts: ``keyValue``, or the param Yespo would take for it; None when there is none.
        locators: the contact locators of the body, ``(param name, value)``.
        request_headers: as sent, in order; secrets masked.
        request_body: the exact bytes.
        problems: what the rules said about the body.
        source: which part of the program sent it: ``window``, ``cli``, ``demo``, ``import``, ...
        tags: what the user called it, in the order of the alphabet; each once, case aside.
        note: what the user wrote about it.
        pinned: the user wants it at hand, and kept when old exchanges are removed.
    """

    sent_at: Moment
    environment: str
    is_real: bool
    method: str = "POST"
    url: Url
    api: ApiVersion
    event_type: str | None = None
    key_value: str | None = None
    locators: Pairs = ()
    request_headers: Headers = ()
    request_body: Body
    problems: tuple[StoredProblem, ...] = ()
    source: str
    tags: Tags = ()
    note: str = ""
    pinned: bool = False

    @property
    def request_text(self) -> str:
        """The body as text; bytes that are not UTF-8 are written ``\\xNN``."""
        return _readable(self.request_body)


class Timing(_Frozen):
    """Where the time went, in milliseconds. None: that step did not happen or was not reached.

    Attributes:
        reused: the connection was already open, so there was no connect and no TLS.
    """

    connect_ms: float | None = None
    tls_ms: float | None = None
    first_byte_ms: float | None = None
    total_ms: float | None = None
    reused: bool = False


class ExchangeError(_Frozen):
    """Why there is no response.

    Attributes:
        kind: ``dns``, ``refused``, ``tls``, ``timeout``, ``reset``, ``not_http``, ``proxy``, ``cancelled``, ``other``.
        phase: the step that failed, as the HTTP client names it; may be empty.
        args: named arguments of the sentence that is shown for ``kind``.
        may_have_been_accepted: bytes had left, so the other side may have taken the event.
    """

    kind: str
    phase: str = ""
    args: Pairs = ()
    may_have_been_accepted: bool = False


class Answer(_Frozen):
    """What came back: a status, or an error of the network, or both when a response broke off; never neither.

    Attributes:
        status: the HTTP status; None when there was no response.
        headers: as received, in order; cookies masked.
        body: the exact bytes; empty for Yespo's 200.
    """

    status: int | None = None
    reason: str = ""
    headers: Headers = ()
    body: Body = b""
    timing: Timing = Timing()
    error: ExchangeError | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.status is None and self.error is None:
            raise ValueError("an answer has a status or an error")
        return self

    @property
    def text(self) -> str:
        """The body as text; bytes that are not UTF-8 are written ``\\xNN``."""
        return _readable(self.body)


class Exchange(NewExchange):
    """A send that the history knows.

    Attributes:
        id: its number in the history.
        answer: None when no answer was recorded: still under way, or the program ended in between.
    """

    id: int
    answer: Answer | None = None
