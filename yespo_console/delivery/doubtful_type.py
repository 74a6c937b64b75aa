"""An event type that an account may not have, before it reaches one that would make it for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from yespo_console.delivery.environments import Environment
from yespo_console.events.catalog import Catalog
from yespo_console.events.event import ApiVersion
from yespo_console.events.wire import WireError, read
from yespo_console.platform.i18n import _, ngettext
from yespo_console.sharing.addresses import everybody_in

#: More of them are not named before one series.
_MOST_TOLD: Final = 5


@dataclass(frozen=True, slots=True)
class DoubtfulType:
    """An event type that may be a mistake.

    Attributes:
        key: as it stands in the event.
        meant: the known one that it is probably a slip of; empty when it is none.
        may_be_there: it looks like one of the account's own, which nobody has described here; else nobody wants it in
            an account.
    """

    key: str
    meant: str = ""
    may_be_there: bool = False

    def in_words(self) -> str:
        """What would come of it, in a sentence or two."""
        if self.meant:
            message = _("The account would probably get a new event type “{key}”. Did you mean {name}?")
        elif self.may_be_there:
            message = _(
                "The event type “{key}” is not known here. An account that does not have it gets a new one, which"
                " cannot be taken back."
            )
        else:
            message = _("The account would probably get a new event type “{key}”, which cannot be taken back.")
        return message.format(key=self.key, name=self.meant)


def in_words(doubts: Sequence[DoubtfulType]) -> list[str]:
    """What would come of several, and of how many more that are not named."""
    told = [doubt.in_words() for doubt in doubts[:_MOST_TOLD]]
    more = len(doubts) - _MOST_TOLD
    if more > 0:
        words = ngettext(
            "The same goes for {count} more event type.", "The same goes for {count} more event types.", more
        )
        told.append(words.format(count=f"{more:,}"))
    return told


def doubtful_type(text: str, environment: Environment, catalog: Catalog, api: ApiVersion) -> DoubtfulType | None:
    """What is doubtful about the event type of ``text``; None when nothing need be asked.

    Only a real account is asked about: there a key that Yespo does not know makes a new event type. Known are the types
    that Yespo documents, and those that are described in the profile.
    """
    if not environment.is_real:
        return None
    try:
        key = read(text, api).event_type_key
    except WireError:
        return None
    if not isinstance(key, str) or not key or catalog.get(key) is not None:
        return None
    if near := catalog.near(key):
        return DoubtfulType(key, near[0])
    return DoubtfulType(key, may_be_there=not any(everybody_in(key)))
