"""An event type that is probably a slip of another, before it reaches an account that would make it for good."""

from yespo_console.delivery.environments import Environment
from yespo_console.events.catalog import Catalog
from yespo_console.events.event import ApiVersion
from yespo_console.events.wire import WireError, read


def probably_meant(text: str, environment: Environment, catalog: Catalog, api: ApiVersion) -> tuple[str, str] | None:
    """The event type of ``text`` and the known one that was probably meant; None when nothing need be asked.

    Only a real account is asked about: there a key that Yespo does not know makes a new event type.
    """
    if not environment.is_real:
        return None
    try:
        key = read(text, api).event_type_key
    except WireError:
        return None
    near = catalog.near(key) if isinstance(key, str) else ()
    return (key, near[0]) if near and isinstance(key, str) else None
