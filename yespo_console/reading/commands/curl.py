"""curl: its options, as people and browsers write them."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.commands.request import Request, from_input, in_a_file, url_encoded
from yespo_console.reading.commands.words import Command, Word
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.escapes import CURL_CONFIG, unescape
from yespo_console.reading.origin import Original
from yespo_console.reading.reading import repair_at
from yespo_console.reading.word_set import word_set

#: Short options that take a value, and the long name of each that matters here.
_SHORT: Final = {
    "X": "request",
    "H": "header",
    "d": "data",
    "u": "user",
    "b": "cookie",
    "F": "form",
    "A": "user-agent",
    "e": "referer",
    "o": "output",
    "x": "proxy",
    "U": "proxy-user",
    "m": "max-time",
    "w": "write-out",
    "K": "config",
    "T": "upload-file",
    "c": "cookie-jar",
    "E": "cert",
    "D": "dump-header",
    "C": "continue-at",
    "r": "range",
    "y": "speed-time",
    "Y": "speed-limit",
    "z": "time-cond",
    "t": "telnet-option",
    "P": "ftp-port",
    "Q": "quote",
    "h": "help",
}
#: Long options without a value. Of others the next word is the value.
_FLAGS: Final = word_set(
    "compressed insecure silent show-error location verbose include fail get head globoff http1.0 http1.1 "
    "http2 http2-prior-knowledge http3 basic digest ntlm negotiate anyauth no-buffer raw ipv4 ipv6 "
    "progress-bar no-progress-meter remote-name trace-time tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 "
    "fail-with-body fail-early location-trusted netrc no-keepalive path-as-is post301 post302 post303 "
    "proxytunnel ssl ssl-reqd styled-output tcp-nodelay tr-encoding xattr disable next parallel "
    "remote-header-name no-sessionid no-alpn no-npn ssl-no-revoke create-dirs crlf haproxy-protocol http0.9 "
    "manual metalink retry-connrefused retry-all-errors sasl-ir suppress-connect-headers tcp-fastopen version "
    "junk-session-cookies disable-eprt disable-epsv ftp-create-dirs list-only use-ascii no-clobber"
)
_SHORT_FLAGS: Final = frozenset("aBfgGiIjJkLlMNnOpqRsSvVZ0123456#:")

_CREDENTIALS: Final = word_set("user proxy-user oauth2-bearer pass cookie header proxy-header")

#: A line of a file of options (``-K``).
_CONFIGURED: Final = re.compile(
    r'^[ \t]*-{0,2}(?P<name>[\w-]+)(?:[ \t]*+[=:][ \t]*+|[ \t]++)"(?P<value>(?:[^"\\\n]|\\.)*+)"', re.MULTILINE
)


def read_curl(
    command: Command, credentials: Credentials, original: Original, file: Callable[[str], Word | None]
) -> Iterator[Request]:
    """The requests of one curl command: one, or several where ``--next`` parts them.

    ``file`` gives what the text itself wrote into a file.
    """
    request = Request(command.words[0].offset)
    options = _options(command)
    for name, value in options:
        if name == "next":
            yield request
            request = Request(command.words[0].offset)
        elif value is None:
            if name == "get":
                request.error = _("This curl command sends its data in the address (-G), not as a body.")
        else:
            _take(request, name, value, command, credentials, original, file)
    yield request


def awaits_address(command: Command) -> bool:
    """Whether the last word of a curl command is the only address in it."""
    addresses = [value for name, value in _options(command) if name in ("", "url")]
    return len(addresses) == 1 and addresses[0] is command.words[-1]


def _take(
    request: Request,
    name: str,
    value: Word,
    command: Command,
    credentials: Credentials,
    original: Original,
    file: Callable[[str], Word | None],
) -> None:
    text = value.text.text
    if name in ("data", "data-ascii", "data-binary", "data-raw", "json"):
        if name == "json":
            request.glue = ""
        if text.startswith("@") and name != "data-raw":
            _from_file(request, text[1:], command, file)
        else:
            request.parts.append(value)
    elif name == "data-urlencode":
        if "@" in text and "=" not in text and not text.lstrip().startswith(("{", "[")):
            _from_file(request, text.partition("@")[2], command, file)
        else:
            request.parts.append(url_encoded(value, original))
            if request.parts[-1] is value:  # JSON, which is told, since encoding it would only have to be undone
                request.repairs += (repair_at(value.text, 0, len(value.text), "sent_as_form"),)
    elif name in ("form", "form-string"):
        request.error = _("This curl command sends a form in parts (-F), which Yespo does not take as an event.")
    elif name == "upload-file":
        _from_file(request, text, command, file)
    elif name in _CREDENTIALS and value.missing is not None:
        pass  # the key is in a variable
    elif name in ("user", "proxy-user"):
        credentials.user(text, value.offset)
    elif name in ("oauth2-bearer", "pass"):
        credentials.add("token", text, value.offset)
    elif name == "cookie":
        credentials.header("cookie", text, value.offset)
    elif name in ("header", "proxy-header"):
        header, _colon, content = text.partition(":")
        credentials.header(header, content, value.offset)
    elif name in ("url", "") and text:
        request.take_address(value)
    elif name == "config" and (written := command.input if text == "-" else file(text)) is not None:
        for match in _CONFIGURED.finditer(written.text.text):
            if match["name"] in ("K", "config"):  # one that names itself would never end
                continue
            word = Word(unescape(written.text, CURL_CONFIG, match.start("value"), match.end("value")))
            _take(request, match["name"], word, command, credentials, original, file)


def _from_file(request: Request, name: str, command: Command, file: Callable[[str], Word | None]) -> None:
    if name in ("-", "/dev/stdin", ""):
        if command.input is None:
            request.error = from_input()
        else:
            request.parts.append(command.input)
        return
    written = file(name)
    if written is None:
        request.error = in_a_file(name)
    else:
        request.parts.append(written)


def _options(command: Command) -> Iterator[tuple[str, Word | None]]:
    """The options by their long names, each with its value; an address has the name ``""``."""
    words = list(command.words[1:])
    at = 0
    only_addresses = False
    while at < len(words):
        word = words[at]
        text = word.text.text
        at += 1
        if only_addresses or not text.startswith("-") or text == "-":
            yield "", word
        elif text == "--":
            only_addresses = True
        elif text.startswith("--"):
            name, equals, _value = text[2:].partition("=")
            if equals:
                yield name, word.after(len(name) + 3)
            elif name in _FLAGS or (name.startswith("no-") and name not in ("noproxy",)):
                yield name, None
            elif at < len(words):
                yield name, words[at]
                at += 1
        else:
            for number, letter in enumerate(text[1:], 1):
                if letter in _SHORT:
                    rest = word.after(number + 1)
                    if len(rest.text) or rest.holes:
                        yield _SHORT[letter], rest
                    elif at < len(words):
                        yield _SHORT[letter], words[at]
                        at += 1
                    break
                if letter == "G":
                    yield "get", None
                elif letter not in _SHORT_FLAGS:
                    break
