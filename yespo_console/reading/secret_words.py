"""The words that people write before a password, another key or a login, in English, Ukrainian, Russian and Polish.

Every pattern is linear: all repeats are bounded. The beginnings of a group stand in each text that its pattern is found
in, which costs a tenth of it to see.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Final

#: Letters that go on with a word of an inflected language.
_LETTERS: Final = r"[^\W\d_]"


@dataclass(frozen=True, slots=True)
class SecretWords:
    """Words that mean the same.

    Attributes:
        pattern: of one of them, without what may stand around it.
        first: the small letters that they begin with: a search for one of them goes on at once where no other is.
        stems: one of these stands in each of them, in small letters.
    """

    pattern: str
    first: str
    stems: tuple[str, ...]


PASSWORDS: Final = SecretWords(
    rf"passw(?:or)?ds?|passwd|passphrase|pass[ -]?code|pwd|psw|парол{_LETTERS}{{0,6}}|пасс?ворд{_LETTERS}{{0,2}}"
    r"|ha[sś][łl](?:o|a|u|e|em|om|ami|ach)",
    "pпh",
    ("pass", "pwd", "psw", "парол", "пас", "hasł", "hasl", "haśl", "haśł"),
)
#: What is a word for other things too.
SHORT_PASSWORDS: Final = SecretWords(
    r"passw?|pw|(?:pin|п[іи]н)(?:[ -](?:code|код))?|гасло|пасс?",
    "pпг",
    ("pass", "pw", "pin", "пін", "пин", "гасло", "пас"),
)
CODES: Final = SecretWords(
    rf"(?:код|кодов{_LETTERS}{{1,3}}|секретн{_LETTERS}{{1,3}})[ \t]{{1,3}}(?:доступ{_LETTERS}{{0,3}}|слово)",
    "кс",
    ("код", "секретн"),
)
#: A key that is surely none of an event, and one that may be.
TOKENS: Final = SecretWords(
    rf"(?:api|апі|апи)[ _-]?ключ{_LETTERS}{{0,3}}|секрет{_LETTERS}{{0,6}}|токен{_LETTERS}{{0,6}}",
    "aаст",
    ("ключ", "секрет", "токен"),
)
KEYS: Final = SecretWords(
    rf"key|token|secret|authorization|auth|ключ{_LETTERS}{{0,6}}|klucz(?:a|e|u|em|y)?",
    "ktsaк",
    ("key", "token", "secret", "auth", "ключ", "klucz"),
)
#: Whose or what kind of key it is, as far as that belongs to its name.
OF_KEYS: Final = r"(?:(?:x|yespo|esputnik|auth|api|access|private|secret|client|bearer)[-_ ]?){0,4}"
#: What a key begins with that has such a name.
FIRST_OF_KEYS: Final = KEYS.first + "xyeapscb"
#: What a word for a key does not stand behind: ``event key``.
NO_KEY_BEHIND: Final = r"(?<!event[ _-])(?<!type[ _-])(?<!product[ _-])(?<!push[ _-])(?<!order[ _-])"
LOGINS: Final = SecretWords(
    rf"log[ ]?in|user(?:[ _-]?name)?|логін{_LETTERS}{{0,3}}|логин", "luл", ("login", "log in", "user", "логін", "логин")
)
#: Words for both, a login and its password.
ACCOUNTS: Final = SecretWords(
    rf"creds?|credentials|access|account|auth|доступ{_LETTERS}{{0,6}}|акаунт",
    "caда",
    ("cred", "access", "account", "auth", "доступ", "акаунт"),
)


def one_of(*groups: SecretWords) -> str:
    """The pattern of a word of one of the groups, to stand in brackets."""
    return "|".join(each.pattern for each in groups)


def first_of(*groups: SecretWords) -> str:
    """The letters that the words of the groups begin with, to stand in square brackets."""
    return "".join(each.first for each in groups)


def stems_of(*groups: SecretWords) -> tuple[str, ...]:
    """What stands in every word of them."""
    return tuple(dict.fromkeys(chain.from_iterable(each.stems for each in groups)))


def mentions(text: str, words: Iterable[str]) -> bool:
    """Whether one of these words, in small letters here, stands in a text, in small letters or capitals."""
    folded = text.casefold().replace("ı", "i")  # as patterns compare that ignore the case
    for word in words:  # noqa: SIM110  (in a loop it costs half)
        if word in folded:
            return True
    return False
