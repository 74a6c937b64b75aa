"""A login and a password that nothing names, as people hand them on: ``user@shop.ua qwerty12`` on a line of its own.

Only the shape of such a line shows it, so what it says elsewhere stays: in a sentence an address and a number are no
login. Every pattern is linear: all repeats are bounded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from yespo_console.reading.secret_words import ACCOUNTS, LOGINS, PASSWORDS, mentions, one_of, stems_of

_EMAIL: Final = r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,20}"
#: A word that is no word: digits or signs between letters, and no date.
_PASSWORD: Final = (
    r"(?!\d{4}-)(?=[^\s]{0,60}[^\W\d_])(?=[^\s]{0,60}\d|[^\s]{1,60}[!#$%&*^~][^\W\d_])[^\s\x00-\x1f]{6,100}?"
)
_QUOTE: Final = r"[\"'`*]{0,2}"
_BETWEEN: Final = (
    rf"{_QUOTE}[ \t]{{0,9}}(?:(?P<column>[,;|])|[/:]|[-–—](?=[ \t]))?[ \t]{{0,9}}(?:\r?\n[ \t]{{0,9}})?{_QUOTE}"
)
_LABEL: Final = rf"(?:{one_of(LOGINS, ACCOUNTS)})[ \t]{{0,9}}[:=–-]?[ \t]{{1,9}}"
#: An address or, behind a label, any name; then the password, and nothing else on the line.
_LINE: Final = re.compile(
    rf"(?im)^[^\w\r\n]{{0,9}}(?:{_LABEL}{_QUOTE}(?:{_EMAIL}|[\w.+-]{{1,60}})|{_QUOTE}{_EMAIL}){_BETWEEN}"
    rf"(?P<key>{_PASSWORD}){_QUOTE}[.,;]?[ \t]{{0,9}}$"
)
#: Two words for the two, and then the two.
_BOTH: Final = re.compile(
    rf"(?i)(?<![^\W_])(?:{one_of(LOGINS)}|e-?mail)[ \t]{{0,9}}(?:[/,&|+:-]|and|та|і|и)[ \t]{{0,9}}"
    rf"(?:{one_of(PASSWORDS)}|pass)[ \t]{{0,9}}[:=–-]\s{{0,9}}{_QUOTE}(?P<user>[^\s/,;|:\"'`]{{1,80}}){_QUOTE}"
    rf"(?:[ \t]{{0,9}}[/,;|:][ \t]{{0,9}}|\s{{1,9}}){_QUOTE}(?P<key>[^\s\x00]{{3,100}}?)(?={_QUOTE}[.,;]?(?:\s|\Z))"
)
#: The same with a letter for each word.
_LETTERS: Final = re.compile(
    r"(?i)(?<!\w)(?:u|usr|l)[ \t]{0,3}[:=][ \t]{0,3}(?P<user>[^\s,;/|\"']{1,80})[\s,;/|]{1,9}"
    rf"p[ \t]{{0,3}}[:=][ \t]{{0,3}}{_QUOTE}(?P<key>[^\s\x00]{{3,100}}?)(?={_QUOTE}[.,;]?(?:\s|\Z))"
)
#: Behind a word for either, in its line or below one more word: what is neither a word nor a code of something.
_BESIDE_A_WORD: Final = re.compile(
    rf"(?i)(?<![^\W_])(?:{one_of(LOGINS, ACCOUNTS, PASSWORDS)})(?![\w@.-])"
    r"(?:[^\r\n{}\[\]]{0,60}?[\s:=,;/|(]|[ \t:=–-]{0,9}\r?\n[ \t]{0,9}\S{1,80}[ \t]{0,9}\r?\n[ \t]{0,9})"
    r"(?P<key>(?-i:(?=[^\s]{0,60}?[a-zа-яґєії]))(?=[^\s]{0,60}?\d)(?:[^\W_]|[!#$%&*^~+?]){6,60})(?=[.,;)]?(?:\s|\Z))"
)
#: A name and a word that is none, all of a line.
_PAIR: Final = re.compile(
    rf"(?im)^[ \t]{{0,9}}(?P<column>)[a-z][\w.-]{{1,40}}:(?!//|[^\s@]{{0,60}}@)(?P<key>{_PASSWORD})[ \t]{{0,9}}$"
)
#: As an address carries them, with the slips of a broken paste in what stands before.
_IN_ADDRESS: Final = re.compile(
    r"(?i)(?<![^\s\"'(<=,;:])(?:[a-z][\w+.-]{0,20}+(?:[:;](?:\\?/|\\){1,3}|(?:\\?/|\\){2,3})|(?:\\?/|\\){2,3})"
    r"(?P<user>[^\s:/\\@]{0,80}(?:@[\w.-]{1,80})?):(?!\d{0,5}/)(?P<key>[^\s\\@]{1,200})@(?=[\w.-]{1,100})"
)
#: The key as the user, without a password.
_AS_THE_USER: Final = re.compile(r"(?<=[/\\])(?P<user>)(?P<key>[^\s:/\\@]{6,200}):@(?=[\w.-]{1,100})")
#: The same without a scheme; what stands before may be a word for the e-mail address that follows.
_BEFORE_A_HOST: Final = re.compile(
    r"(?i)(?<![\w./:@+-])(?=[\w.+-]{1,60}+:)(?![\w.+-]{0,40}(?:mail|mailto|contact|from|to|cc|login|key|value|пошта):)"
    r"(?P<user>[\w.+-]{1,60}):(?P<key>(?=[^\s@]{0,60}[^\W\d_])(?=[^\s@]{0,60}\d)[^\s:/@\"'`{}\[\](),;]{6,100})"
    r"@(?=(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,20})"
)
#: Without one of these nothing is beside anything.
_ANY: Final = re.compile(r"[\s:@]")
#: What every match of a pattern holds. Few texts have it, and to look for it costs a tenth of the pattern.
_PASSWORD_WORDS: Final = stems_of(PASSWORDS)
_LABELS: Final = stems_of(LOGINS, ACCOUNTS)
_BESIDE_WORDS: Final = stems_of(LOGINS, ACCOUNTS, PASSWORDS)
#: What a product or an order is called by as well.
_MAY_BE_A_CODE: Final = re.compile(r"[^a-zа-яґєії]*\Z|.*[-_.:/]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Login:
    """A password beside its login.

    Attributes:
        start, end: of the password.
        user: the login before it, when that is certain.
        certain: False where it may as well be another word.
    """

    start: int
    end: int
    user: str | None
    certain: bool


def logins(text: str) -> Iterator[Login]:
    """The passwords in a text that stand beside a login, in no order."""
    if _ANY.search(text) is None:
        return
    has_address = "@" in text
    within = (
        (_BOTH, mentions(text, _PASSWORD_WORDS)),
        (_LETTERS, ":" in text or "=" in text),
        (_IN_ADDRESS, has_address and ("/" in text or "\\" in text)),
        (_AS_THE_USER, ":@" in text),
        (_BEFORE_A_HOST, has_address and ":" in text),
    )
    for pattern in (each for each, may_match in within if may_match):
        for match in pattern.finditer(text):
            yield Login(*match.span("key"), match["user"] or None, certain=True)
    if mentions(text, _BESIDE_WORDS):
        for match in _BESIDE_A_WORD.finditer(text):
            yield Login(*match.span("key"), None, certain=False)
    on_a_line = ((_LINE, has_address or mentions(text, _LABELS)), (_PAIR, ":" in text))
    for pattern in (each for each, may_match in on_a_line if may_match):
        for match in pattern.finditer(text):
            certain = match["column"] is None and _MAY_BE_A_CODE.match(match["key"]) is None
            yield Login(*match.span("key"), None, certain)
