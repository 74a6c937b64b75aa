"""Rules over whatever stands in a body, at any depth: names that stand twice, placeholders, keys, broken letters."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import inner
from yespo_console.events.misread_letters import is_misread
from yespo_console.events.problems import Problem
from yespo_console.events.rules.body import meant_member
from yespo_console.events.rules.findings import info, inside, pointer_of, set_fix, warning
from yespo_console.events.rules.script_names import NAMES_OF_SCRIPT_ALONE, SCRIPT_EVENTS, meant_name

#: What the documentation's examples hold in the place of a value.
PLACEHOLDERS = frozenset(("Phone", "string", "decimal", "int", "CurrencyCode", "..."))
#: What a template or a tool was to fill in, wherever it stands: ``{{uid}}``, ``${id}``, ``*|ID|*``, ``<%= id %>``,
#: ``<?= $id ?>``; and as the whole of a text ``<email>``, ``#{email}``, ``{email}``, ``%email%``, ``$EMAIL``,
#: ``__EMAIL__``, ``[EMAIL]``, ``YOUR_EMAIL``, ``your-email@example.com``.
_NOT_FILLED_IN = re.compile(
    r"(?:\{\{|\$\{)[^{}\"\r\n]{1,80}\}|<%(?:(?!%>|<%)[^\r\n]){1,200}%>|<\?(?:=|php\b)(?:(?!\?>|<\?)[^\r\n]){1,200}\?>"
    r"|\*\|[A-Za-z][\w:-]{0,60}\|\*"
    r"|\A(?:<[^\W\d][\w .-]{2,60}>|#\{[^{}]{1,80}\}|\{[^\W\d][\w.-]{0,60}\}|%[A-Za-z_]\w{1,60}%|\$[A-Za-z_]\w{1,60}"
    r"|__[^\W\d_]\w{0,60}?__"
    r"|\[(?:[A-Z]{1,20}[ _-]){0,3}(?:E-?MAIL|PHONE|NAME|ID|KEY|URL|LINK|DATE|PRICE|VALUE|CITY|ADDRESS|TOKEN)\]"
    r"|YOUR[_-][A-Z0-9_-]{1,60}|[Yy]our_\w{1,60}|[Yy]our[_.-]?\w{1,40}@[\w.-]{1,80})\Z"
)
#: What a program writes as a text where it has none: it met no value, no number, or an object; a spreadsheet cannot
#: work a cell out (also in Ukrainian and Russian); a log hides the value.
_WRITTEN_FOR_NOTHING = re.compile(
    r"undefined|NaN|\[object [A-Z]\w{1,40}\](?:,\[object [A-Z]\w{1,40}\])*"
    r"|\[object\] \([\w\\]{1,200}: [^\r\n]{0,4000}\)"
    r"|#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|ERROR!"
    r"|Н/Д|ССЫЛКА!|ПОСИЛАННЯ!|ЗНАЧ!|ИМЯ\?|ІМ['’]Я\?|ЧИСЛО!|ДЕЛ/0!|ДІЛ/0!|ПУСТО!)"
    r"|(?i:\[(?:redacted|filtered|hidden|masked|removed)\])"
)
#: One of these stands in whatever these patterns find.
_SIGNS_OF_NOTHING_REAL = re.compile(r"[{<%$\[_*@#]|YOUR-|undefined|NaN")
#: Objects within objects are parsed to this level; deeper ones stay text.
PARSED_LEVELS = 2

_SECRET_NAMES = frozenset(
    (
        "apikey",
        "apitoken",
        "authorization",
        "accesstoken",
        "authtoken",
        "bearertoken",
        "token",
        "password",
        "passwd",
        "pwd",
        "secret",
        "clientsecret",
        "yespoapikey",
        "esputnikapikey",
        "privatekey",
    )
)
_SECRET_VALUE = re.compile(r"\s*(basic|bearer)\s+[A-Za-z0-9+/=_.~-]{8,}\s*", re.IGNORECASE)
_LONE = re.compile("[\ud800-\udfff]")

Path = tuple[str | int, ...]


def member_problems(name: str, value: Node, path: Path, *, documented: bool | None) -> list[Problem]:
    """What stands out at one named value, itself only: its name, and its text when it is one.

    Args:
        name: of a param, a property or a member of the body.
        value: what it names.
        path: the value's place, relative to what is looked at.
        documented: the event type is one that Yespo documents, or one of the web script that stands for such a one, so
            the names of the web script and of the event itself have no business in it. None: nobody describes it, and
            a name that only the script has is a hint.
    """
    told = _told_by_name(name)
    found: list[Problem] = []
    if documented and told.meant is not None:
        code = "script_event_as_name" if name in SCRIPT_EVENTS else "script_name"
        found.append(warning(code, pointer_of(path), place=inside(path), meant=told.meant))
    elif documented is None and name in NAMES_OF_SCRIPT_ALONE:
        found.append(info("script_name", pointer_of(path), place=inside(path), meant=told.meant))
    if documented and told.member is not None:
        found.append(warning("member_of_the_event", pointer_of(path), place=inside(path), member=told.member))
    if isinstance(value, str) and value.strip() and (told.secret or is_secret(value)):
        found.append(warning("looks_like_secret", pointer_of(path), place=inside(path)))
    if told.broken:
        found.append(warning("lone_surrogate", pointer_of(path), place=inside(path)))
    return found


def is_secret(text: str) -> bool:
    """Whether a text is what stands in a header that lets somebody in."""
    return _SECRET_VALUE.fullmatch(text) is not None


class _Told(NamedTuple):
    """What a name says by itself: a name of the web script or of the event, of a secret, with half of a character."""

    meant: str | None
    member: str | None
    secret: bool
    broken: bool


@lru_cache(maxsize=1024)
def _told_by_name(name: str) -> _Told:
    letters = "".join(char for char in name.casefold() if char.isalnum())
    return _Told(meant_name(name), meant_member(name), letters in _SECRET_NAMES, _LONE.search(name) is not None)


def text_problems(value: str, path: Path) -> list[Problem]:
    """What stands out at one text, wherever it stands."""
    found: list[Problem] = []
    if value in PLACEHOLDERS:
        found.append(warning("placeholder_left", pointer_of(path), place=inside(path), value=value))
    elif _SIGNS_OF_NOTHING_REAL.search(value) is None:
        pass  # as in nearly all
    elif (hole := _NOT_FILLED_IN.search(value)) is not None:
        word = hole[0] + "}" if hole[0].startswith("{{") else hole[0]
        found.append(warning("placeholder_left", pointer_of(path), place=inside(path), value=word))
    elif _WRITTEN_FOR_NOTHING.fullmatch(value):
        found.append(warning("written_for_nothing", pointer_of(path), place=inside(path), value=value))
    if not value.isascii():
        if _LONE.search(value):
            found.append(warning("lone_surrogate", pointer_of(path), place=inside(path)))
        if is_misread(value):
            found.append(warning("letters_misread", pointer_of(path), place=inside(path)))
    return found


def names_twice(node: Object, path: Path) -> Iterator[Problem]:
    """Members of one object with the same name."""
    if len(node) > 1 and len(set(node.names)) < len(node):
        seen: set[str] = set()
        for name in node.names:
            if name in seen:
                yield warning("member_twice", pointer_of((*path, name)), place=inside((*path, name)))
            seen.add(name)


def tree_problems(node: Node, documented: bool | None, free: bool) -> tuple[Problem, ...]:
    """Everything that stands out in a value and below it, relative to it, each problem once.

    Args:
        node: the value.
        documented: see ``member_problems``.
        free: no event type describes the value, so a text that holds data may just as well be that data.
    """
    found = dict.fromkeys(_walk(node, (), 0, documented))
    return tuple(found if free else (replace(each, fix=None) for each in found))


def told_at(problems: Iterable[Problem], pointer: str) -> Iterator[Problem]:
    """``problems`` at one place: what is inside a member that a later one of its name overrides has none of its own."""
    return (replace(each, pointer=pointer, fix=None) for each in problems)


def _walk(node: Node, path: Path, level: int, documented: bool | None) -> Iterator[Problem]:
    if isinstance(node, str):
        yield from text_problems(node, path)
        if path and (held := inner(node)) is not None:
            fix = set_fix("decode", pointer_of(path), held)
            yield info("text_holds_json", pointer_of(path), fix=fix, place=inside(path))
    elif isinstance(node, Object):
        level += 1
        if level == PARSED_LEVELS + 1:
            yield info("too_deep", pointer_of(path), place=inside(path))
        yield from names_twice(node, path)
        counting = dict(node.pairs)
        for name, value in node:
            yield from member_problems(name, value, (*path, name), documented=documented)
            below = _walk(value, (*path, name), level, documented)
            # a pointer leads into the last member of a name; what is inside another one is told at the name
            yield from below if counting[name] is value else told_at(below, pointer_of((*path, name)))
    elif isinstance(node, tuple):
        for index, value in enumerate(node):
            yield from _walk(value, (*path, index), level, documented)
