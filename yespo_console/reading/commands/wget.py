"""wget: its options."""

from collections.abc import Callable, Iterator
from typing import Final

from yespo_console.reading.commands.request import Request, from_input, in_a_file
from yespo_console.reading.commands.words import Command, Word
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.origin import Original
from yespo_console.reading.word_set import word_set

#: Options that take a value in the next word when none follows ``=``.
_VALUES: Final = word_set(
    "post-data body-data post-file body-file header user password http-user http-password method "
    "output-document output-file timeout tries user-agent referer load-cookies wait"
)
_SHORT_VALUES: Final = "OoUTtaPewQ"


def read_wget(
    command: Command, credentials: Credentials, _original: Original, file: Callable[[str], Word | None]
) -> Iterator[Request]:
    """The request of one wget command."""
    request = Request(command.words[0].offset)
    user: str | None = None
    for name, value in _options(command):
        text = value.text.text
        if name in ("post-data", "body-data"):
            request.parts.append(value)
        elif name in ("post-file", "body-file"):
            written = command.input if text in ("-", "/dev/stdin") else file(text)
            if written is not None:
                request.parts.append(written)
            else:
                request.error = from_input() if text in ("-", "/dev/stdin") else in_a_file(text)
        elif name in ("header", "password", "http-password") and value.missing is not None:
            continue  # the key is in a variable
        elif name == "header":
            header, _colon, content = text.partition(":")
            credentials.header(header, content, value.offset)
        elif name in ("user", "http-user"):
            user = text
        elif name in ("password", "http-password"):
            credentials.add("password", text, value.offset, user)
        elif name == "":
            request.take_address(value)
    yield request


def _options(command: Command) -> Iterator[tuple[str, Word]]:
    words = list(command.words[1:])
    at = 0
    while at < len(words):
        word = words[at]
        text = word.text.text
        at += 1
        if not text.startswith("-"):
            yield "", word
        elif text.startswith("--"):
            name, equals, _value = text[2:].partition("=")
            if equals:
                yield name, word.after(len(name) + 3)
            elif name in _VALUES and at < len(words):
                yield name, words[at]
                at += 1
        elif text[-1] in _SHORT_VALUES:
            at += 1
