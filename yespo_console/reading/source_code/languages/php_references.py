"""Functions of PHP that may set a variable they are given: ``function load(&$email)``.

The call does not show it. A function of the pasted code says so; any other one whose name does not tell that it does
something else may have been called for just that.
"""

import re
from collections.abc import Container, Iterator, Sequence
from typing import Final

from tree_sitter import Node

#: Functions that put what they find into variables they are given, and the number of the first of these.
FILLING: Final = {"preg_match": 2, "preg_match_all": 2, "similar_text": 2, "exec": 1, "openssl_sign": 1, "sscanf": 2}
#: Functions that are called for what they do elsewhere.
_DOES_ELSEWHERE: Final = re.compile(
    r"(?:curl|file|f|json|http|header|error|mail|set|define|session|stream|register|wp|do|add|update|trigger|ini|log"
    r"|var|array)_|(?:send|post|put|track|log|print|info|debug|warn|err|dump|valid|check|assert|echo|write|emit"
    r"|publish|push|call|save|store|insert|v?printf|fwrite|fputs|fputcsv|mail|header|define|set(?:raw)?cookie|u?sleep"
    # What makes something of its argument, and is called for that.
    r"|trim|[lr]trim|chop|str|mb_|iconv|substr|uc|lc|num|number|intval|floatval|boolval|preg_|filter_|is_?[a-z]|in_array|array"
    r"|count|size|len|date|time|md5|sha|hash|crc32|base64|bin2|hex2|url|raw|html|esc|sanit|norm|clean|format|to_?[a-z]"
    r"|as_?[A-Z]|parse_url|explode|implode|join|round|floor|ceil|abs|min|max|sum|range|v?sprintf|nl2br|add|strip|ctype_|get"
    r"|has|find|by|where|with|from|make|create|build|new|of|set|json|serialize|rand|uniq|uuid|gettype|ord|chr|print|empty"
    r"|isset|defined|constant|function_|method_|class_|property_|password_|random_|mask|key|id|query|select|update|delete"
    r"|register|bind|param|request|response|http|curl|client|config|env|option|trans|url|route|view|event|identify|subscribe)"
    r"|(?:dd|d|die|exit)$",
    re.IGNORECASE,
)
#: Methods that set a variable they are given later on, too.
_SETS_LATER: Final = re.compile(r"bind_?(?:result|column)\Z", re.IGNORECASE)


class References:
    """What one text says of its functions and calls.

    Attributes:
        declared: names of functions and methods that are given variables themselves.
    """

    def __init__(self) -> None:
        self.declared: set[str] = set()
        self._calls: list[tuple[str, Sequence[Node]]] = []

    def called(self, function: str, arguments: Sequence[Node]) -> None:
        """A function or method is called."""
        self._calls.append((function, arguments))

    def may_be_set(self, known: Container[str]) -> Iterator[Node]:
        """What is given to functions that may set it; those of the text, which are ``known``, say whether they do."""
        for function, arguments in self._calls:
            is_known = function in known or _DOES_ELSEWHERE.match(function) is not None
            if function in self.declared or _SETS_LATER.match(function) or not is_known:
                yield from arguments
