"""A password or another secret of words behind its name: ``Пароль: кава з молоком``, ``pass - a,b``, ``пароль кіт``.

A password may be of any script, short, a word like any other, or several. So where a sign follows the word for it, the
rest of the line is taken; without a sign one word is, the last of its line. Every pattern is linear: all repeats are
bounded.
"""

import re
from collections.abc import Iterator
from typing import Final

from yespo_console.reading.secret_words import (
    ACCOUNTS,
    CODES,
    FIRST_OF_KEYS,
    KEYS,
    LOGINS,
    NO_KEY_BEHIND,
    OF_KEYS,
    PASSWORDS,
    SHORT_PASSWORDS,
    TOKENS,
    first_of,
    one_of,
    stems_of,
)

#: Marks of a bold word, of a cell or of an element, between the word and the sign.
_MARKS: Final = r"(?:</?\w{1,10}>|&(?:nbsp|quot|#\d{1,4}|\w{1,8});|[*_`\"'»”|\\]){0,4}"
_OPENING: Final = r"(?:<\w{1,10}>|[*_`\"'«“„|\\]){0,4}"
#: A quote or a bracket within a word parts nothing, and a mark of an element does.
_SIGNS_WITHIN: Final = r"(?<=\w)[\"'’`](?=\w)|<(?!/?\w{1,10}[ \t]?/?>)"
#: What parts the two, a dash also as a code of HTML; in quotes a password needs nothing else.
_PARTING: Final = r"[!=]==?|:=|=>|[:=|：＝→]|[-–—>](?=[ \t])|&[mn]dash;"
_VERB: Final = r"(?:(?<=[ \t])(?:is|це|это)|(?<=[łl]o[ \t])(?:to|jest))(?=[ \t])"
_SIGN: Final = rf"(?:{_PARTING}|{_VERB}|(?=[«“„\"]))"
#: Of a key more than its value is said in a sentence: ``the key is in the header``, so there only one word is it.
_SIGN_OF_A_KEY: Final = rf"(?:{_PARTING}|{_VERB}(?=[ \t]{{1,9}}\S{{1,200}}[ \t]{{0,9}}$)|(?=[«“„\"]))"
#: Words in brackets that say more of it.
_ASIDE: Final = r"(?:[ \t]{1,9}\([^()\r\n]{1,40}\))?"
_NAMES: Final = (PASSWORDS, SHORT_PASSWORDS, CODES, TOKENS)
_NAME: Final = rf"(?<![^\W_])(?=[{first_of(*_NAMES)}])(?:{one_of(*_NAMES)})(?![^\W_])"
_KEY_NAME: Final = rf"(?<![^\W_])(?=[{FIRST_OF_KEYS}]){NO_KEY_BEHIND}{OF_KEYS}(?:{one_of(KEYS)})(?![^\W_])"
_EVENT: Final = r"(?!event|поді|событ|zdarze)"
#: The rest of the line, as far as nothing in quotes or brackets ends it.
_VALUE: Final = (
    rf"{_MARKS}[ \t]{{0,9}}(?:\r?\n[ \t]{{0,9}})?{_OPENING}"
    rf"(?P<key>(?:[^\r\n\"'“”«»`<|]|{_SIGNS_WITHIN}){{1,400}})"
)
_BEHIND_A_SIGN: Final = re.compile(
    rf"(?i){_NAME}{_MARKS}(?:[ \t]{{1,9}}[^\W\d_]{{1,15}}){{0,4}}?{_ASIDE}{_MARKS}[ \t]{{0,9}}{_SIGN}{_VALUE}"
)
#: The same for a key; one of an event is none.
_KEY_BEHIND_A_SIGN: Final = re.compile(
    rf"(?im){_KEY_NAME}{_MARKS}(?:[ \t]{{1,9}}{_EVENT}[^\W\d_]{{1,15}}){{0,4}}?{_ASIDE}"
    rf"{_MARKS}[ \t]{{0,9}}{_SIGN_OF_A_KEY}{_VALUE}"
)
#: Its login is named before it.
_BEHIND_A_LOGIN: Final = re.compile(
    rf"(?i)(?<![^\W_])(?=[{first_of(LOGINS)}])(?:{one_of(LOGINS)})(?:[ \t]{{0,9}}[:=–-]|(?=[ \t]))[ \t]{{0,9}}"
    rf"[^\s,;/|]{{1,80}}[\s,;/|]{{1,9}}(?:(?:and|та|і|и)[ \t]{{1,9}})?{_NAME}[ \t]{{1,9}}{_OPENING}"
    r"(?P<key>[^\s,;\"'“”«»`<|]{1,200})"
)
#: The two of them behind one word for both, all of a line.
_BOTH: Final = re.compile(
    rf"(?im)^[^\w\r\n]{{0,9}}(?:{one_of(LOGINS, ACCOUNTS)})"
    r"[ \t]{0,9}[:=–-][ \t]{1,9}[^\s/:|,]{1,80}[ \t]{0,9}[/:|][ \t]{0,9}(?P<key>[^\s/][^\s]{0,200})[ \t]{0,9}$"
)
_LAST_WORD: Final = (
    rf"{_OPENING}(?P<key>(?:[^\s\"'“”«»`<>|{{}}\[\]]|{_SIGNS_WITHIN}){{2,200}}){_MARKS}[.!]?[ \t]{{0,9}}"
    r"(?:\*/|-->|#>)?[ \t]{0,9}$"
)
_LAST: Final = re.compile(
    rf"(?im)(?<![^\W_])(?=[{first_of(PASSWORDS)}])(?:{one_of(PASSWORDS)})(?![^\W_])"
    rf"{_ASIDE}[ \t]{{1,9}}{_LAST_WORD}"
)
#: A line that begins with the word for it: its last word, a few words behind that, or the only one of the next line.
_FIRST: Final = re.compile(
    rf"(?im)^[^\w\r\n]{{0,9}}(?:{one_of(PASSWORDS, SHORT_PASSWORDS, CODES, TOKENS)})(?![^\W_]){_MARKS}"
    rf"(?:(?:[ \t]{{1,9}}[^\W\d_]{{1,15}}){{0,2}}{_ASIDE}[ \t]{{1,9}}|[ \t]{{0,9}}\r?\n[ \t]{{0,9}}){_LAST_WORD}"
)
#: As the option of a program.
_OPTION: Final = re.compile(
    r"(?i)(?:\bsshpass[ \t]{1,9}-p[ \t]{0,9}|(?<![\w-])--?pass(?:word|wd|phrase)?(?:[ \t]{1,9}|=))[\"']?"
    r"(?P<key>[^\s\"']{2,200})"
)
#: What every match of a pattern holds.
PASSWORD_WORDS: Final = stems_of(ACCOUNTS, LOGINS, PASSWORDS, SHORT_PASSWORDS, CODES, KEYS, TOKENS)
#: Before a value stand, at most, a blank, a sign and another blank.
_AROUND_A_SIGN: Final = 3
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,20}[.,;]?\s{0,9}")


def passwords(text: str) -> Iterator[tuple[int, int]]:
    """Where passwords stand in a text, in no order; one may be found in two ways, and words with it."""
    for pattern in (_BEHIND_A_SIGN, _BEHIND_A_LOGIN, _BOTH, _LAST, _FIRST, _OPTION):
        for match in pattern.finditer(text):
            yield match.span("key")
    for match in _KEY_BEHIND_A_SIGN.finditer(text):
        start, end = match.span("key")
        is_written = any(map(str.isspace, text[max(match.start(), start - _AROUND_A_SIGN) : start]))
        # ``key:orders status:4xx`` is a search; an address is the key of an event, as a rule
        if is_written and _EMAIL.fullmatch(match["key"]) is None:
            yield start, end
