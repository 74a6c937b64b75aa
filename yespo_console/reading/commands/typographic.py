"""Quotes and dashes of a command that a word processor, a mail or a chat made pretty: ``–data “{…}”``."""

import re
from typing import Final

#: A dash where a word begins, and the first letters of the option.
_DASH: Final = re.compile(r"[–—](?P<letters>[A-Za-z][A-Za-z0-9]?)")
_OPENING: Final = {"“": "”", "„": "”", "”": "”", "‘": "’", "‚": "’", "’": "’"}
_QUOTE: Final = re.compile(r"[“„”‘‚’]")
_ENDS: Final = re.compile(r"\s|\\?\Z|[|;&)]")


def option_dash(string: str, at: int) -> str | None:
    """The hyphens that a dash at ``at`` stands for; None when there is none."""
    match = _DASH.match(string, at)
    if match is None:
        return None
    return "--" if len(match["letters"]) > 1 else "-"


def quotation_end(string: str, at: int) -> int | None:
    """Where the closing quote stands of the typographic quotation that begins at ``at``.

    Quotes of the same kind may stand within (a body whose own quotes were made pretty too), and an apostrophe looks
    like a closing quote: it is the first closing one that ends a word while every quotation within is closed. None when
    no quotation begins there, or it has no end.
    """
    closing = _OPENING.get(string[at : at + 1])
    if closing is None:
        return None
    depth = 1
    for match in _QUOTE.finditer(string, at + 1):
        quote = match[0]
        if quote == closing:
            if depth <= 1 and _ENDS.match(string, match.end()):
                return match.start()
            if depth > 1:
                depth -= 1
        elif _OPENING[quote] == closing:
            depth += 1
    return None
