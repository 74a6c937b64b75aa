"""How an exchange is called where people read a list of them."""

import re
from typing import Final

from yespo_console.platform import local_time
from yespo_console.platform.i18n import _
from yespo_console.sharing.exchanges.shape import SharedExchange

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def in_a_line(text: str) -> str:
    """``text`` without line breaks and other characters that a terminal or a script would act on."""
    return _CONTROL.sub(" ", text).strip()


def heading(exchange: SharedExchange) -> str:
    """Number, event type and local time, in a line."""
    event_type = exchange.event_type or _("not an event")
    return in_a_line(f"{exchange.id} · {event_type} · {local(exchange)}")


def local(exchange: SharedExchange) -> str:
    """When it was sent, in local time with its distance to UTC: the reader may sit elsewhere."""
    return local_time.local(exchange.sent_at).strftime("%Y-%m-%d %H:%M:%S %z")


def outcome(exchange: SharedExchange) -> str:
    """What came back, in a few words."""
    answer = exchange.answer
    if answer is None:
        return _("no answer recorded")
    if answer.status is not None:
        return in_a_line(f"{answer.status} {answer.reason}")
    return in_a_line(answer.error.kind) if answer.error is not None else _("no answer recorded")
