"""A PHP program with the curl extension."""

import base64
import re
from typing import Final

from yespo_console.sharing.http_request import HttpRequest
from yespo_console.sharing.writers.parts import body_text, curl_header, has_body, user_and_secret

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_ESCAPED: Final = re.compile(r'[\x00-\x1f\x7f\\"$]')
_ESCAPES: Final = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\\": r"\\", '"': r"\"", "$": r"\$"}


def write(request: HttpRequest, *, reveal_secret: bool = False) -> str:
    """A program that sends the request with the same bytes and prints status and answer."""
    options = [f"CURLOPT_CUSTOMREQUEST => {quote(request.method)}", "CURLOPT_RETURNTRANSFER => true"]
    pair = user_and_secret(request, reveal_secret)
    if pair is not None:
        options += ["CURLOPT_HTTPAUTH => CURLAUTH_BASIC", f"CURLOPT_USERPWD => {quote(':'.join(pair))}"]
    headers = "".join(f"        {quote(curl_header(name, value))},\n" for name, value in request.headers)
    options.append(f"CURLOPT_HTTPHEADER => [\n{headers}    ]")
    if has_body(request):
        options.append(f"CURLOPT_POSTFIELDS => {_body(request)}")
    lines = ["<?php", f"$curl = curl_init({quote(request.url)});", "curl_setopt_array($curl, ["]
    lines += [f"    {option}," for option in options]
    lines += [
        "]);",
        "$answer = curl_exec($curl);",
        r'echo curl_getinfo($curl, CURLINFO_RESPONSE_CODE), "\n";',
        r'echo $answer === false ? curl_error($curl) : $answer, "\n";',
        "",
    ]
    return "\n".join(lines)


def quote(text: str) -> str:
    """``text`` as a PHP string; control characters are spelled out so that no editor changes them."""
    if _CONTROL.search(text):
        return '"' + _ESCAPED.sub(_escape, text) + '"'
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _ESCAPES.get(character) or f"\\x{ord(character):02x}"


def _body(request: HttpRequest) -> str:
    text = body_text(request)
    if text is None:
        return f"base64_decode({quote(base64.b64encode(request.body).decode('ascii'))})"
    parts = text.splitlines(keepends=True) or [""]
    return "\n        . ".join(quote(part) for part in parts)
