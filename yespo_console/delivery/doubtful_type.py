"""An event type that is probably a mistake, before it reaches an account that would make it for good."""

from dataclasses import dataclass

from yespo_console.delivery.environments import Environment
from yespo_console.events.catalog import Catalog
from yespo_console.events.event import ApiVersion
from yespo_console.events.wire import WireError, read
from yespo_console.sharing.addresses import everybody_in


@dataclass(frozen=True, slots=True)
class DoubtfulType:
    """An event type that nobody wants in an account.

    Attributes:
        key: as it stands in the event.
        meant: the known one that it is probably a slip of; empty when it is somebody's address or number.
    """

    key: str
    meant: str = ""


def doubtful_type(text: str, environment: Environment, catalog: Catalog, api: ApiVersion) -> DoubtfulType | None:
    """What is doubtful about the event type of ``text``; None when nothing need be asked.

    Only a real account is asked about: there a key that Yespo does not know makes a new event type.
    """
    if not environment.is_real:
        return None
    try:
        key = read(text, api).event_type_key
    except WireError:
        return None
    if not isinstance(key, str):
        return None
    if near := catalog.near(key):
        return DoubtfulType(key, near[0])
    return DoubtfulType(key) if any(everybody_in(key)) and catalog.get(key) is None else None
