"""One HTTP request as a value: what is sent, and what the writers turn into commands and programs."""

import base64
from dataclasses import dataclass

from yespo_console.platform.secret import Secret


@dataclass(frozen=True, slots=True)
class Credential:
    """User name and password of Basic authentication.

    Attributes:
        user: not a secret; Yespo takes any.
        secret: the API key.
    """

    user: str
    secret: Secret

    def basic(self) -> str:
        """The value of the Authorization header. Holds the secret: for the wire only."""
        pair = f"{self.user}:{self.secret.reveal()}".encode()
        return "Basic " + base64.b64encode(pair).decode("ascii")


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request, its credential kept apart so that the rest can be shown, stored and shared.

    Attributes:
        method: in capitals.
        url: absolute, without user or password.
        headers: in order; never Authorization, Host or Content-Length, which the sender makes.
        body: the exact bytes.
        credential: None for a request without authentication.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    credential: Credential | None = None
