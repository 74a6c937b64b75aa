"""Credentials that stand beside a body: they are taken out of everything a reading shows, and handed on as secrets."""

import base64
import binascii
import re
from collections.abc import Iterable
from typing import Final, Literal
from urllib.parse import unquote

from yespo_console.platform.secret import Secret
from yespo_console.reading.addresses import split_user
from yespo_console.reading.logins import logins
from yespo_console.reading.masking import looks_like_a_key
from yespo_console.reading.origin import Original
from yespo_console.reading.reading import FoundSecret

Kind = Literal["authorization", "user", "token", "cookie", "password"]

_SCHEME: Final = re.compile(r"\s*(Basic|Bearer|Token|ApiKey)\s+(\S+)\s*", re.IGNORECASE)
#: Names under which programs keep credentials: of headers, options, members, variables and query parameters.
_NAME: Final = re.compile(
    r"(?:x-)?(?:(?:yespo|esputnik|auth|api|access|private|secret|client|bearer)[-_ ]?)*"
    r"(?:key|token|secret|password|passwd|pwd|pass|authorization|auth|signature)",
    re.IGNORECASE,
)
_NOT_SECRET: Final = frozenset(("eventtypekey", "keyvalue", "eventkey", "key", "pushtoken", "productkey"))
#: A variable of a tool or shell that stands for the credential, or what is left where one was taken out.
_NO_VALUE: Final = re.compile(
    r"\{\{[^{}]{0,100}\}\}|\$\{?[A-Z_][A-Z0-9_]{0,80}\}?|%[A-Z_][A-Z0-9_]{0,80}%|<[A-Za-z][\w -]{0,60}>|[*•]+|\.{3}|…"
    r"|(?i:\[?(?:filtered|redacted|hidden|masked)\]?|basic|bearer)"
)
#: The user and the password in an Authorization header of a ``.http`` file, for the client to encode.
_PLAIN_PAIR: Final = re.compile(r"\s*Basic\s+([^\s:]{1,200})(?::|\s+)(\S+)\s*", re.IGNORECASE)
#: What stands behind the path of an event call: nothing belongs there but what somebody took for the place of a key.
_BEHIND_THE_CALL: Final = re.compile(
    r"(/v[123]/event(?:/|[:,;|](?![^/?#\s=*]{0,100}[=*])))([^/?#\s]++)((?:/[^/?#\s]*+)*+)"
)
#: A key in the path of an address, as webhooks have it: letters and digits mixed, in more than words with a hyphen.
_IN_PATH: Final = re.compile(
    r"(?<=[/:])(?<![/:]/)(?=(?:[A-Za-z0-9]*[_-])*(?=\d*[A-Za-z])(?=[A-Za-z]*\d)[A-Za-z0-9]{8})"
    r"[A-Za-z0-9_-]{10,400}(?![^/:])"
)
_PATH: Final = re.compile(r"[^?#]*")
#: A shorter one is a word like ``key``, and would be taken out of every sentence.
_SHORTEST_SEGMENT: Final = 8
#: A login that is cut off before the host.
_CUT_OFF: Final = re.compile(r"((?:\A|[/\\])[^/\\?#:@\s]{0,80}:)([^/\\?#:@\s]+)@?\Z")
#: A part of a query, or a fragment, without a name.
_NAMELESS: Final = re.compile(r"([?&#;,])([^=&#?;,\s]{1,4000}={0,2})(?=[&#;,\s]|\Z)")
#: A part with a name; a semicolon, a comma or a second ``?`` begins one as well where a name and a sign follow it.
_QUERY_SECRET: Final = re.compile(
    r"(?i)([?&#;,]([^=:&#?;,\s]{1,40}?)(?:[=:]|%3[ad]))([^&#;?,\s]*(?:[;?,](?![^=:&#?;,\s]{1,40}[=:])[^&#;?,\s]*)*)"
)
#: Few texts have what may hold a credential in an address, and to ask for that is quicker than to ask for one.
MAY_BE_WITHIN: Final = re.compile(r"=|://[^/\s@]{1,400}@")
#: A parameter of an address that stands in a text, and the login of one.
_PARAMETER_WITHIN: Final = re.compile(r"([?&#;]([^=&#?;,\s\"'<>]{1,40})=)([^&#;?,\s\"'<>]+)")
_LOGIN_WITHIN: Final = re.compile(r"(?<=://)([^\s/?#@\"'<>]{1,400})(?=@[\w\[])")
#: The value of an Authorization header in a text, the option of a command, and a header or the like by its name.
_SAID: Final = re.compile(
    r"(?i)(?:\b(?:Basic|Bearer)\s{1,20}|(?<![\w-])(?:-u|--user)[\s=]{0,20}[\"']?(?=(?P<pair>[^\s:\"']{1,100}:[^\s\"']{1,400}))"
    r"|(?<![\w-])(?P<name>[a-z][\w-]{2,40})[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?:(?:Basic|Bearer)\s{1,20})?)(?P<value>[^\s\"',;]{1,4000})"
)
#: What parts the names of a value in a value: ``auth[token]``.
_OF_NAMES: Final = re.compile(r"[\[\].]+")


def is_secret_name(name: str) -> bool:
    """Whether what is kept under this name is a credential."""
    return name.lower() not in _NOT_SECRET and _NAME.fullmatch(name.strip()) is not None


def _is_secret_parameter(name: str) -> bool:
    return any(part.lower() == "key" or is_secret_name(part) for part in _OF_NAMES.split(name))


class Credentials:
    """Gathers the credentials of one payload, each once, in the order of the text; none that is ``known`` already."""

    def __init__(self, original: Original, known: Iterable[str] = ()) -> None:
        self._original = original
        self._found: list[FoundSecret] = []
        self._known: set[str] = set(known)

    @property
    def found(self) -> tuple[FoundSecret, ...]:
        return tuple(self._found)

    def add(self, kind: Kind, text: str, offset: int, user: str | None = None) -> None:
        """A credential that stands at ``offset`` of the original."""
        if not text.strip() or text in self._known or _NO_VALUE.fullmatch(text.strip()):
            return
        self._known.add(text)
        self._found.append(FoundSecret(kind, Secret(text), user or None, *self._original.line_column(offset)))

    def take(self, found: Iterable[FoundSecret]) -> None:
        """Those that somebody else has found in a part of the payload."""
        for each in found:
            if each.secret.reveal() not in self._known:
                self._known.add(each.secret.reveal())
                self._found.append(each)

    def header(self, name: str, value: str, offset: int) -> None:
        """A header, which may or may not hold a credential."""
        name = name.strip().lower()
        if name in ("authorization", "proxy-authorization"):
            self.authorization(value, offset)
        elif name in ("cookie", "set-cookie"):
            self.add("cookie", value.strip(), offset)
        elif is_secret_name(name):
            self.add("token", value.strip(), offset)
        elif (signed := _SCHEME.fullmatch(value)) is not None:
            self._key_alone(signed[2], offset)

    def authorization(self, value: str, offset: int) -> None:
        """The value of an Authorization header: Basic, Bearer or anything else."""
        match = _SCHEME.fullmatch(value)
        pair = _PLAIN_PAIR.fullmatch(value)
        if pair is not None:
            self.user(f"{pair[1]}:{pair[2]}", offset)
        elif match is None:
            self.add("authorization", value.strip(), offset)
        elif match[1].lower() != "basic" or not self.encoded_pair(match[2], offset):
            self.add("token" if match[1].lower() != "basic" else "authorization", match[2], offset)

    def user(self, pair: str, offset: int) -> None:
        """``user:password``; without a colon it is a user name alone and no credential."""
        user, colon, password = pair.partition(":")
        if colon:
            self.add("user", password or user, offset, user if password else None)

    def scheme(self, value: str, offset: int) -> bool:
        """A text that is an Authorization value by its look (``Basic ...``). False: it is not."""
        if _SCHEME.fullmatch(value) is None:
            return False
        self.authorization(value, offset)
        return True

    def address(self, address: str, offset: int) -> str:
        """The address without the credentials in it: no user part, and ``***`` for keys.

        These stand in the path, in the query, in the fragment, behind a semicolon or behind the path of the call. In
        all but the last what looks like a key is taken for one under any name, and without one.
        """
        clean, user = split_user(address)
        if user is not None and (":" in unquote(user) or not looks_like_a_key(user)):
            self.user(unquote(user), offset)
        elif user is not None:
            self.add("token", user, offset)

        def mask(match: re.Match[str]) -> str:
            value = unquote(match[3])
            if not _is_secret_parameter(match[2]) and not looks_like_a_key(value):
                return match[0]
            self.add("token", value, offset)
            return match[1] + "***"

        def mask_nameless(match: re.Match[str]) -> str:
            value = unquote(match[2])
            if not looks_like_a_key(value):
                return match[0]
            self.add("token", value, offset)
            return match[1] + "***"

        def mask_in_path(match: re.Match[str]) -> str:
            self.add("token", match[0], offset)
            return "***"

        def mask_segments(match: re.Match[str]) -> str:
            for segment in (match[2], *match[3].split("/")):
                if len(segment) >= _SHORTEST_SEGMENT:
                    self.add("token", unquote(segment), offset)
            return match[1] + "***"

        def mask_cut_off(match: re.Match[str]) -> str:
            if not looks_like_a_key(match[2]):
                return match[0]
            self.add("user", match[2], offset)
            return match[1] + "***"

        clean = _CUT_OFF.sub(mask_cut_off, clean)
        masked = _BEHIND_THE_CALL.sub(mask_segments, _NAMELESS.sub(mask_nameless, _QUERY_SECRET.sub(mask, clean)))
        masked = _PATH.sub(lambda path: _IN_PATH.sub(mask_in_path, path[0]), masked, count=1)
        for login in sorted(logins(masked), key=lambda login: login.start, reverse=True):  # of an address within it
            if login.certain:
                self.add("user", unquote(masked[login.start : login.end]), offset, login.user)
                masked = f"{masked[: login.start]}***{masked[login.end :]}"
        return masked

    def within(self, text: str, offset: int) -> str:
        """A text without the credentials in the addresses that stand in it: logins, and parameters named as keys are.

        What only looks like a key stays: pages have many such in their addresses.
        """

        def mask(match: re.Match[str]) -> str:
            value = unquote(match[3])
            named = any(is_secret_name(part) for part in _OF_NAMES.split(match[2]))
            if _NO_VALUE.fullmatch(value) or not (named or (match[2].lower() == "key" and looks_like_a_key(value))):
                return match[0]
            if not value.isalpha():  # a word like ``undefined`` would be hidden wherever it stands
                self.add("token", value, offset)
            return match[1] + "***"

        def mask_login(match: re.Match[str]) -> str:
            login = unquote(match[1])
            if ":" not in login and not looks_like_a_key(login):
                return match[0]
            self.user(login if ":" in login else f"{login}:", offset)
            return "***"

        if MAY_BE_WITHIN.search(text) is None:
            return text
        return _LOGIN_WITHIN.sub(mask_login, _PARAMETER_WITHIN.sub(mask, text))

    def said(self, text: str, offset: int) -> str:
        """A note without the credentials of the commands, headers and addresses that somebody put in it.

        Words may follow the same words in a sentence, so what is no pair has to look like a key.
        """

        def mask(match: re.Match[str]) -> str:
            value = match["value"]
            if match["pair"]:
                self.user(match["pair"], offset)
            elif (match["name"] and not is_secret_name(match["name"])) or not self._key_alone(value, offset):
                return match[0]
            return match[0][: match.start("value") - match.start()] + "***"

        return _SAID.sub(mask, self.within(text, offset))

    def _key_alone(self, word: str, offset: int) -> bool:
        """A word that nothing but itself tells to be a key. False: it is none."""
        if self.encoded_pair(word, offset):
            return True
        if looks_like_a_key(word):
            self.add("token", word, offset)
            return True
        return False

    def encoded_pair(self, encoded: str, offset: int) -> bool:
        """A user and a password in Base64. False: it is none."""
        try:
            pair = base64.b64decode(encoded, validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return False
        if ":" not in pair:
            return False
        self.user(pair, offset)
        return True
