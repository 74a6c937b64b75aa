"""Two exchanges side by side: where they went, what they carried, what came back. Reads no file."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from yespo_console.events.comparison import Comparison, compare_bodies, compare_texts
from yespo_console.events.differences import Change, Difference, Fact
from yespo_console.events.event import ABSENT, Number, Value
from yespo_console.events.tree_difference import Findings, Named, compare_members
from yespo_console.history.exchange import Answer, Exchange, NewExchange, Pairs
from yespo_console.platform.i18n import N_, _

_ENVIRONMENT: Final = Fact(N_("environment"))
_VERSION: Final = Fact(N_("API version"))
_METHOD: Final = Fact(N_("method"))
_ADDRESS: Final = Fact(N_("address"))
_HEADER: Final = N_("header {name}")
_ANSWER: Final = Fact(N_("answer"))
_STATUS: Final = Fact(N_("status"))
_REASON: Final = Fact(N_("words of the status"))
_FAILURE: Final = Fact(N_("failure of the network"))

#: Headers that tell nothing new: one is the time, which always differs, the other follows from the body.
_TELLING_NOTHING: Final = frozenset(("date", "content-length"))
#: As which Python keeps the bytes of a text that are not UTF-8.
_NO_LETTER: Final = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class ExchangeComparison:
    """What two exchanges come to.

    Attributes:
        about: where they went and how: environment, API version, method, address, request headers (secrets are masked
            in both, so that they are the same).
        request: the bodies that were sent.
        answer: status, failure and headers of what came back.
        answer_body: the bodies that came back.
        times_ms: how long each took until its end; None where nobody knows. Times are told, and count as no difference.
    """

    about: tuple[Difference, ...]
    request: Comparison
    answer: tuple[Difference, ...]
    answer_body: Comparison
    times_ms: tuple[float | None, float | None]

    @property
    def request_same(self) -> bool:
        return not self.about and self.request.same

    @property
    def answer_same(self) -> bool:
        return not self.answer and self.answer_body.same

    @property
    def same(self) -> bool:
        """The same went to the same place, and the same came back."""
        return self.request_same and self.answer_same

    @property
    def times_in_words(self) -> str:
        """How long each took; empty when nobody knows of either."""
        if self.times_ms == (None, None):
            return ""
        before, after = (_("unknown") if ms is None else f"{ms:.0f} ms" for ms in self.times_ms)
        return _("Time: {before} and {after}.").format(before=before, after=after)


def _never() -> bool:
    return False


def compare_exchanges(before: Exchange, after: Exchange, cancelled: Callable[[], bool] = _never) -> ExchangeComparison:
    """What changed from one exchange to another. Raises ComparisonCancelledError when ``cancelled`` says yes."""
    first, second = before.answer, after.answer
    return ExchangeComparison(
        _about(before, after),
        compare_bodies(compared_text(before.request_body), compared_text(after.request_body), cancelled),
        _answers(first, second),
        compare_texts(
            compared_text(first.body if first else b""), compared_text(second.body if second else b""), cancelled
        ),
        (first.timing.total_ms if first else None, second.timing.total_ms if second else None),
    )


def compared_text(body: bytes) -> str:
    """A body as the text that is compared: a byte that is not UTF-8 is ``⟨FF⟩`` there, not the letters ``\\xFF``."""
    text = body.decode("utf-8", "surrogateescape")
    return _NO_LETTER.sub(lambda byte: f"⟨{ord(byte[0]) & 0xFF:02X}⟩", text)


def _about(before: NewExchange, after: NewExchange) -> tuple[Difference, ...]:
    rows = (
        (_ENVIRONMENT, before.environment, after.environment),
        (_VERSION, str(before.api), str(after.api)),
        (_METHOD, before.method, after.method),
        (_ADDRESS, before.url, after.url),
    )
    changed = [_changed(fact, one, other) for fact, one, other in rows if one != other]
    return (*changed, *_headers(before.request_headers, after.request_headers))


def _answers(before: Answer | None, after: Answer | None) -> tuple[Difference, ...]:
    if before is None or after is None:
        if before is after:
            return ()
        change = Change.ADDED if before is None else Change.MISSING
        return (Difference(change, (_ANSWER,), before=_said(before), after=_said(after)),)
    rows = (
        (_STATUS, _number(before.status), _number(after.status)),
        (_REASON, before.reason or ABSENT, after.reason or ABSENT),
        (
            _FAILURE,
            before.error.kind if before.error else ABSENT,
            after.error.kind if after.error else ABSENT,
        ),
    )
    changed = [_changed(fact, one, other) for fact, one, other in rows if one != other]
    if before.status is None or after.status is None:
        return tuple(changed)  # without a response there are no headers to miss
    return (*changed, *_headers(before.headers, after.headers))


def _headers(before: Pairs, after: Pairs) -> tuple[Difference, ...]:
    """The differences of headers, whose names know no capitals."""
    found = Findings(_never)
    spelled = {name.lower(): name for name, _value in (*before, *after)}
    compare_members(found, (), _named(before), _named(after), step=lambda name: Fact(_HEADER, spelled[name]))
    return tuple(found.differences)


def _named(headers: Sequence[tuple[str, str]]) -> list[Named]:
    return [Named(name.lower(), value, "") for name, value in headers if name.lower() not in _TELLING_NOTHING]


def _changed(fact: Fact, before: Value, after: Value) -> Difference:
    return Difference(Change.CHANGED, (fact,), before=before, after=after)


def _number(status: int | None) -> Value:
    return ABSENT if status is None else Number(str(status))


def _said(answer: Answer | None) -> Value:
    """An answer as one value: its status, or how the network failed."""
    if answer is None:
        return ABSENT
    if answer.status is not None:
        return Number(str(answer.status))
    return answer.error.kind if answer.error else ABSENT
