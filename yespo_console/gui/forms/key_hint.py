"""Which value Yespo would take for ``keyValue`` while none is given, and from where. Free of Qt."""

from yespo_console.events.event import KEY_PARAMS, Event
from yespo_console.events.locators import usable_text
from yespo_console.platform.i18n import _


def key_hint(event: Event) -> str:
    """What an empty ``keyValue`` field says: ``= email: test@example.com``, or that there is nothing to take."""
    for name in KEY_PARAMS:
        text = usable_text(event.param(name))
        if text is not None:
            return f"= {name}: {text}"
    return _("nothing to take it from yet")
