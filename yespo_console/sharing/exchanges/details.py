"""What is kept of an exchange besides its messages: the part that our JSON Lines and our HAR have in common.

``history.transfer`` reads it back. A change that an older program cannot read raises ``VERSION``.
"""

from typing import Any, Final

from yespo_console.sharing.exchanges.shape import SharedAnswer, SharedExchange

VERSION: Final = 1


def details(exchange: SharedExchange) -> dict[str, Any]:
    """All but headers and bodies, as values that JSON has. ``response`` is None when no answer was recorded."""
    return {
        "version": VERSION,
        "sent_at": moment(exchange),
        "environment": exchange.environment,
        "is_real": exchange.is_real,
        "method": exchange.method,
        "url": exchange.url,
        "api": str(exchange.api),
        "event_type": exchange.event_type,
        "key_value": exchange.key_value,
        "locators": [list(pair) for pair in exchange.locators],
        "source": exchange.source,
        "tags": list(exchange.tags),
        "note": exchange.note,
        "pinned": exchange.pinned,
        "problems": [
            {
                "code": problem.code,
                "severity": str(problem.severity),
                "effect": str(problem.effect),
                "pointer": problem.pointer,
                "args": [list(pair) for pair in problem.args],
            }
            for problem in exchange.problems
        ],
        "response": None if exchange.answer is None else _response(exchange.answer),
    }


def moment(exchange: SharedExchange) -> str:
    """When it was sent: ISO 8601 in UTC, to the microsecond."""
    return exchange.sent_at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _response(answer: SharedAnswer) -> dict[str, Any]:
    timing, error = answer.timing, answer.error
    return {
        "status": answer.status,
        "reason": answer.reason,
        "timing": {
            "connect_ms": timing.connect_ms,
            "tls_ms": timing.tls_ms,
            "first_byte_ms": timing.first_byte_ms,
            "total_ms": timing.total_ms,
            "reused": timing.reused,
        },
        "error": None
        if error is None
        else {
            "kind": error.kind,
            "phase": error.phase,
            "args": [list(pair) for pair in error.args],
            "may_have_been_accepted": error.may_have_been_accepted,
        },
    }
