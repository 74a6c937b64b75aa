"""Reading in a process of its own, which can be ended: for large texts and for whatever turns out to be slow.

Reading itself stays a function from text to events. This module starts it elsewhere and gives up when it takes too much
time or a person has had enough.
"""

import gc
from collections.abc import Callable, Set
from dataclasses import replace
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.platform.in_process import CallCancelledError, CallLostError, CallTooLongError, call_in_process
from yespo_console.platform.secret import Secret
from yespo_console.reading.credentials import Kind
from yespo_console.reading.reader import read_payload
from yespo_console.reading.reading import FoundSecret, Reading
from yespo_console.reading.stored_events import StoredEvents

#: Texts from this length on (characters or bytes) are read in a process; its start takes some hundred milliseconds.
LARGE: Final = 200_000
#: How long a process may be at work: for its start, and for each million characters. What the reading counts itself is
#: less (see ``Budget``), so this ends what it does not count.
SECONDS_TO_START: Final = 5.0
SECONDS_PER_MILLION: Final = 2.0
#: On a computer that has other things to do, so many times longer may pass.
_TIMES_LONGER: Final = 6
#: More events than this come back as they travel, see ``StoredEvents``.
MANY: Final = 1_000

#: A reading without its secrets, and those as plain values: kind, text, user, line, column.
_Packed = tuple[Reading, tuple[tuple[Kind, str, str | None, int, int], ...]]


def read_large(
    payload: str | bytes,
    *,
    refused: Set[str] = frozenset(),
    cancelled: Callable[[], bool] | None = None,
) -> Reading:
    """``read_payload``, for a text of any length: at once when it is small, else in a process with a time limit."""
    if len(payload) < LARGE:
        return read_payload(payload, refused=refused, cancelled=cancelled)
    return read_in_process(payload, refused=refused, cancelled=cancelled)


def read_in_process(
    payload: str | bytes,
    *,
    refused: Set[str] = frozenset(),
    cancelled: Callable[[], bool] | None = None,
    seconds: float | None = None,
) -> Reading:
    """What ``read_payload`` makes of a payload, read in another process. Never raises on account of the payload.

    Args:
        payload, refused: as for ``read_payload``.
        cancelled: asked some twenty times a second; True ends the process.
        seconds: how long it may be at work; None for a limit that fits the length.
    """
    limit = SECONDS_TO_START + len(payload) / 1e6 * SECONDS_PER_MILLION if seconds is None else seconds
    try:
        packed = call_in_process(
            _read_packed,
            payload,
            frozenset(refused),
            cancelled=cancelled,
            seconds=limit * _TIMES_LONGER,
            work_seconds=limit,
        )
    except CallCancelledError:
        return Reading("json", error=_("The reading was cancelled."))
    except CallTooLongError:
        message = _("The reading took too long and was stopped. Copy the event alone and paste it again.")
        return Reading("json", error=message)
    except CallLostError:
        return Reading("json", error=_("The reading broke off. Copy the event alone and paste it again."))
    return _unpacked(packed)


def _read_packed(payload: str | bytes, refused: frozenset[str]) -> _Packed:
    """In the process, which ends before there is much garbage: to look for it as often as usual takes a tenth."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    return _packed(read_payload(payload, refused=refused))


def _packed(reading: Reading) -> _Packed:
    """A reading that can go through a pipe. Secrets refuse to be written down, so they travel beside it."""
    secrets = [(each.kind, each.secret.reveal(), each.user, each.line, each.column) for each in reading.secrets]
    events = StoredEvents(reading.events) if len(reading.events) > MANY else reading.events
    return replace(reading, secrets=(), events=events), tuple(secrets)


def _unpacked(packed: _Packed) -> Reading:
    reading, secrets = packed
    found = [FoundSecret(kind, Secret(text), user, line, column) for kind, text, user, line, column in secrets]
    return replace(reading, secrets=tuple(found))
