"""The sentences of all problems and fixes, by code. Written for a marketer: no JSON terms where plain words do."""

from typing import Final

TEXTS: Final[dict[str, str]] = {}

FIXES: Final[dict[str, str]] = {}
