"""Personal data in addresses of pages: what a query tells under the name of it, and whose page of a network it is.

The pairs of a query are also those of a form and of a cookie: ``session=...; user=...``.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_plus

from yespo_console.sharing.personal_kinds import ReplacedKind
from yespo_console.sharing.personal_names import Place, kind_of
from yespo_console.sharing.spellings import layers

_PAIR: Final = re.compile(r"(?:^|[?&#\s]|;\s?)(?P<name>[^=&#?;\s\"'<>]{1,100})=(?P<value>[^&#?;\s\"'<>]+)")
#: The page of a user in a network: what stands before the user, and pages of the network itself.
_PROFILE: Final = re.compile(
    r"(?i)(?<![\w.-])(?:(?:www|m|[a-z]{2}-[a-z]{2})\.)?"
    r"(?:(?:instagram|facebook|fb|twitter|x|vk|tiktok|threads)\.(?:com|net)|linkedin\.com/in|(?:t|telegram)\.me|wa\.me"
    r"|tg://resolve|viber://(?:chat|add|contact))"
    r"/?(?:\?(?:domain|number|phone)=|/(?:profile\.php\?id=)?)[@+]?"
    r"(?!(?:p|reels?|stories|explore|share(?:r(?:\.php)?)?|dialog|groups|events|watch|intent|hashtag|joinchat|s|home)\b)"
    r"(?P<value>[\w.%+-]*[\w%])"
)
#: A text without any of these holds no address of a page, escaped or not, and no pair.
_MAY_HOLD: Final = re.compile(r"[=/%&\\]")
#: Longer values of a query are not one value of a person.
_LONGEST_IN_QUERY: Final = 300


@dataclass(frozen=True, slots=True)
class InLink:
    """A value in the address of a page.

    Attributes:
        start, end: where it stands in the text, as it is spelled there.
        is_somebody: it may be known elsewhere by itself. Not the plain ``name`` of a query, which may be that of a
            product, nor the page of a network, which may be that of the shop.
    """

    kind: ReplacedKind
    value: str
    start: int
    end: int
    is_somebody: bool


def in_links(text: str) -> list[InLink]:
    """What is personal in the addresses of a text, in its order, also where one address is a value in another."""
    found: list[InLink] = []
    if _MAY_HOLD.search(text) is None:
        return found
    for reading in layers(text):
        for one in (*_profiles(reading.text), *_in_queries(reading.text)):
            start, end = reading.span(one.start, one.end)
            at = bisect_left(found, start, key=_start)
            if (at == 0 or found[at - 1].end <= start) and (at == len(found) or end <= found[at].start):
                found.insert(at, InLink(one.kind, one.value, start, end, one.is_somebody))
    return found


def _start(one: InLink) -> int:
    return one.start


def user_of(link: str) -> str:
    """The user in the address of a page of a network; any other text without the sign before a name."""
    match = _PROFILE.search(link)
    return unquote_plus(match["value"]) if match is not None else link.strip().removeprefix("@")


def _profiles(text: str) -> Iterator[InLink]:
    for match in _PROFILE.finditer(text):
        yield InLink("messenger", unquote_plus(match["value"]), *match.span("value"), is_somebody=False)


def _in_queries(text: str) -> Iterator[InLink]:
    queries: list[list[re.Match[str]]] = []
    for match in _PAIR.finditer(text):
        if not queries or queries[-1][-1].end() != match.start():
            queries.append([])
        queries[-1].append(match)
    for query in queries:
        pairs = [(_unquoted(match["name"]), _unquoted(match["value"])) for match in query]
        is_somebodys = any(kind_of(name, Place.INSIDE, value) not in (None, "secret") for name, value in pairs)
        for match, (name, value) in zip(query, pairs, strict=True):
            kind = kind_of(name, Place.LINK, value)
            if kind is not None and len(match["value"]) <= _LONGEST_IN_QUERY:
                yield InLink(kind, value, *match.span("value"), is_somebodys or kind == "secret")


def _unquoted(text: str) -> str:
    return unquote_plus(text) if "%" in text or "+" in text else text
