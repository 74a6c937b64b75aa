"""The sentences of all repairs and of what was left out, by code. Past tense: they tell what has been done."""

from typing import Final

from yespo_console.platform.i18n import N_

REPAIRS: Final[dict[str, str]] = {
    "byte_order_mark": N_("An invisible byte order mark before the text was left out."),
}

#: Singular and plural; ``{count}`` is how many.
LEFT_OUT: Final[dict[str, tuple[str, str]]] = {}
