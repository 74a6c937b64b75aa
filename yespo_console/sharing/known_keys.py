"""Hides keys that are known in whatever spelling they stand in a text: a server that says one back may write it anyhow.

The spellings are those of ``spellings`` and those of ``written_forms``, and base64 of anything that holds a key. To
read a text takes as long as all else that is done with it, so it is read only where a key may stand: where the longest
word of one stands, or what base64 makes of that, or where letters are escaped that nobody has to escape.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final

from yespo_console.sharing.http_request import Credential
from yespo_console.sharing.masking import MASK, SHORTEST_KEY, written_forms
from yespo_console.sharing.spellings import MOST_ENCODED, encoded_in, layers

#: An escaped letter or digit, or what begins an escape and is escaped itself; and lines of base64.
_HIDES: Final = re.compile(
    r"\\u00[2-7]|%(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|2[56]|5[Cc])|&(?:amp;)*#"
    r"|\n(?<=[A-Za-z0-9+/_-]{32}\n)|\r(?<=[A-Za-z0-9+/_-]{32}\r)|\\[nr](?<=[A-Za-z0-9+/_-]{32}\\[nr])"
)
_WORD: Final = re.compile(r"[A-Za-z0-9]+")
#: A shorter word stands in every text by chance.
_FEWEST_LETTERS: Final = 4
#: So many are looked for one by one sooner than by what they begin with.
_MANY: Final = 500
_ENCODED: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_REST_OF_ENCODED: Final = re.compile(r"[A-Za-z0-9+/_-]*={0,2}")
_TO_URL: Final = str.maketrans("+/", "-_")


class KnownKeys:
    """Keys that must not be seen; a key too short to be told from an ordinary word is none of them."""

    def __init__(self, *credentials: Credential) -> None:
        self._values = _Parts()
        self._encoded = _Parts()
        self._signs = _Parts()
        for credential in credentials:
            self.add(credential)

    def add(self, credential: Credential) -> None:
        """Hide this key, too."""
        forms = written_forms(credential)
        if not forms:
            return
        key = credential.secret.reveal()
        # A key may itself look as if something in it were escaped; then that is undone in it as in the text. There a
        # backslash at its end may be taken for one that escapes what follows.
        readings = {text for one in layers(key) for text in (one.text, one.text.rstrip("\\"))}
        values = {*forms, *(text for text in readings if len(text) >= SHORTEST_KEY)}
        word = _longest_word(key)
        self._values.add(values)
        self._encoded.add(_twice_encoded(key))
        self._signs.add((word, *map(_longest_word, _twice_encoded(word))))

    def text(self, text: str) -> str:
        """``text`` with ``***`` for every key, however it is spelled there."""
        if not self.may_stand_in(text):
            return text
        parts: list[str] = []
        done = 0
        for start, end in sorted(self._spans(text, MOST_ENCODED)):
            if start >= done:
                parts += (text[done:start], MASK)
            done = max(done, end)
        return "".join((*parts, text[done:])) if parts else text

    def content(self, content: bytes) -> bytes:
        """The same for bytes, of whatever encoding that has ASCII in it, and of UTF-16."""
        if not self._signs:
            return content
        content = self.text(content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
        if b"\0" in content:
            for start, encoding in product((0, 1), ("utf-16-le", "utf-16-be")):
                end = len(content) - (len(content) - start) % 2
                text = self.text(content[start:end].decode(encoding, "surrogatepass"))
                content = content[:start] + text.encode(encoding, "surrogatepass") + content[end:]
        return content

    def may_stand_in(self, text: str, content: bytes = b"") -> bool:
        """Whether it is worth the time to look for keys in a text and in bytes."""
        if not self._signs:
            return False
        text += content.decode("utf-8", "surrogateescape")
        return b"\0" in content or any(sign in text for sign in self._signs.of(text)) or _HIDES.search(text) is not None

    def _spans(self, text: str, most: int) -> Iterator[tuple[int, int]]:
        """Where the keys stand in ``text``; a place may come twice. ``most``: so often base64 may stand in base64."""
        readings = list(layers(text))
        for reading in readings:
            for start, end in (*self._places(reading.text), *_words(reading.text, self._encoded.of(reading.text))):
                yield reading.span(start, end)
        if most:
            for start, end, decoded in encoded_in(readings[-1], alone_too=True):
                if any(self._spans(decoded, most - 1)):
                    yield start, end

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        for value in self._values.of(text):
            at = text.find(value)
            while at >= 0:
                yield at, at + len(value)
                at = text.find(value, at + len(value))


class _Parts:
    """Parts of texts that are looked for. A recording may tell thousands, of which a text has few."""

    def __init__(self) -> None:
        self._by_lead: dict[str, dict[str, None]] = {}
        self._count = 0

    def __bool__(self) -> bool:
        return self._count > 0

    def add(self, parts: Iterable[str]) -> None:
        """Look for these, too."""
        for part in parts:
            self._by_lead.setdefault(part[:_FEWEST_LETTERS], {})[part] = None
            self._count += 1

    def of(self, text: str) -> Iterator[str]:
        """Those that may stand in ``text``."""
        leads: Iterable[str] = self._by_lead
        if self._count > _MANY:
            there = {text[at : at + _FEWEST_LETTERS] for at in range(len(text))}
            leads = self._by_lead.keys() & {"", *there}
        for lead in leads:
            yield from self._by_lead[lead]


def _words(text: str, encoded: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The whole words of base64 around these parts of them."""
    for part in encoded:
        at, end = text.find(part), 0
        while at >= 0:
            start = end + len(text[end:at].rstrip(_ENCODED))
            rest = _REST_OF_ENCODED.match(text, at)
            assert rest is not None
            end = rest.end()
            yield start, end
            at = text.find(part, end)


def _twice_encoded(text: str) -> Iterator[str]:
    """What base64 makes of a text, and of that."""
    for once in _encoded(text):
        yield once
        yield from _encoded(once)


def _encoded(text: str) -> Iterator[str]:
    """What base64 makes of a text whatever stands before and behind it, in both alphabets."""
    content = text.encode("utf-8", "surrogatepass")
    for before in range(3):
        # a sign holds six bits; the first and the last of some signs belong to what stands beside
        encoded = b64encode(b"\0" * before + content).decode("ascii")
        part = encoded[-(-8 * before // 6) : 8 * (before + len(content)) // 6]
        yield from {part, part.translate(_TO_URL)}


def _longest_word(text: str) -> str:
    """What of a text is escaped nowhere but letter by letter; empty, which stands in every text, when that is short."""
    word = max(_WORD.findall(text), key=len, default="")
    return word if len(word) >= _FEWEST_LETTERS else ""
