"""JSON in the texts of SQL: a row that somebody copied out of a dump or a query, or a body that a procedure sends.

A quote in them is doubled everywhere. A backslash begins an escape in MySQL and stands for itself in PostgreSQL, SQLite
and SQL Server, and a statement does not tell which of them it is for.
"""

import re
from collections import Counter
from typing import Final

from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.platform.i18n import _
from yespo_console.reading.bodies import is_json
from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import POWERSHELL_SINGLE, Dialect, unescape
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced
from yespo_console.reading.source_code.reasons import put_together

_STATEMENT: Final = re.compile(
    r"\s{0,200}(?:--[^\n]{0,300}\n\s{0,200}){0,20}(?:[\w-]{0,30}[=#>]{1,3}[ \t]{1,9})?"
    r"(?:(?:INSERT|REPLACE)\s{1,9}(?:IGNORE\s{1,9})?INTO\b|UPDATE\s{1,9}\S{1,100}\s{1,9}SET\b|VALUES\s{0,9}\("
    r"|(?:\w{1,20}:\s{1,9})?(?:parameters:\s)?\$1 = '|@\w{1,60}\s{0,9}=\s{0,9}N'"
    r"|(?:DECLARE|BEGIN|SELECT|EXEC|EXECUTE|CALL|PERFORM|DO)\s|SET\s{1,9}@|(?:SET\s{1,9})?\w{1,60}"
    r"(?:[ \t]{1,9}\w{1,40}(?:\([\w ]{1,20}\))?)?[ \t]{0,9}:=[ \t]{0,9}[NnEe]?')",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(r"(?:[(,=]|\b(?i:SELECT)\s)\s{0,20}[NnEe]?'(?=\s{0,20}[{\[])")
_TYPE: Final = r"(?:\s{1,9}\w{1,40}(?:\s{0,3}\([\w ]{1,20}\))?)?"
#: Where a variable of a procedure is set, with its type before that perhaps.
_SET: Final = re.compile(rf"(?<![\w@.])(?:(@\w{{1,60}}){_TYPE}\s{{0,9}}:?=(?!>)|(\w{{1,60}}){_TYPE}\s{{0,9}}:=)")
#: The same right before the text that it is set to.
_GIVEN_TO: Final = re.compile(rf"{_SET.pattern}\s{{0,20}}[NnEe]?'\Z")
_MAKES_ANOTHER: Final = re.compile(
    r"(?i)(?:replace|set|modify|concat|format|insert|patch|transform)\w{0,30}\s{0,9}\([^;']{0,300}"
    r"|@?\w{1,60}\s{0,9}(?:\|\||\+)|(?:\|\||\+)\s{0,9}@?\w{1,60}"
)
_NAME: Final = re.compile(r"@?\w+")
#: What stands before a text of SQL and of nothing else.
_SURELY_SQL: Final = re.compile(
    r"(?:\$\d{1,3} = |\b(?:INSERT INTO|VALUES|SELECT|UPDATE \S{1,60} SET|EXEC|EXECUTE)\b[^'\r\n]{0,200})[NnEe]?'\Z"
)
_FAR: Final = 200
_PLAIN: Final = re.compile(r"((?:[^']|'')*+)'")
_ESCAPED: Final = re.compile(r"((?:[^'\\]|\\.|'')*+)'", re.DOTALL)
_CONTROLS: Final = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a"}


def _mysql(match: re.Match[str]) -> str:
    return "'" if match[1] is None else _CONTROLS.get(match[1], match[1])


_MYSQL: Final = Dialect(re.compile(r"''|\\(.)", re.DOTALL), _mysql)


def find_sql(text: Traced, budget: Budget) -> Found | None:
    """The JSON in the texts of statements, where all databases agree on it or only one reading of it is JSON."""
    if _STATEMENT.match(text.text) is None:
        return None
    requests = []
    budget.spend(len(text))
    changed = _changed_variables(text.text)
    opening = _OPENING.search(text.text)
    while opening is not None:
        start = opening.end()
        plain, escaped = _PLAIN.match(text.text, start), _ESCAPED.match(text.text, start)
        if plain is None or escaped is None:
            return None  # whoever reads it as another text says what is wrong
        end = max(plain.end(), escaped.end())
        budget.spend(end - opening.start())
        if mentions_event(text.text[start:end]):
            request = _request(text, start, plain, escaped)
            given = _GIVEN_TO.search(text.text, max(0, start - _FAR), start)
            is_changed = given is not None and (given[1] or given[2]).lower() in changed
            requests.append(FoundRequest(text.slice(0, 0), error=put_together(text, start)) if is_changed else request)
        opening = _OPENING.search(text.text, end)
    return Found("javascript", tuple(requests)) if requests else None


def sql_text_at(text: Traced, start: int) -> FoundRequest | None:
    """The JSON in the text of SQL that begins at ``start``, behind its apostrophe; None where nothing says it is one.

    PostgreSQL logs the parameters of a statement so, and other programs the statements themselves.
    """
    plain, escaped = _PLAIN.match(text.text, start), _ESCAPED.match(text.text, start)
    if plain is None or escaped is None or not _SURELY_SQL.search(text.text, max(0, start - _FAR), start):
        return None
    return _request(text, start, plain, escaped)


def _changed_variables(raw: str) -> set[str]:
    """The variables of a procedure that are set more than once, or of which a function or ``||`` makes another text."""
    given = Counter((match[1] or match[2]).lower() for match in _SET.finditer(raw))
    changed = {name for name, count in given.items() if count > 1}
    for call in _MAKES_ANOTHER.finditer(raw):
        changed.update(map(str.lower, _NAME.findall(call[0])))
    return changed


def _request(text: Traced, start: int, plain: re.Match[str], escaped: re.Match[str]) -> FoundRequest:
    readings = [
        unescape(text, POWERSHELL_SINGLE, start, plain.end(1)),
        unescape(text, _MYSQL, start, escaped.end(1)),
    ]
    if readings[0].text == readings[1].text:
        return FoundRequest(readings[0])
    sound = [reading for reading in readings if is_json(reading.text)]
    if len(sound) == 1 or (len(sound) == 2 and _say_the_same(*sound)):
        return FoundRequest(sound[0])
    line, column = text.line_column(start)
    return FoundRequest(
        text.slice(0, 0),
        error=_(
            "Line {line}, column {column}: MySQL takes the backslashes in this text of SQL for escapes, other "
            "databases for themselves. Copy the event as the table shows it and paste that."
        ).format(line=line, column=column),
    )


def _say_the_same(one: Traced, other: Traced) -> bool:
    try:
        return parse(one.text) == parse(other.text)
    except JsonTextError:
        return False
