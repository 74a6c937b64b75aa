"""What a new draft begins with."""

from typing import Final

from yespo_console.events import wire
from yespo_console.events.catalog import Catalog
from yespo_console.events.event import Encoding
from yespo_console.events.fresh_sample import fresh_sample

FIRST_TYPE: Final = "pageViewed"


def sample_text(catalog: Catalog, encoding: Encoding) -> str:
    """An event that can be sent at once; an empty one where the catalog does not know its type."""
    known = catalog.get(FIRST_TYPE)
    return wire.write(fresh_sample(known) if known is not None else wire.read("{}"), encoding)
