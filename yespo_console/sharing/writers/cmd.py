"""curl for the Windows command prompt.

Three readers stand between the text and the request: the prompt (which acts on ``% ^ & | < >`` and ends a command at a
line break), the C library that splits the command line, and curl, which Windows hands arguments in its own code page. A
body that one of them could change is therefore decoded from base64 into a temporary file, which curl sends as it is.
"""

import base64
import re
import textwrap
from typing import Final

from yespo_console.sharing.http_request import HttpRequest
from yespo_console.sharing.writers.parts import body_text, curl_header, curl_options, has_body, user_and_secret

#: The prompt takes 8,191 characters in a line; the quoted body may fill most of it.
_LONGEST_LINE: Final = 7_000
_FILE: Final = r"%TEMP%\yespo-console-event"


def write(request: HttpRequest, *, reveal_secret: bool = False) -> str:
    """Commands that send the request with the same bytes, to be pasted at the prompt."""
    words = ["curl", *curl_options(request), quote(request.url)]
    pair = user_and_secret(request, reveal_secret)
    if pair is not None:
        words += ["-u", quote(":".join(pair))]
    for name, value in request.headers:
        words += ["-H", quote(curl_header(name, value))]
    before: list[str] = []
    text = body_text(request)
    if text is not None and _safe(text):
        if has_body(request):
            words += ["--data-raw", quote(text)]
    else:
        lines = textwrap.wrap(base64.b64encode(request.body).decode("ascii"), 76)
        before = [
            "(",
            *(f"echo {line}" for line in lines),
            f')>"{_FILE}.b64"',
            f'certutil -f -decode "{_FILE}.b64" "{_FILE}.json" >nul',
        ]
        words += ["--data-binary", f'"@{_FILE}.json"']
    return "\n".join([*before, " ".join(words)])


def quote(text: str) -> str:
    """``text`` as one argument: quoted for the C library, then every character the prompt acts on marked with ``^``.

    The quotes are marked too, so the prompt never counts itself inside a quotation and the marks work everywhere. Line
    breaks cannot be written this way.
    """
    argument = re.sub(r'(\\*)"', r'\1\1\\"', text)
    argument = re.sub(r"(\\+)$", r"\1\1", argument)
    return re.sub(r'(["^&|<>()%!])', r"^\1", f'"{argument}"')


def _safe(text: str) -> bool:
    return (
        text.isascii()
        and (text.isprintable() or not text)
        and "%" not in text
        and "!" not in text
        and len(quote(text)) <= _LONGEST_LINE
    )
