"""PowerShell, with its own web command.

Windows PowerShell 5.1 and PowerShell 7 pass quotes to programs such as curl.exe in different ways, and pipes change
bytes; ``Invoke-WebRequest`` takes the body as an array of bytes and is the same in both.
"""

import base64
import re
from typing import Final

from yespo_console.sharing.http_request import HttpRequest
from yespo_console.sharing.writers.parts import body_text, has_body, user_and_secret

_PLAIN: Final = re.compile(r"[ -\[\]-~]*")  # printable ASCII without the backslash
_ESCAPES: Final = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\\": r"\\"}


def write(request: HttpRequest, *, reveal_secret: bool = False) -> str:
    """Commands that send the request with the same bytes, in Windows PowerShell 5.1 and PowerShell 7."""
    lines = ["$headers = @{}"]
    content_type = None
    for name, value in request.headers:
        if name.lower() == "content-type":
            content_type = value
        else:
            lines.append(f"$headers[{text_expression(name)}] = {text_expression(value)}")
    pair = user_and_secret(request, reveal_secret)
    if pair is not None:
        key = text_expression(":".join(pair))
        lines.append(
            f"$headers['Authorization'] = 'Basic ' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes({key}))"
        )
    words = ["Invoke-WebRequest -UseBasicParsing", f"-Method {request.method.capitalize()}"]
    words.append(f"-Uri ({text_expression(request.url)}) -Headers $headers")
    if content_type is not None:
        words.append(f"-ContentType ({text_expression(content_type)})")
    if has_body(request):
        lines.append(f"$body = {_body(request)}")
        words.append("-Body $body")
    return "\n".join([*lines, " ".join(words)])


def text_expression(text: str) -> str:
    """An expression in ASCII that makes ``text``, whatever encoding the script is saved in."""
    if _PLAIN.fullmatch(text):
        return quote(text)
    return "[Regex]::Unescape(" + quote("".join(map(_escape, text))) + ")"


def quote(text: str) -> str:
    """ASCII ``text`` as a single-quoted string: nothing in it is expanded."""
    return "'" + text.replace("'", "''") + "'"


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
        return "[Convert]::FromBase64String(" + quote(base64.b64encode(request.body).decode("ascii")) + ")"
    return f"[Text.Encoding]::UTF8.GetBytes({text_expression(text)})"
