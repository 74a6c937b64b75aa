"""Whose account a key belongs to, as ``GET /v1/account/info`` tells it."""

import json
from dataclasses import dataclass
from typing import Any

from yespo_console.delivery.outcome import explain_error
from yespo_console.history.exchange import ExchangeError
from yespo_console.platform.i18n import _


@dataclass(frozen=True, slots=True)
class AccountCheck:
    """What the check of a key found.

    Attributes:
        ok: the key is good; this does not prove the right to post events.
        organisation: ``organisationName`` of the account.
        user_email: ``userEmail`` of the key's owner.
        status: HTTP status; None when no answer came.
        message: what it means, in full sentences.
    """

    ok: bool
    organisation: str | None
    user_email: str | None
    status: int | None
    message: str


def explain_account(status: int | None, body: bytes, error: ExchangeError | None) -> AccountCheck:
    """What the answer means; ``error`` is what the network said instead of, or after, the status."""
    if error is not None:
        told = explain_error(error)
        # Nothing was posted, so what is said about an event does not apply: title and meaning are enough.
        return AccountCheck(
            False, None, None, status, " ".join((told.title + ".", *told.sentences[:1], *told.next_steps[-1:]))
        )
    if status == 200:
        organisation, email = _account(body)
        if organisation is not None:
            message = _("The key is good and belongs to {organisation}. This does not prove that it may post events.")
            return AccountCheck(True, organisation, email, status, message.format(organisation=organisation))
        message = _("Something answered, but not the way Yespo does. Check the base URL.")
        return AccountCheck(False, None, None, status, message)
    messages = {
        401: _("The key is wrong or switched off. Yespo switches a key off when it has not been used for 90 days."),
        403: _("The key is known but may not be checked this way. Whether it may post events is not known."),
        404: _("There is no such call at this address. Check the base URL; Yespo's own is https://yespo.io/api."),
        429: _("Too many requests at once. Wait a moment and check again."),
    }
    message = messages.get(status or 0, _("The key could not be checked: the answer was {status}."))
    return AccountCheck(False, None, None, status, message.format(status=status))


def _account(body: bytes) -> tuple[str | None, str | None]:
    try:
        account: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None, None
    if not isinstance(account, dict):
        return None, None
    organisation, email = account.get("organisationName"), account.get("userEmail")
    return (
        organisation if isinstance(organisation, str) and organisation else None,
        email if isinstance(email, str) else None,
    )
