"""The source of a mail, in which ``=3D`` is an equals sign, ``=D0=9A`` a letter, and ``=`` ends a line that goes on."""

import codecs
import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Repair, excerpt_around, repair_at
from yespo_console.reading.wrappings.mail_headers import behind_headers, charset_of, headers_around
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_HEADER: Final = re.compile(
    r"^Content-Transfer-Encoding:[ \t]*quoted-printable[ \t]*\r?$", re.MULTILINE | re.IGNORECASE
)
_BOUNDARY: Final = re.compile(r"^--(?=-{0,60}[^\W_])[\w'()+,./:=?-]{5,100}[ \t]*\r?$", re.MULTILINE)
#: A line that goes on, which is long, within a word. So ends Base64 too, which is longer than words.
_BROKEN_WORD: Final = re.compile(
    r"^[^\r\n]{32,2000}[^\w+/\r\n-][\w+/-]{0,15}[A-Za-z0-9]=\r?\n[A-Za-z0-9]", re.MULTILINE | re.ASCII
)
_BREAK: Final = re.compile(r"=[ \t]*\r?\n")
_CODES: Final = re.compile(r"=[0-9A-F]{2}(?:=[0-9A-F]{2})*")
#: A letter beyond ASCII, in UTF-8.
_LETTER: Final = re.compile(r"=(?:[CD][0-9A-F]=[89AB][0-9A-F]|E[0-9A-F](?:=[89AB][0-9A-F]){2})")
_STRAY: Final = re.compile(r"=(?![0-9A-F]{2}|[ \t]*\r?\n)")
_EQUALS: Final = re.compile(r"=3D")
#: No line of a mail is longer.
_TOO_LONG: Final = re.compile(r"[^\r\n]{77}")
_FOUND: Final = 60


def quoted_printable(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text of a mail as it reads; None where nothing shows that this is the source of one.

    A header says so; or a long line that is broken within a word, or a letter in codes, where every ``=`` is one of a
    mail's.

    Raises:
        RefusedError: some of it reads so and some does not.
    """
    raw = text.text
    if "=" not in raw or not (_BREAK.search(raw) or _CODES.search(raw)):
        return None
    budget.spend(len(raw) // 2)
    header = _header(raw)
    start = 0 if header is None else behind_headers(raw, header)
    behind = None if header is None else _BOUNDARY.search(raw, start)
    end = len(raw) if behind is None else behind.start()
    part = text.slice(start, end)
    if header is None:
        sign = (_BREAK.search(raw) and _BROKEN_WORD.search(raw)) or _LETTER.search(raw)
        stray = _STRAY.search(raw)
        if sign is None:
            looks_so = stray is None and len(_EQUALS.findall(raw)) > 1 and _TOO_LONG.search(raw) is None
            if looks_so and mentions_event(raw):
                raise RefusedError(text, raw.index("=3D"), "quoted_printable")
            return None
        if not mentions_event(_BREAK.sub("", raw)):
            return None
        if stray is not None:
            if _BROKEN_WORD.search(raw) is None:
                return None
            raise RefusedError(text, stray.start(), "quoted_printable")
    charset = None if header is None else charset_of(headers_around(raw, header))
    decoded = _decoded(part, charset or "utf-8", budget)
    first = _BREAK.search(raw, start, end) or _CODES.search(raw, start, end)
    at = start if first is None else first.start()
    repairs = [repair_at(text, at, at + 1, "quoted_printable")]
    repairs += _told(text, 0, start)
    repairs += _told(text, end, len(raw))
    return Unwrapped((decoded,), tuple(sorted(repairs, key=lambda each: each.offset)))


def _header(raw: str) -> re.Match[str] | None:
    """The header of the first part that speaks of an event."""
    headers = list(_HEADER.finditer(raw))
    ends = [each.start() for each in headers[1:]] + [len(raw)]
    for header, end in zip(headers, ends, strict=False):
        if mentions_event(_BREAK.sub("", raw[header.end() : end])):
            return header
    return None


def _told(text: Traced, start: int, end: int) -> list[Repair]:
    """What is said of the headers and other parts of the mail."""
    around = text.text[start:end].strip()
    if not around:
        return []
    at = text.text.index(around[0], start)
    return [repair_at(text, at, at + len(around), "text_around", "", None, found=excerpt_around(around, _FOUND))]


def _decoded(part: Traced, charset: str, budget: Budget) -> Traced:
    joined = TracedBuilder(part.original)
    done = 0
    for match in _BREAK.finditer(part.text):
        budget.spend(40)
        joined.copy(part, done, match.start())
        done = match.end()
    joined.copy(part, done)
    text = joined.build()
    builder = TracedBuilder(part.original)
    done = 0
    for match in _CODES.finditer(text.text):
        budget.spend(40 + len(match[0]))
        builder.copy(text, done, match.start())
        done = match.end()
        at = match.start()
        for letter, length in _letters(text, match, charset):
            builder.put(letter, text.offset(at), length)
            at += length
    builder.copy(text, done)
    return builder.build()


def _letters(text: Traced, match: re.Match[str], charset: str) -> list[tuple[str, int]]:
    """The characters that codes stand for, and how many characters spell each."""
    try:
        decoder = codecs.getincrementaldecoder(charset)()
        found = []
        length = 0
        for code in bytes.fromhex(match[0].replace("=", "")):
            letter = decoder.decode(bytes((code,)))
            length += 3
            if letter:
                found.append((letter, length))
                length = 0
        decoder.decode(b"", final=True)
    except (UnicodeError, LookupError):
        raise RefusedError(text, match.start(), "quoted_printable", final=True) from None
    return found
