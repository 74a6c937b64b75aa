"""Arrays of PHP, hashes of Ruby and dicts of Python as a program printed them into a log, and the brackets of all."""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.finder import Finder, FoundRequest
from yespo_console.reading.origin import Traced

#: Quoted texts, and brackets. A text that never ends goes to the end of the entry, so that no quote in it is tried.
_DOUBLE_QUOTED: Final = r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)'
_SINGLE_QUOTED: Final = r"'(?:[^'\\]|\\.)*+(?:'|\\?\Z)"
_BRACKETS: Final = re.compile(rf"{_DOUBLE_QUOTED}|[{{}}\[\]()]", re.DOTALL)
_BRACKETS_SINGLE: Final = re.compile(rf"{_DOUBLE_QUOTED}|{_SINGLE_QUOTED}|[{{}}\[\]()]", re.DOTALL)
_PAIRS: Final = {"}": "{", "]": "[", ")": "("}


def opening_of(string: str, at: int, start: int) -> int | None:
    """The bracket that opens the object in which ``at`` stands, looking back no further than ``start``."""
    depth = 0
    for number in range(at - 1, start - 1, -1):
        character = string[number]
        if character in "}])":
            depth += 1
        elif character in "{[(":
            if depth == 0:
                return number
            depth -= 1
    return None


def closing_of(string: str, opening: int, *, in_single_quotes: bool = False) -> int | None:
    """The end of the bracket that begins at ``opening``; None when it has none, or another closes before it.

    Args:
        string: where it stands.
        opening: where it begins.
        in_single_quotes: whether texts may stand in these, too.
    """
    pattern = _BRACKETS_SINGLE if in_single_quotes else _BRACKETS
    stack: list[str] = []
    for match in pattern.finditer(string, opening):
        token = match[0]
        if token in "{[(":
            stack.append(token)
        elif token in _PAIRS:
            if not stack or stack.pop() != _PAIRS[token]:
                return None
            if not stack:
                return match.end()
    return None


def printed_array(entry: Traced, opening: int, budget: Budget) -> list[FoundRequest]:
    """An array of PHP or a hash of Ruby, as a program printed it."""
    from yespo_console.reading.source_code.finders import find_php, find_ruby
    from yespo_console.reading.source_code.printed.php_print import find_php_print
    from yespo_console.reading.source_code.printed.plain_literals import PHP, RUBY, plain_event

    finders: tuple[Finder, ...] = (find_php_print,)
    part = entry
    if entry.text[opening] != "(" or "[eventTypeKey]" not in entry.text:
        word = max(entry.text.rfind("array", 0, opening), entry.text.rfind("Array", 0, opening))
        begin = word if entry.text[opening] == "(" and word >= 0 else opening
        end = closing_of(entry.text, opening, in_single_quotes=True)
        part = entry.slice(begin, end)
        is_hash = entry.text[opening] == "{"
        if (plain := plain_event(part, RUBY if is_hash else PHP, budget)) is not None:
            return [FoundRequest(plain)]
        finders = (find_ruby,) if is_hash else (find_php,)
    for finder in finders:
        found = finder(part, budget)
        if found is not None:
            requests = list(found.requests)
            if found.error is not None:
                requests.append(FoundRequest(entry.slice(0, 0), error=found.error))
            return requests
    return []


def printed_dict(body: Traced, budget: Budget) -> list[FoundRequest]:
    """The repr of a dict of Python."""
    from yespo_console.reading.source_code.languages.python import PythonReader
    from yespo_console.reading.source_code.printed.plain_literals import PYTHON, plain_event

    plain = plain_event(body, PYTHON, budget)
    if plain is not None:
        return [FoundRequest(plain)]
    found = PythonReader(body, budget).read()
    if found.error is not None:
        return [FoundRequest(body.slice(0, 0), error=found.error)]
    return list(found.requests)
