"""Words a person reads, through gettext. ``_`` translates now, ``N_`` only marks a text for extraction."""

import gettext as _gettext
import os
from functools import cache

from yespo_console.platform.resources import resources_dir

DOMAIN = "yespo_console"
LANGUAGE_VARIABLE = "YESPO_CONSOLE_LANGUAGE"


@cache
def _translations() -> _gettext.NullTranslations:
    chosen = os.environ.get(LANGUAGE_VARIABLE)
    return _gettext.translation(
        DOMAIN, resources_dir() / "translations", languages=[chosen] if chosen else None, fallback=True
    )


def _(message: str) -> str:
    """``message`` in the user's language; English is the source language. The empty text stays empty."""
    return _translations().gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of a sentence that fits ``count``."""
    return _translations().ngettext(singular, plural, count)


def N_(message: str) -> str:
    """Mark ``message`` for extraction and return it unchanged; translate it with ``_`` where it is shown."""
    return message
