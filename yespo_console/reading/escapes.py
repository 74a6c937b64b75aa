"""String literals of the languages people paste, decoded with the place of every character kept.

Each dialect is a pattern that finds one escape and a function that says what it stands for. What a language leaves as
it is, a dialect leaves too: an unknown escape is never dropped.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from yespo_console.platform.i18n import N_
from yespo_console.reading.origin import Traced, TracedBuilder


@dataclass(frozen=True, slots=True)
class Dialect:
    """How escapes of one kind of literal are read.

    Attributes:
        pattern: matches exactly one escape; linear, without nested repeats.
        meaning: what a match stands for; None when it has no meaning in a text (a byte that is not UTF-8).
    """

    pattern: re.Pattern[str]
    meaning: Callable[[re.Match[str]], str | None]


#: What to say of an escape that stands for no character, with its place.
UNDECODABLE: Final = N_("The escape in line {line}, column {column} stands for no character in UTF-8.")


class UndecodableError(ValueError):
    """An escape that stands for no character.

    Attributes:
        offset: its place in the original text.
    """

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__(offset)


def unescape(text: Traced, dialect: Dialect, start: int = 0, end: int | None = None) -> Traced:
    """The characters that ``text`` from ``start`` up to ``end`` stands for.

    Raises:
        UndecodableError: an escape stands for no character.
    """
    end = len(text) if end is None else end
    match = dialect.pattern.search(text.text, start, end)
    if match is None:
        return text.slice(start, end)
    builder = TracedBuilder(text.original)
    done = start
    while match is not None:
        builder.copy(text, done, match.start())
        meaning = dialect.meaning(match)
        if meaning is None:
            raise UndecodableError(text.offset(match.start()))
        builder.put(meaning, text.offset(match.start()), match.end() - match.start())
        done = match.end()
        match = dialect.pattern.search(text.text, done, end)
    builder.copy(text, done, end)
    return builder.build()


_CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}


def _cut_off(letters: str, meaning: Callable[[re.Match[str]], str | None]) -> Callable[[re.Match[str]], str | None]:
    """The same meaning where an escape that begins with one of the letters and lacks its digits is a fault."""
    return lambda match: None if len(match[0]) == 2 and match[0][1] in letters else meaning(match)


_PAIR: Final = r"u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"


def _unit(digits: str) -> str | None:
    code = int(digits, 16)
    return chr(code) if code <= 0x10FFFF else None


def pair(first: str, second: str) -> str:
    """The character that two halves of UTF-16, in hexadecimal, stand for."""
    return chr(0x10000 + ((int(first, 16) - 0xD800) << 10) + (int(second, 16) - 0xDC00))


def _json(match: re.Match[str]) -> str | None:
    body = match[0][1:]
    if body[0] == "u" and len(body) == 11:
        return pair(body[1:5], body[7:])
    if body[0] == "u" and len(body) == 5:
        return _unit(body[1:])
    return _CONTROLS.get(body, body)


JSON: Final = Dialect(re.compile(rf"\\(?:{_PAIR}|u[0-9a-fA-F]{{4}}|.)", re.DOTALL), _json)


def _javascript(match: re.Match[str]) -> str | None:
    body = match[0][1:]
    if body.startswith("u{"):
        return _unit(body[2:-1])
    if body[0] == "x" and len(body) == 3:
        return chr(int(body[1:], 16))
    if body[0] in "01234567":
        return chr(int(body, 8))
    if body in ("\n", "\r\n", "\r", "\u2028", "\u2029"):
        return ""
    return _json(match)


JAVASCRIPT: Final = Dialect(
    re.compile(
        rf"\\(?:{_PAIR}|u[0-9a-fA-F]{{4}}|u\{{[0-9a-fA-F]{{1,6}}\}}|x[0-9a-fA-F]{{2}}|[0-3]?[0-7]{{1,2}}|\r\n|.)",
        re.DOTALL,
    ),
    _cut_off("ux", _javascript),
)


#: What is no escape of Java, which has a part of those of JavaScript and one for a space.
_NOT_OF_JAVA: Final = re.compile(r"\\[^\dbfnrtsu\"'\\\r\n]")


def _java(match: re.Match[str]) -> str | None:
    if match[0] == "\\s":
        return " "
    return None if _NOT_OF_JAVA.match(match[0]) or match[0] == "\\u" else _javascript(match)


#: A text of Java between three quotes.
JAVA_BLOCK: Final = Dialect(JAVASCRIPT.pattern, _java)

#: The line breaks of a source text, where a language takes each of them for a line feed.
LINE_BREAKS: Final = Dialect(re.compile(r"\r\n?"), lambda _match: "\n")


def _named(name: str) -> str | None:
    """The character of that name in Unicode; a name of several is none in a text."""
    try:
        character = unicodedata.lookup(name)
    except KeyError:
        return None
    return character if len(character) == 1 else None


def _python(match: re.Match[str]) -> str | None:
    body = match[0][1:]
    if body.startswith("N{"):
        return _named(body[2:-1])
    if body[0] in "uUx" and len(body) > 1:
        return pair(body[1:5], body[7:]) if len(body) == 11 else _unit(body[1:])
    if body[0] in "01234567":
        return chr(int(body, 8))
    if body in ("\n", "\r\n"):
        return ""
    if body in ("\\", "'", '"'):
        return body
    return _CONTROLS.get(body, "\a" if body == "a" else match[0])


#: How ``repr`` prints a text, and how a log does that was written by something like it.
PYTHON: Final = Dialect(
    re.compile(
        rf"\\(?:{_PAIR}|u[0-9a-fA-F]{{4}}|U[0-9a-fA-F]{{8}}|x[0-9a-fA-F]{{2}}|N\{{[^{{}}\r\n]{{0,100}}\}}|[0-7]{{1,3}}"
        r"|\r\n|.)",
        re.DOTALL,
    ),
    _python,
)


#: A text in source code, where a cut off escape stops the whole program.
PYTHON_SOURCE: Final = Dialect(PYTHON.pattern, _cut_off("uUxN", _python))

_BYTES: Final = r"(?:\\x[0-9a-fA-F]{2})+"
#: The same in languages whose texts are bytes, which may be octal too and have fewer digits.
_OCTETS: Final = r"(?:\\(?:x[0-9a-fA-F]{1,2}|[0-7]{1,3}))+"


def _utf_8(escapes: str) -> str | None:
    codes = [int(code[1:], 16) if code[0] == "x" else int(code, 8) & 0xFF for code in escapes.split("\\")[1:]]
    try:
        return bytes(codes).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _python_bytes(match: re.Match[str]) -> str | None:
    body = match[0][1:]
    if body[0] in "x01234567" and len(body) > (body[0] == "x"):
        return _utf_8(match[0])
    return body if body in ("\\", "'", '"') else _CONTROLS.get(body, match[0])


#: ``b'..'``: the bytes are UTF-8.
PYTHON_BYTES: Final = Dialect(re.compile(r"(?:\\(?:x[0-9a-fA-F]{2}|[0-7]{1,3}))+|\\.", re.DOTALL), _python_bytes)


def _hex_bytes(match: re.Match[str]) -> str | None:
    return _utf_8(match[0])


#: nginx and Apache write quotes, backslashes and everything beyond ASCII as the bytes of their UTF-8.
ACCESS_LOG: Final = Dialect(re.compile(_BYTES), _hex_bytes)


def _php_single(match: re.Match[str]) -> str | None:
    return match[0][1:]


#: ``'..'`` of PHP, and of Ruby: a backslash before a quote or a backslash only.
SINGLE_QUOTED: Final = Dialect(re.compile(r"\\[\\']"), _php_single)


def _php_double(match: re.Match[str]) -> str | None:
    body = match[0][1:]
    if body.startswith("u{"):
        return _unit(body[2:-1])
    if body[0] in "x01234567" and len(body) > (body[0] == "x"):
        return _utf_8(match[0])
    if body in ("\\", "$", '"'):
        return body
    if body in "ntrvf":
        return _CONTROLS[body]
    return "\x1b" if body == "e" else match[0]


PHP_DOUBLE: Final = Dialect(re.compile(rf"{_OCTETS}|\\(?:u\{{[0-9a-fA-F]{{1,6}}\}}|.)", re.DOTALL), _php_double)
#: A here-document of PHP ends at no quote, so a backslash before one stays.
PHP_HEREDOC: Final = Dialect(PHP_DOUBLE.pattern, lambda match: match[0] if match[0] == '\\"' else _php_double(match))


def _ruby_double(match: re.Match[str]) -> str | None:
    body = match[0][1:]
    if body.startswith("u{"):
        characters = [_unit(code) for code in body[2:-1].split()]
        return None if None in characters else "".join(filter(None, characters))
    if body[0] in "x01234567" and len(body) > (body[0] == "x"):
        return _utf_8(match[0])
    if body[0] == "u" and len(body) == 5:
        return _unit(body[1:])
    if len(body) > 1 and body[0] in "cC":
        return "\x7f" if body[-1] == "?" else chr(ord(body[-1]) & 0x1F)
    if body in ("\n", "\r\n"):
        return ""
    return {"e": "\x1b", "s": " ", "a": "\a"}.get(body) or _CONTROLS.get(body, body)


#: Several characters in one escape: their codes, parted by white space.
_CODES: Final = r"u\{[ \t]{0,9}[0-9a-fA-F]{1,6}(?:[ \t]{1,9}[0-9a-fA-F]{1,6}){0,99}[ \t]{0,9}\}"
#: Of the keys that are pressed with a letter, Ctrl makes a character of ASCII of it, and Meta a byte that is none.
RUBY_DOUBLE: Final = Dialect(
    re.compile(rf"{_OCTETS}|\\(?:u[0-9a-fA-F]{{4}}|{_CODES}|c[!-\[\]-~]|C-[!-\[\]-~]|\r\n|.)", re.DOTALL),
    _cut_off("uxcCM", _ruby_double),
)


def _ansi_c(match: re.Match[str]) -> str | None:
    body = match[0][1:]
    if body[0] in "x01234567" and len(body) > (body[0] == "x"):
        return _utf_8(match[0])
    if body[0] in "uU" and len(body) > 1:
        return pair(body[1:5], body[7:]) if len(body) == 11 and "\\" in body else _unit(body[1:])
    if body in ("\\", "'", '"', "?"):
        return body
    return {"e": "\x1b", "E": "\x1b", "a": "\a"}.get(body) or _CONTROLS.get(body, match[0])


#: ``$'..'`` of bash.
ANSI_C: Final = Dialect(
    re.compile(rf"{_OCTETS}|\\(?:{_PAIR}|u[0-9a-fA-F]{{1,4}}|U[0-9a-fA-F]{{1,8}}|.)", re.DOTALL),
    _ansi_c,
)


_BACKTICK: Final = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b"}


def _double_quoted(match: re.Match[str]) -> str | None:
    if match[0].startswith('"'):
        return '"'
    body = match[0][1:]
    if body.startswith("u{"):
        return chr(int(body[2:-1], 16)) if int(body[2:-1], 16) <= 0x10FFFF else None
    return "" if body in ("\n", "\r\n") else _BACKTICK.get(body, body)


POWERSHELL_DOUBLE: Final = Dialect(re.compile(r'`(?:u\{[0-9a-fA-F]{1,6}\}|\r\n|.)|""', re.DOTALL), _double_quoted)
POWERSHELL_HERE: Final = Dialect(re.compile(r"`(?:u\{[0-9a-fA-F]{1,6}\}|\r\n|.)", re.DOTALL), _double_quoted)
#: ``'..'`` of PowerShell: a quote is doubled.
POWERSHELL_SINGLE: Final = Dialect(re.compile("''"), lambda _match: "'")
#: A quoted cell of a table.
CELL: Final = Dialect(re.compile('""'), lambda _match: '"')
#: Two halves of UTF-16 that stand beside each other are one character.
HALVES: Final = Dialect(
    re.compile("[\ud800-\udbff][\udc00-\udfff]"),
    lambda match: match[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"),
)


def _net_escape(match: re.Match[str]) -> str | None:
    body = match[0][1:]
    return chr(int(body[1:], 16)) if len(body) > 1 else {"n": "\n", "r": "\r", "t": "\t"}.get(body, body)


_CURL_CONFIG: Final = {"t": "\t", "n": "\n", "r": "\r", "v": "\v"}
#: A value in quotes in a file of options for curl.
CURL_CONFIG: Final = Dialect(re.compile(r"\\(.)", re.DOTALL), lambda match: _CURL_CONFIG.get(match[1], match[1]))

#: An item of HTTPie: before a sign that parts its name from its value a backslash is none of it, anywhere else it is.
HTTPIE: Final = Dialect(
    re.compile(r"\\.", re.DOTALL), lambda match: match[0][1:] if match[0][1] in ":;=@" else match[0]
)

#: What ``[Regex]::Unescape`` undoes.
NET_REGEX: Final = Dialect(re.compile(r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL), _net_escape)


def from_base_64(text: Traced) -> Traced | None:
    """The UTF-8 text that base64 stands for, all of it at the place of the base64; None when it is none."""
    try:
        decoded = base64.b64decode("".join(text.text.split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    builder = TracedBuilder(text.original)
    builder.put(decoded, text.offset(0), len(text))
    return builder.build()
