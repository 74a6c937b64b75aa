"""curl for bash and zsh."""

import base64
import re
from typing import Final

from yespo_console.sharing.http_request import HttpRequest
from yespo_console.sharing.writers.parts import body_text, curl_header, curl_options, has_body, user_and_secret

#: Linux takes at most 128 KiB in one argument; what is longer travels through standard input.
_LONGEST_ARGUMENT: Final = 100_000
_AWKWARD: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_ESCAPES: Final = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\\": r"\\"}
_ESCAPED: Final = re.compile(r"[\x00-\x1f\x7f\\'!]")


def write(request: HttpRequest, *, reveal_secret: bool = False) -> str:
    """A command that sends the request with the same bytes, for a prompt or a script."""
    lines = [" ".join(["curl", *curl_options(request), quote(request.url)])]
    pair = user_and_secret(request, reveal_secret)
    if pair is not None:
        lines.append("-u " + quote(":".join(pair)))
    lines += ["-H " + quote(curl_header(name, value)) for name, value in request.headers]
    text = body_text(request)
    if text is None or len(request.body) > _LONGEST_ARGUMENT:
        encoded = base64.b64encode(request.body).decode("ascii")
        lines[0] = f"base64 -d <<< '{encoded}' | " + lines[0]
        lines.append("--data-binary @-")
    elif has_body(request):
        lines.append("--data-raw " + quote(text))
    return " \\\n  ".join(lines)


def quote(text: str) -> str:
    """``text`` as one word of bash or zsh; characters a terminal would act on are spelled out."""
    if _AWKWARD.search(text):
        return "$'" + _ESCAPED.sub(_escape, text) + "'"
    return "'" + text.replace("'", "'\\''") + "'"


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _ESCAPES.get(character) or f"\\x{ord(character):02x}"
