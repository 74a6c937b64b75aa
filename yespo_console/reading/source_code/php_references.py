"""Functions of PHP that may set a variable they are given: ``function load(&$email)``.

The call does not show it. A function of the pasted code says so; any other one that is called as a statement by itself,
and does nothing known, may have been called for just that.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tree_sitter import Node

from yespo_console.reading.word_set import word_set

#: Functions that put what they find into variables they are given, behind the first one.
FILLING: Final = word_set("preg_match preg_match_all similar_text exec openssl_sign sscanf")
#: Functions that are called for what they do elsewhere.
_DOES_ELSEWHERE: Final = re.compile(
    r"(?:curl|file|f|json|http|header|error|mail|set|define|session|stream|register|wp|do|add|update|trigger|ini|log"
    r"|var|array)_|(?:send|post|put|track|log|print|info|debug|warn|err|dump|valid|check|assert|echo|write|emit"
    r"|publish|push|call|save|store|insert|v?printf|fwrite|fputs|fputcsv|mail|header|define|set(?:raw)?cookie|u?sleep)"
    r"|(?:dd|d|die|exit)$",
    re.IGNORECASE,
)


class References:
    """What one text says of its functions and calls.

    Attributes:
        declared: names of functions and methods that are given variables themselves.
    """

    def __init__(self) -> None:
        self.declared: set[str] = set()
        self._calls: list[tuple[str, Sequence[Node], bool]] = []

    def called(self, function: str, arguments: Sequence[Node], *, alone: bool) -> None:
        """A function or method is called; ``alone``: a function, by a statement that does nothing else."""
        self._calls.append((function, arguments, alone and _DOES_ELSEWHERE.match(function) is None))

    def may_be_set(self) -> Iterator[Node]:
        """What is given to functions that may set it, once all of the text is known."""
        for function, arguments, for_that in self._calls:
            if for_that or function in self.declared:
                yield from arguments
