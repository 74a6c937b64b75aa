"""The API version in the address of a request, held against how the event in it is written.

Yespo's versions take ``params`` in different shapes: v1 a list with texts, v2 a list, v3 an object. Which one the event
is written for is told by its shape; an address that says something else is most likely what the customer got wrong.
"""

from collections.abc import Set
from dataclasses import replace
from typing import Final

from yespo_console.events.event import ApiVersion, Encoding, Object
from yespo_console.events.json_text import parse
from yespo_console.platform.i18n import N_, _
from yespo_console.reading.addresses import version_called
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import ReadEvent, repair_at

_PARAMS: Final = "params"
_WANTS: Final = {
    ApiVersion.V1: N_("a list of names and values, each value a text"),
    ApiVersion.V2: N_("a list of names and values"),
    ApiVersion.V3: N_("an object"),
}


def as_addressed(event: ReadEvent, text: Traced, refused: Set[str]) -> ReadEvent:
    """The event in the version that its address calls; one that is written for another is told as a repair.

    Args:
        event: what was read, with its address.
        text: the body of the request.
        refused: identities of repairs that a person does not want: the event is then one of the version it was sent to,
            faulty as it is.
    """
    called = None if event.url is None else version_called(event.url)
    if called is None or called is event.encoding.api:
        return event
    addressed = replace(event, encoding=Encoding(called, event.encoding.native).normal())
    if _fits(event, called):
        return addressed
    place = max(text.text.find(_PARAMS), 0)
    repair = repair_at(
        text,
        place,
        place + len(_PARAMS),
        "api_version",
        called=str(called),
        wanted=_(_WANTS[called]),
        version=str(event.encoding.api),
    )
    if repair.identity in refused:
        return addressed
    repairs = sorted((*event.repairs, repair), key=lambda each: each.offset)
    return replace(event, repairs=tuple(repairs))


def _fits(event: ReadEvent, called: ApiVersion) -> bool:
    if called is ApiVersion.V3:  # and the event is of another version by its shape: a list, or nothing
        body = parse(event.text)
        return not isinstance(body, Object) or _PARAMS not in body
    return called is ApiVersion.V1 and event.encoding == Encoding(ApiVersion.V2, native=False)
