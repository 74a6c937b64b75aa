"""Keys that people write beside an event, known by what stands before them: ``Пароль: ...``, ``api:...``.

Ordinary sentences speak of keys too ("the key of the event"), so what follows such a word counts only when a sign parts
them, when it is made of letters and digits, or when it ends the line. Every pattern is linear: all repeats are bounded.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from yespo_console.reading.logins import logins
from yespo_console.reading.passwords import PASSWORD_WORDS, passwords
from yespo_console.reading.secret_words import (
    FIRST_OF_KEYS,
    KEYS,
    NO_KEY_BEHIND,
    OF_KEYS,
    PASSWORDS,
    TOKENS,
    first_of,
    mentions,
    one_of,
    stems_of,
)

#: ``event key`` is none. Weak ones stand before other words too.
_NAME: Final = (
    rf"(?:(?<![^\W_])|(?<=\\[nrt]))(?=[{FIRST_OF_KEYS}{first_of(TOKENS, PASSWORDS)}bд]){NO_KEY_BEHIND}"
    rf"(?:(?P<key>key(?![^\W_]))|{OF_KEYS}(?:{one_of(KEYS, TOKENS, PASSWORDS)}|pass)"
    r"|(?P<weak>api|basic|bearer|доступ[^\W\d_]{0,6}))(?![^\W_])"
)
_QUOTES: Final = r"[\\\"'“”«»`*]{0,3}"
#: What a key is made of, in any script.
_SIGN: Final = r"[^\s\x00-\x1f\"'(),;<>\[\]`{}“”„«»]"
_PLAIN: Final = r"[!#$%&*+./0-9:=?@A-Z\\^_a-z|~-]"
_MIXED: Final = rf"(?={_SIGN}{{0,100}}?\d)(?={_SIGN}{{0,100}}?[^\W\d_]){_SIGN}{{6,4000}}"
#: What parts a name and a value; a comparison says less of that than an assignment does.
_PARTING: Final = (
    r"(?:(?P<compared>[!=]==?|≠|<>|-[ci]?(?:eq|ne|like|match)(?![\w-])|(?<=\s)(?:eq|ne|like)(?=[ \t]{1,9}[\"'])"
    r"|\.(?:equals|compareTo|startsWith|eq)\w{0,20}\((?=[ \t]{0,9}[\"']))|:=|=>|[:=])"
)
_NAMED: Final = re.compile(
    rf"(?im){_NAME}{_QUOTES}"
    # a sign parts them
    rf"(?:(?(weak)(?!))\]?\s{{0,20}}{_PARTING}\s{{0,20}}{_QUOTES}(?:(?:basic|bearer)\s{{1,20}})?(?P<parted>{_SIGN}{{3,4000}})"
    # or other words stand between them
    r"|(?P<between>(?:[ \t]{1,9}[^\W\d_]{1,15}){0,4}?)(?:(?>(?:</?\w{1,10}>|[^\w\r\n{}\[\]<]){1,9})\s{0,9}+|\s{1,9}+)"
    rf"(?P<mixed>(?!v\d){_MIXED})"
    # or it is the last of the line
    rf"|(?(weak)(?!))[ \t]{{1,9}}(?:[-–—][ \t]{{1,9}})?{_QUOTES}(?P<last>{_PLAIN}{{4,4000}}){_QUOTES}[ \t]{{0,20}}$)"
)
_PAIR: Final = re.compile(
    rf"(?i)(?<![\w@./-])(?=(?:--user )?[^\s:]{{1,140}}+:)(?:-u|--user[ =])?{_QUOTES}"
    r"(?P<user>api|user|admin|[\w.+-]{1,60}+@[\w.-]{1,60}+"
    rf"|(?:(?<=user )|(?<=login )|(?<=логін )|(?<=логин ))[\w.-]{{1,60}}):(?P<key>{_MIXED})"
)
#: As an address has it behind the password.
_HOST: Final = re.compile(r"[\w-]{1,63}\.[A-Za-z]")
#: What every match of a pattern holds. Few texts have it, and to look for it costs a tenth of the pattern.
_NAME_WORDS: Final = (*stems_of(KEYS, TOKENS, PASSWORDS), "api", "basic", "bearer", "доступ")
_PARTS_OF_NAMES: Final = ("passw", "passphrase", "pwd", "secret", "token", "pass")
_HANDED_ON_WORDS: Final = ("auth", "login", "log_in", "signin", "sign_in", "credential")
_COMPARING: Final = ("equal", "cmp", "compare", "password_")
_OF_A_PAIR: Final = re.compile(rf"(?i):{_SIGN}{{6}}")
#: What may be a login and its password in Base64, and what is such a pair.
_ENCODED: Final = re.compile(r"(?<![\w+/=.-])[A-Za-z0-9+/]{12,400}={0,2}(?![\w+/=.-])")
_LOGIN: Final = re.compile(rb"[!#-%'*-+./0-9=?-Z^-z|~-]{2,80}:[!-~]{4,200}")
_OF_A_COOKIE: Final = re.compile(r"-b|--cookie")
_COOKIE: Final = re.compile(
    r"(?<![\w-])(?:-b|--cookie)(?:\s{0,20}|=)(?:(?P<quote>[\"'])(?P<quoted>[^\"'\r\n=]{1,100}=[^\"'\r\n]{1,4000})(?P=quote)"
    r"|(?P<bare>[^\s=\"'<>]{1,100}=[^\s\"'<>]{1,4000}))"
)
#: As a collection of a tool has it: the name is a value as well.
_IN_A_COLLECTION: Final = re.compile(
    rf"(?i)[\"']key\\?[\"']\s{{0,20}}:\s{{0,20}}\\?[\"'](?P<name>(?:\w{{1,20}}[-_ ])?"
    rf"(?:(?:api|access)?key|(?:access)?token|secret|password|passwd|pwd|pass|authorization))\\?[\"']\s{{0,20}},"
    rf"[^{{}}\[\]]{{0,60}}?\\?[\"']value\\?[\"']\s{{0,20}}:\s{{0,20}}{_QUOTES}(?P<key>{_SIGN}{{3,4000}})"
)
#: As a part of a longer name: ``PGPASSWORD=..``, ``dbPassword: ".."``; such tokens of an event and of a page are none.
_IN_A_NAME: Final = re.compile(
    r"(?i)(?<![^\W_])(?!push|event|product|order|page|next)(?:[a-z]{1,20}(?:passw(?:or)?d|passphrase|pwd|secret|token)"
    rf"|(?:ssh|db|user|admin|ftp|smtp)pass)(?![^\W_]){_QUOTES}\]?[ \t]{{0,9}}{_PARTING}[ \t]{{0,9}}{_QUOTES}"
    rf"(?P<key>{_SIGN}{{3,4000}})"
)
#: As programs of MySQL take a password: right behind the option.
_OF_MYSQL: Final = re.compile(
    r"\b(?:mysql|mariadb)[\w.-]{0,20}[ \t][^\r\n|;&]{0,200}?(?<=[ \t])-p[\"']?"
    r"(?P<key>(?<=')[^'\r\n]{1,200}|(?<=\")[^\"\r\n]{1,200}|(?<=p)[^\s\"']{2,200})"
)
#: As other programs take one, each with a word that every such text holds: behind a file and a name, beside a name;
#: and as people say it of a pair.
_OF_PROGRAMS: Final = (
    (
        "htpasswd",
        re.compile(
            r"\bhtpasswd(?:\.exe)?[ \t]{1,9}(?:-\w{1,9}[ \t]{1,9}){0,6}-[a-zA-Z]{0,9}b[a-zA-Z]{0,9}[ \t]"
            r"[^\r\n|;&>]{1,200}?[ \t][\"']?(?P<key>[^\s\"'|;&>]{2,200})[\"']?[ \t]{0,9}(?:$|[|;&>\r\n])",
            re.MULTILINE,
        ),
    ),
    (
        "net",
        re.compile(
            r"(?i)\bnet(?:\.exe)?[ \t]{1,9}use[ \t](?:[^\r\n|;&>]{0,200}?[ \t])?"
            r"(?:/user:\S{1,100}|\\\\[^\s\\]{1,100}\\\S{1,100})[ \t]{1,9}(?![/*])[\"']?(?P<key>[^\s\"'|;&>]{2,200})"
        ),
    ),
    (
        "api",
        re.compile(
            r"(?i)\b(?:use|using|with|via|login|auth\w{0,20}|cred\w{0,20}|логін|через)[ \t:]{1,9}api/"
            r"(?P<key>(?!v\d)[^\s/.,;\"']{3,200})(?=[.,;]?(?:\s|\Z))"
        ),
    ),
)
#: A login and its password as code hands them on: ``auth=("api", "..")``, ``login("api", "..")``.
_HANDED_ON: Final = re.compile(
    r"(?i)(?:auth|log_?in|sign_?in|credentials?)[\"']?[ \t]{0,9}(?:[:=]|=>)?[ \t]{0,9}[(\[][ \t]{0,9}"
    r"(?P<quote>[\"'])(?P<user>[^\"'\r\n]{0,80})(?P=quote)[ \t]{0,9},[ \t]{0,9}"
    r"(?P=quote)(?P<key>[^\"'\r\n]{3,200})(?P=quote)"
)
#: A text that a call compares with a key.
_COMPARED: Final = re.compile(
    r"(?i)(?:hash_equals|str(?:case)?cmp|compare_digest|secure_?compare|timing_?safe_?equal|password_(?:verify|hash))"
    r"\([^()\"'\r\n]{0,80}[\"'](?P<key>[^\"'\r\n]{3,200})[\"']"
)
#: As PowerShell makes a password of a text.
_SECURE: Final = re.compile(r"(?i)SecureString[ \t]{1,9}(?:-String[ \t]{1,9})?[\"'](?P<key>[^\"'\r\n]{3,400})")
#: As a program spells it in a text that it prints.
_LINE_END: Final = re.compile(r"(?<!\\)\\r?\\n|(?<!\\)\\[rn]\Z")
_EVENT: Final = re.compile(r"(?i)event|поді|событ|zdarze")
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,20}")
#: A key of letters alone is not shorter.
_SHORTEST_WORD: Final = 6
_HIDDEN: Final = "***"


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A key and where it stands in the text that was searched.

    Attributes:
        start, end: of the key itself.
        kind: as of a ``FoundSecret``.
        user: the user name before it.
        certain: False where it may as well be another word.
    """

    start: int
    end: int
    kind: Literal["token", "password", "user", "cookie"]
    user: str | None = None
    certain: bool = True


def named_keys(text: str) -> Iterator[NamedKey]:
    """The keys in a text, in no order; one may be found in two ways."""
    for match in _PAIR.finditer(text) if _OF_A_PAIR.search(text) else ():
        _key, at, host = match["key"].rpartition("@")
        end = match.end("key") - len(at + host) if at and _HOST.match(host) else match.end("key")
        yield NamedKey(match.start("key"), end, "user", match["user"])
    beside = list(logins(text))
    for login in beside:
        yield NamedKey(login.start, login.end, "user", login.user, login.certain)
    for start, end in passwords(text) if mentions(text, PASSWORD_WORDS) else ():
        yield NamedKey(start, end, "password", None, certain=False)
    for match in _COOKIE.finditer(text) if _OF_A_COOKIE.search(text) else ():
        yield NamedKey(*match.span("quoted" if match["quote"] else "bare"), "cookie")
    for match in _IN_A_COLLECTION.finditer(text) if mentions(text, ("value",)) else ():
        if match["name"].lower() != "key":
            yield NamedKey(*match.span("key"), "password" if "pass" in match["name"].lower() else "token")
    for match in _SECURE.finditer(text) if mentions(text, ("securestr",)) else ():
        yield NamedKey(*match.span("key"), "password")
    for match in _IN_A_NAME.finditer(text) if mentions(text, _PARTS_OF_NAMES) else ():
        if _HIDDEN not in match["key"]:
            yield NamedKey(*match.span("key"), "password", None, certain=False)
    for match in _OF_MYSQL.finditer(text) if "mysql" in text or "mariadb" in text else ():
        yield NamedKey(*match.span("key"), "password")
    for word, pattern in _OF_PROGRAMS:
        for match in pattern.finditer(text) if mentions(text, (word,)) else ():
            yield NamedKey(*match.span("key"), "password", None, certain=False)
    yield from handed_on(text, 0, len(text))
    for match in _COMPARED.finditer(text) if mentions(text, _COMPARING) else ():
        yield NamedKey(*match.span("key"), "token", None, certain=False)
    for match in _ENCODED.finditer(text):
        if _is_encoded_pair(match[0]):
            yield NamedKey(*match.span(), "token")
    for match in _NAMED.finditer(text) if mentions(text, _NAME_WORDS) else ():
        if match["between"] and _EVENT.search(match["between"]):
            continue
        group = "parted" if match["parted"] else "mixed" if match["mixed"] else "last"
        start, end = match.span(group)
        if group == "parted" and (line_end := _LINE_END.search(match[group])) is not None:
            end = start + line_end.start()
        user, colon, _key = match[group].partition(":")
        if colon and user.lower() in ("api", "user"):
            start += len(user) + 1
        end -= len(text[start:end]) - len(text[start:end].rstrip(".,:\\"))
        if any(start < login.start and login.end <= end for login in beside):
            continue  # the login and the password, and not one key
        found = text[start:end]
        if found and _HIDDEN not in found and _EMAIL.fullmatch(found) is None:
            kind: Literal["token", "password"] = "password" if re.match(r"(?i)pa|pwd|пар|ha", match[0]) else "token"
            # under the name "key" alone stand other things too, and a short word of letters may be one of a sentence
            may_be_a_word = match["key"] is not None or len(found) < _SHORTEST_WORD
            may_be_a_word = may_be_a_word or not found.isascii()
            if match["compared"] is not None:  # with a text, or with what a name stands for
                may_be_a_word = may_be_a_word or text[start - 1] not in "\"'"
            certain = group != "last" and (not may_be_a_word or any(each.isdigit() for each in found))
            yield NamedKey(start, end, kind, None, certain)


def handed_on(text: str, start: int, end: int) -> Iterator[NamedKey]:
    """The passwords in a part of a text that code hands on beside their login: ``'auth': ('api', '...')``."""
    for match in _HANDED_ON.finditer(text, start, end) if mentions(text[start:end], _HANDED_ON_WORDS) else ():
        yield NamedKey(*match.span("key"), "user", match["user"] or None)


def _is_encoded_pair(word: str) -> bool:
    try:
        return _LOGIN.fullmatch(base64.b64decode(word, validate=True)) is not None
    except (binascii.Error, ValueError):
        return False


def without_named_keys(text: str) -> str:
    """The text with every such key hidden."""
    done = 0
    parts: list[str] = []
    for key in sorted(named_keys(text), key=lambda key: key.start):
        if key.end > done and text[key.start : key.end].strip("*"):  # what is hidden already stays as it is
            parts += (text[done : max(done, key.start)], _HIDDEN)
            done = key.end
    return "".join((*parts, text[done:]))
