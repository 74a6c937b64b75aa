"""What PowerShell makes of a text and its grammar does not.

PowerShell takes typographic quotes and dashes for the plain ones wherever those mean something. The grammar takes a
``#`` behind an escape or a doubled quote in a text for a comment.
"""

import re
from typing import Final

from yespo_console.reading.origin import Traced

_SINGLE: Final = "‘’‚‛"
_DOUBLE: Final = "“”„"
_DASHES: Final = "–—―"
#: What is handed to the grammar for a ``#`` in a text: as long, and nothing to it.
_NO_COMMENT: Final = "!"
_PRETTY: Final = re.compile(f"[{_SINGLE}{_DOUBLE}{_DASHES}]")
#: A comment, a here-string, a quotation in either quotes, an escaped character, a dash: whole, so that what stands in
#: one of them is left alone.
_TOKEN: Final = re.compile(
    rf"(?P<left><#.*?(?:#>|\Z)|(?<![\w$-])#[^\n]*|`.)"
    rf"|(?P<here>@(?P<quote>['{_SINGLE}]|[\"{_DOUBLE}])[ \t]*\r?\n)"
    rf"|(?P<single>['{_SINGLE}])(?>(?:[^'{_SINGLE}]++|['{_SINGLE}]{{2}})*)['{_SINGLE}]"
    rf"|(?P<double>[\"{_DOUBLE}])(?>(?:[^\"`{_DOUBLE}]++|`.|[\"{_DOUBLE}]{{2}})*)[\"{_DOUBLE}]"
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


def without_hashes_in_texts(text: str) -> str:
    """Plain PowerShell with another sign for each ``#`` in its double quotes and here-strings: for the grammar only."""
    if "#" not in text or '"' not in text:
        return text
    pieces: list[str] = []
    done = at = 0
    while (match := _TOKEN.search(text, at)) is not None:
        at = match.end()
        if match["here"]:
            end = _HERE_END["'" if match["quote"] == "'" else '"'].search(text, at)
            at = len(text) if end is None else end.end()
        elif not match["double"]:
            continue
        begin = match.start()
        pieces += (text[done:begin], text[begin:at].replace("#", _NO_COMMENT))
        done = at
    return "".join((*pieces, text[done:]))
