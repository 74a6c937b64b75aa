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
        address: what is shown of the address: up to the version, or the whole of one that nobody here knows.
        known: it is an address of Yespo or of an environment.
    """

    words: str = ""
    environments: tuple[str, ...] = ()
    base_url: str = ""
    address: str = ""
    known: bool = True


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
    yespo = base if host in YESPO_HOSTS else ""
    if chosen in fitting:
        return Destination(base_url=yespo, address=base)
    if fitting:
        words = _("It was meant for {address}. Sends go to {chosen} now.")
        return Destination(words.format(address=base, chosen=chosen), fitting, yespo, base)
    if yespo:
        words = _(
            "It was meant for {address}, which is Yespo's. No environment has this address; sends go to {chosen}."
        )
        return Destination(words.format(address=base, chosen=chosen), (), base, base)
    shown = _shortened(url)
    words = _("It was meant for {address}, which is not an address of Yespo. Sends go to {chosen}, as before.")
    return Destination(words.format(address=shown, chosen=chosen), (), "", shown, known=False)


def destination_of_several(urls: "Sequence[str | None]", environments: "Sequence[Environment]", chosen: str) -> str:
    """What to say about the addresses of several events, in a sentence or two; it always says where sends go."""
    found = {url: destination(url, environments, chosen) for url in dict.fromkeys(urls)}
    addresses = {one.address: one for one in found.values()}
    if len(addresses) > 1:
        words = _(
            "They were not all meant for the same address; the list shows it for each. All of them go to {chosen}."
        )
        return words.format(chosen=chosen)
    only = next(iter(addresses.values()), Destination())
    if not only.address:
        words = _("They do not say where they were meant to go. Sends go to {chosen}.")
    elif not only.words:
        words = _("They were meant for {address}, and sends go there: to {chosen}.")
    elif only.known:
        words = _("They were meant for {address}. Sends go to {chosen}.")
    else:
        words = _("They were meant for {address}, which is not an address of Yespo. Sends go to {chosen}.")
    return words.format(address=only.address, chosen=chosen)


def _shortened(address: str, most: int = 120) -> str:
    return address if len(address) <= most else address[:most] + "…"
