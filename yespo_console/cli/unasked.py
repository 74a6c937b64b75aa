"""Why events may not go to a real account unasked: the command line cannot ask, so it says so and wants ``--yes``."""

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from yespo_console.delivery.doubtful_type import doubtful_type, in_words
from yespo_console.delivery.environments import Environment
from yespo_console.delivery.test_contacts import held_outside, outside_text
from yespo_console.events.catalog import Catalog
from yespo_console.events.event import ApiVersion
from yespo_console.platform.i18n import _, ngettext

#: More than this are counted in a sentence, not named.
_MOST_NAMED: Final = 20

_T = TypeVar("_T")


def why_not(texts: Sequence[str], environment: Environment, catalog: Catalog, api: ApiVersion) -> str:
    """Why what one command sends may not go unasked, in one text for all of it; empty when it may.

    Several events never go unasked. Whoever stands in them beyond the test contacts is named, and so is an event type
    that the account might get by mistake.
    """
    if not environment.is_real:
        return ""
    several = len(texts) > 1
    reasons = []
    reasons += in_words(_each(doubtful_type(text, environment, catalog, api) for text in texts))
    if touched := _each(who for text in texts for who in outside_text(text, environment, api)):
        one = _("This event touches {contacts}, not among its test contacts.")
        message = _("They touch {contacts}, not among its test contacts.") if several else one
        reasons.append(message.format(contacts=_named(touched)))
    if held := _each(who for text in texts for who in held_outside(text, environment, api)):
        one = _(
            "This event holds {contacts}, not among its test contacts: no contact is found by that, but a workflow may"
            " write there."
        )
        many = _(
            "They hold {contacts}, not among its test contacts: no contact is found by that, but a workflow may write"
            " there."
        )
        reasons.append((many if several else one).format(contacts=_named(held)))
    if several:
        first = _("Not sent: {environment} is a real account and these are {count} events.")
        last = _("Look through them with “validate”, then add --yes to send all of them.")
        return " ".join((first.format(environment=environment.name, count=len(texts)), *reasons, last))
    if not reasons:
        return ""
    first = _("Not sent: {environment} is a real account.").format(environment=environment.name)
    return " ".join((first, *reasons, _("Add --yes to send it all the same.")))


def _each(found: Iterable[_T | None]) -> tuple[_T, ...]:
    """Each once, in order."""
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _named(who: Sequence[str]) -> str:
    more = len(who) - _MOST_NAMED
    named = list(who[:_MOST_NAMED])
    if more > 0:
        named.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    return ", ".join(named)
