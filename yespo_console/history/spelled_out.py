r"""A pattern for a value in bytes: each sign of it in any case, as it is or by itself in an escape.

``hidden`` reads around the escapes of ASCII, of which texts hold few. Texts are full of those of other letters, and of
backslashes before quotes, so what is read there would be nearly all; here each sign is compared with what may stand for
it. So a value is found, too, that itself reads as an escape does (``SHOP\nina``, ``50%25``): undoing all escapes undoes
those that it has of its own. Escapes in escapes are known as far as they repeat: ``\\\\u043e``, ``%25d0%25be``,
``&amp;#1086;``.
"""

import re
from collections.abc import Iterable, Iterator
from html.entities import html5
from typing import Final

#: So many backslashes one becomes that is escaped as often as anybody undoes it. No pattern reads on for more: it would
#: do so from each backslash of a long run.
_MORE_BACKSLASHES: Final = rb"(?>(?:\\|%(?:25)*5[cC]){0,64})"
_BACKSLASHES: Final = rb"(?>(?:\\|%(?:25)*5[cC]){1,64})"
#: What they are put before, and how many of them may be escaped themselves.
_BEHIND_BACKSLASHES: Final = "\"'/"
_MOST_ESCAPED: Final = 7
#: The signs of a word, its backslashes that follow one another as one.
_SIGNS: Final = re.compile(r"\\+|.")
_PERCENT: Final = rb"%(?:25)*"
_BEHIND_AND: Final = rb"(?:amp(?:;|%(?:25)*3[bB]))*"
_AND: Final = rb"(?:&|%(?:25)*26)" + _BEHIND_AND
_NUMBER: Final = rb"(?:\x23|%(?:25)*23)"
_SPACES: Final = " \u00a0+\t\n\r"
_NAMES: Final[dict[str, list[bytes]]] = {}
for _name, _sign in html5.items():
    if _name.endswith(";"):
        _NAMES.setdefault(_sign, []).append(_name.removesuffix(";").encode())


class SpelledOut:
    """Looks for one value, given in all its forms, in UTF-8, with any escapes, and in UTF-16."""

    def __init__(self, *forms: str) -> None:
        beginnings: dict[bytes, list[bytes]] = {}
        for words in map(str.split, forms):
            space = b"(?>(?:" + b"|".join(_any_way(sign) for sign in _SPACES) + rb"|\\++[nrt])+)"
            rest = space.join(b"".join(map(_any_way, _SIGNS.findall(word))) for word in (words[0][1:], *words[1:]))
            for beginning in _by_itself(words[0][0]):  # backslashes before it are no part of it
                beginnings.setdefault(beginning, []).append(rest)
            for encoding in ("utf-16-le", "utf-16-be"):
                blank = b"(?:" + b"|".join(_plain(sign, encoding) for sign in _SPACES) + b")++"
                rest = blank.join(
                    b"".join(_plain(sign, encoding) for sign in word) for word in (words[0][1:], *words[1:])
                )
                for case in cases(words[0][0]):
                    beginnings.setdefault(re.escape(case.encode(encoding)), []).append(rest)
        # each of these begins with one byte: a pattern passes over all others as fast as memory is read
        self._patterns = tuple(
            re.compile(beginning + _one_of(every), re.DOTALL) for beginning, every in beginnings.items()
        )

    def spans(self, content: bytes) -> Iterator[tuple[int, int]]:
        """Where the value stands, in no order; a place may come twice."""
        for pattern in self._patterns:
            for match in pattern.finditer(content):
                yield match.span()


def cases(sign: str) -> list[str]:
    """A sign as it may be written in small and capital letters, some of which are two."""
    others = (sign.lower(), sign.upper(), sign.title(), sign.casefold())
    every = dict.fromkeys((sign, *others, *(one.swapcase() for one in others)))
    return [one for one in every if one.casefold() == sign.casefold()]


def _plain(sign: str, encoding: str) -> bytes:
    return b"(?:" + b"|".join(re.escape(case.encode(encoding, "surrogatepass")) for case in cases(sign)) + b")"


def _any_way(sign: str) -> bytes:
    return b"(?:" + b"|".join(_ways(sign)) + b")"


def _ways(sign: str) -> list[bytes]:
    """A sign, or backslashes, in UTF-8, or escaped in JSON, in a link or on a page; each begins with one byte."""
    backslash = _by_itself("\\")
    another = _one_of(backslash)
    few = b"{0,%d}" % _MOST_ESCAPED
    # as many as there are at once, for to go back by each of them takes too long; but one may begin what stands behind
    more = _one_of((b"(?:" + _MORE_BACKSLASHES + another + b")" + few + _MORE_BACKSLASHES, another + few))
    if sign.startswith("\\"):
        return [one + another + b"{%d}" % (len(sign) - 1) + more for one in backslash]
    ways = _by_itself(sign)
    return [*ways, *(one + more + _one_of(ways) for one in backslash)] if sign in _BEHIND_BACKSLASHES else ways


def _by_itself(sign: str) -> list[bytes]:
    """The same, without the backslashes that JSON puts before some signs."""
    every = cases(sign)
    escaped = b"u" + _one_of(b"".join(map(_unit, units(case))).removeprefix(_BACKSLASHES + b"u") for case in every)
    in_a_link = _one_of(
        b"".join(map(_byte, case.encode("utf-8", "surrogatepass"))).removeprefix(b"%") for case in every
    )
    names = _one_of(b"".join(map(_entity, case)).removeprefix(_AND) for case in every)
    return [
        *(re.escape(case.encode("utf-8", "surrogatepass")) for case in every),
        rb"\\(?=[\\%u])" + _MORE_BACKSLASHES + escaped,
        rb"%(?:"
        + in_a_link
        + rb"|(?:25)*5[cC]"
        + _MORE_BACKSLASHES
        + escaped
        + rb"|(?:25)*26"
        + _BEHIND_AND
        + names
        + b")",
        b"&" + _BEHIND_AND + names,
    ]


def _one_of(ways: Iterable[bytes]) -> bytes:
    return b"(?:" + b"|".join(ways) + b")"


def _unit(unit: int) -> bytes:
    return _BACKSLASHES + b"u(?i:%04x)" % unit


def _byte(byte: int) -> bytes:
    return _PERCENT + b"(?i:%02x)" % byte


def _entity(sign: str) -> bytes:
    numbers = b"%s(?:0*+%d|(?i:x)0*+(?i:%x))" % (_NUMBER, ord(sign), ord(sign))
    names = b"".join(b"|" + name for name in _NAMES.get(sign, ()))
    return _AND + b"(?:" + numbers + names + b")(?:;|%(?:25)*3[bB])"


def units(text: str) -> list[int]:
    """The UTF-16 units of a text."""
    encoded = text.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(encoded[at : at + 2], "big") for at in range(0, len(encoded), 2)]
