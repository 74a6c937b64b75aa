"""The row of an exchange whose own is destroyed, from what the indexes and its body say of it.

The indexes hold the time, the environment, the event type, the result and the key, and whether it was pinned; the body
what was sent and what came back. What only the row knew is left empty and said in the note: nothing is made up.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from yespo_console.events.event import ApiVersion
from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.events.problems import Severity
from yespo_console.history import records
from yespo_console.history.exchange import Answer
from yespo_console.history.pages import Value
from yespo_console.history.schema import NO_ANSWER
from yespo_console.history.survey import Outline
from yespo_console.platform.i18n import _
from yespo_console.reading.bodies import encoding_of

#: What ``exchange.source`` says of it.
SOURCE: Final = "recovered"


def rebuilt_row(
    number: int, outline: Outline, key: str | None, newest_before: int | None, body: Mapping[str, Value]
) -> dict[str, Value] | None:
    """The columns of ``exchange``; None when the body does not make sense, or contradicts the indexes.

    ``newest_before``: see ``migrations``; None where no row has a smaller id.
    """
    try:
        severities = [problem["severity"] for problem in json.loads(str(body["problems"]))]
        answer = _answer(body)
        request = body["request_body"]
        version = _version(request if isinstance(request, bytes) else b"")
    except (ValueError, TypeError, KeyError):
        return None
    result, error_kind, may_have_been_accepted, total_ms = (
        records.outcome_columns(answer) if answer is not None else (NO_ANSWER, None, True, None)
    )
    if result != outline.result:
        return None
    return {
        "id": number,
        "sent_at": outline.sent_at,
        "newest_before": outline.sent_at if newest_before is None else newest_before,
        "environment": outline.environment,
        "is_real": True,
        "method": "POST",
        "url": "",
        "api": version.value,
        "event_type": outline.event_type,
        "key_value": key,
        "source": SOURCE,
        "errors": severities.count(Severity.ERROR),
        "warnings": severities.count(Severity.WARNING),
        "result": result,
        "error_kind": error_kind,
        "may_have_been_accepted": may_have_been_accepted,
        "total_ms": total_ms,
        "pinned": bool(outline.pinned),
        "note": _note(outline),
    }


def _note(outline: Outline) -> str:
    lost = [_("its address"), _("what sent it")]
    if outline.pinned is None:
        lost.append(_("whether it was pinned"))
    if outline.noted:
        lost.append(_("its note"))
    elif outline.noted is None:
        lost.append(_("its note, if it had one"))
    return _("Recovered in part. Destroyed were: {what}.").format(what=", ".join(lost))


def _answer(body: Mapping[str, Any]) -> Answer | None:
    if body["answer"] is None:
        return None
    return Answer(**json.loads(body["answer"]), headers=json.loads(body["answer_headers"]), body=body["answer_body"])


def _version(request: bytes) -> ApiVersion:
    try:
        return encoding_of(parse(request.decode())).api
    except (UnicodeDecodeError, JsonTextError):
        return ApiVersion.V2
