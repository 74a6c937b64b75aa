"""Typographic quotes and dashes of PowerShell, which takes them for the plain ones wherever those mean something."""

import re
from typing import Final

from yespo_console.reading.origin import Traced

_SINGLE: Final = "‘’‚‛"
_DOUBLE: Final = "“”„"
_DASHES: Final = "–—―"
_PRETTY: Final = re.compile(f"[{_SINGLE}{_DOUBLE}{_DASHES}]")
#: A comment, a here-string, a quotation in either quotes, an escaped character, a dash: whole, so that what stands in
#: one of them is left alone.
_TOKEN: Final = re.compile(
    rf"(?P<left><#.*?(?:#>|\Z)|(?<![\w$-])#[^\n]*|`.)"
    rf"|(?P<here>@(?P<quote>['{_SINGLE}]|[\"{_DOUBLE}])[ \t]*\r?\n)"
    rf"|(?P<single>['{_SINGLE}])(?:[^'{_SINGLE}]|['{_SINGLE}]{{2}})*+['{_SINGLE}]"
    rf"|(?P<double>[\"{_DOUBLE}])(?:[^\"`{_DOUBLE}]|`.|[\"{_DOUBLE}]{{2}})*+[\"{_DOUBLE}]"
    rf"|(?P<dash>[{_DASHES}])",
    re.DOTALL,
)
_HERE_END: Final = {
    quote: re.compile(rf"^(?P<end>[{quotes}])@", re.MULTILINE)
    for quote, quotes in (("'", f"'{_SINGLE}"), ('"', f'"{_DOUBLE}'))
}


def straightened(text: Traced) -> Traced:
    """The text with plain quotes and dashes; each stays at its place."""
    if _PRETTY.search(text.text) is None:
        return text
    characters = list(text.text)
    at = 0
    while (match := _TOKEN.search(text.text, at)) is not None:
        at = match.end()
        if match["here"]:
            quote = "'" if match["quote"] in "'" + _SINGLE else '"'
            characters[match.start("quote")] = quote
            end = _HERE_END[quote].search(text.text, at)
            if end is None:
                break
            characters[end.start()] = quote
            at = end.end()
        elif match["single"]:
            characters[match.start()] = characters[match.end() - 1] = "'"
        elif match["double"]:
            characters[match.start()] = characters[match.end() - 1] = '"'
        elif match["dash"]:
            characters[match.start()] = "-"
    return text.respelled("".join(characters))
