"""A text that must never be seen by accident."""

import hmac
from typing import NoReturn


class Secret:
    """An API key. Shows itself nowhere: not in ``repr``, ``str``, a format, a pickle or a copy in another process.

    Whoever really needs the text says so with ``reveal()``, which can be found by searching for that word.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> str:
        return "***"

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(
            self._text.encode("utf-8", "surrogatepass"), other._text.encode("utf-8", "surrogatepass")
        )

    __hash__ = None  # type: ignore[assignment]  # a hash of a secret is a hint at it

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is not written down.")
