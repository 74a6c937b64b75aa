"""An apostrophe in a body between single quotes: ``-d '{"name":"O'Neil"}'``. To a shell it ends the quotation.

The shell then takes the double quotes behind it for its own, so that two texts may become one: ``O'Neil`` and ``it's``
in one body leave JSON that can be mended, and is another one.
"""

import re
from typing import Final

_BODY: Final = re.compile(r"'\s{0,200}[{\[]")
#: The quotation ends behind the bracket of the body, and the word with it.
_END: Final = re.compile(r"'(?=[\s|;&)]|\Z)")


def ends_at_apostrophe(string: str, at: int) -> bool:
    """Whether apostrophes end the quotation that opens at ``at`` around a body, so that the shell takes quotes of it.

    Asked of an even number of them: with an odd one the last quotation never ends, which is told anyway.
    """
    if _BODY.match(string, at) is None:
        return False
    found: list[int] = []
    quote = string.find("'", at + 1)
    while 0 < quote < len(string) - 1 and string[quote - 1].isalpha() and string[quote + 1].isalpha():
        found.append(quote)
        quote = string.find("'", quote + 1)
    if not found or len(found) % 2 or quote < 0 or _END.match(string, quote) is None:
        return False
    whole = string[max(0, quote - 200) : quote].rstrip().endswith(("}", "]"))
    return whole and any('"' in string[found[each] : found[each + 1]] for each in range(0, len(found), 2))
