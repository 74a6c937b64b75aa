"""Where a payload would have gone, in words: an environment, an address of Yespo without one, or somebody else's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from yespo_console.platform.i18n import _
from yespo_console.reading.addresses import YESPO_HOSTS

if TYPE_CHECKING:
    from yespo_console.delivery.environments import Environment

_CALL: Final = re.compile(r"/v[123]/event/?$")


@dataclass(frozen=True, slots=True)
class Destination:
    """What is said about the address in a payload.

    Attributes:
        words: a sentence; empty when there is nothing to say.
        environments: names of those with this address, when the chosen one is not among them: each can be switched to.
        base_url: the address up to the version, when it is Yespo's; else empty.
    """

    words: str = ""
    environments: tuple[str, ...] = ()
    base_url: str = ""


def destination(url: str | None, environments: "Sequence[Environment]", chosen: str) -> Destination:
    """What to say about ``url``; ``chosen`` is the name of the environment that sends go to now."""
    if not url:
        return Destination()
    address = url if "://" in url else f"https://{url}"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        parts, host = urlsplit(""), ""
    base = _CALL.sub("", f"{parts.scheme.lower()}://{parts.netloc.lower()}{parts.path}".rstrip("/"))
    fitting = tuple(one.name for one in environments if one.base_url.lower() == base.lower())
    is_yespo = host in YESPO_HOSTS
    if chosen in fitting:
        return Destination(base_url=base if is_yespo else "")
    if fitting:
        words = _("It was meant for {address}. Sends go to {chosen} now.")
        return Destination(words.format(address=base, chosen=chosen), fitting, base if is_yespo else "")
    if is_yespo:
        words = _(
            "It was meant for {address}, which is Yespo's. No environment has this address; sends go to {chosen}."
        )
        return Destination(words.format(address=base, chosen=chosen), (), base)
    words = _("It was meant for {address}, which is not an address of Yespo. Sends go to {chosen}, as before.")
    return Destination(words.format(address=_shortened(url), chosen=chosen))


def _shortened(address: str, most: int = 120) -> str:
    return address if len(address) <= most else address[:most] + "…"
