"""What every writer asks of a request."""

from yespo_console.sharing.http_request import HttpRequest
from yespo_console.sharing.masking import PLACEHOLDER


def user_and_secret(request: HttpRequest, reveal_secret: bool) -> tuple[str, str] | None:
    """User name and what to write for the key, or None for a request without credential."""
    credential = request.credential
    if credential is None:
        return None
    return credential.user, credential.secret.reveal() if reveal_secret else PLACEHOLDER


def body_text(request: HttpRequest) -> str | None:
    """The body as text when it can be written as one and read back to the same bytes; None for other bytes."""
    try:
        text = request.body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def has_body(request: HttpRequest) -> bool:
    """Whether a body is written at all; a POST without one still says that it is empty."""
    return bool(request.body) or request.method == "POST"


def curl_options(request: HttpRequest) -> list[str]:
    """What curl must be told about method and address, beyond what it assumes by itself."""
    options = []
    if request.method != ("POST" if has_body(request) else "GET"):
        options += ["-X", request.method]
    if any(character in request.url for character in "[]{}"):
        options.append("-g")  # these would make it a pattern for several addresses
    return options


def curl_header(name: str, value: str) -> str:
    """The argument of curl's ``-H``; a header without a value is written with a semicolon, or curl leaves it out."""
    return f"{name}: {value}" if value else f"{name};"
