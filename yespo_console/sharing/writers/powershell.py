"""curl for PowerShell on Windows.

Windows PowerShell 5.1 and PowerShell 7 differ in how they hand arguments to programs: the old one leaves out empty ones
and does not mark the quotes inside. Both may change what goes through a pipe. Therefore the body travels in a temporary
file, as bytes, and so does every option that one of them could change. ``curl.exe`` is written out, because ``curl``
alone is another command in 5.1.
"""

import base64
import re
from typing import Final

from yespo_console.sharing.http_request import HttpRequest
from yespo_console.sharing.writers.parts import body_text, curl_header, curl_options, has_body, user_and_secret

_PLAIN: Final = re.compile(r"[ -\[\]-~]*")  # printable ASCII without the backslash
_ESCAPES: Final = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\\": r"\\"}
#: Arguments that arrive unchanged from either PowerShell: printable ASCII, no double quote, no backslash at the end.
_ARGUMENT: Final = re.compile(r"(?!.*\\$)[ !#-~]+")


def write(request: HttpRequest, *, reveal_secret: bool = False) -> str:
    """Commands that send the request with the same bytes, in Windows PowerShell 5.1 and PowerShell 7."""
    options = [("url", request.url)]
    pair = user_and_secret(request, reveal_secret)
    if pair is not None:
        options.append(("user", ":".join(pair)))
    options += [("header", curl_header(name, value)) for name, value in request.headers]
    files: dict[str, str] = {}
    words = ["curl.exe", *curl_options(request)]
    if all(_ARGUMENT.fullmatch(value) for _option, value in options):
        words += [word for option, value in options for word in _words(option, value)]
    else:
        text = "".join(f"{option} = {_configured(value)}\n" for option, value in options)
        files["options"] = f"[IO.File]::WriteAllText($options, {text_expression(text)})"
        words.append("-K $options")
    if has_body(request):
        files["body"] = _body(request)
        words.append('--data-binary "@$body"')
    command = " ".join(words)
    if not files:
        return command
    return "\n".join(
        [
            *(f"${name} = [IO.Path]::GetTempFileName()" for name in files),
            "try {",
            *(f"    {line}" for line in (*files.values(), command)),
            "} finally {",
            *(f"    [IO.File]::Delete(${name})" for name in files),
            "}",
        ]
    )


def text_expression(text: str) -> str:
    """An expression in ASCII that makes ``text``, whatever encoding the script is saved in."""
    if _PLAIN.fullmatch(text):
        return quote(text)
    return "[Regex]::Unescape(" + quote("".join(map(_escape, text))) + ")"


def quote(text: str) -> str:
    """ASCII ``text`` as a single-quoted string: nothing in it is expanded."""
    return "'" + text.replace("'", "''") + "'"


def _words(option: str, value: str) -> list[str]:
    return [quote(value)] if option == "url" else [{"user": "-u", "header": "-H"}[option], quote(value)]


def _configured(value: str) -> str:
    """``value`` as curl reads it from a file of options; line breaks do not occur in an address, a key or a header."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'


def _escape(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if " " <= character <= "~":
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02X}{units[at + 1]:02X}" for at in range(0, len(units), 2))


def _body(request: HttpRequest) -> str:
    text = body_text(request)
    if text is None:
        encoded = quote(base64.b64encode(request.body).decode("ascii"))
        return f"[IO.File]::WriteAllBytes($body, [Convert]::FromBase64String({encoded}))"
    # Without a name of an encoding this writes UTF-8 without a byte order mark, in both.
    return f"[IO.File]::WriteAllText($body, {text_expression(text)})"
