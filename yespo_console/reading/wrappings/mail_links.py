"""Links that a mail program wrote behind what they lead to: ``a@example.com<mailto:a@example.com>``."""

import re
from typing import Final
from urllib.parse import unquote

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_LINK: Final = re.compile(r"<(?:mailto:|tel:|(?=https?://))(?P<target>[^\s<>\"\\]{3,2000})>")
#: Through which Outlook leads to an address, so that it can be looked at first.
_DETOUR: Final = re.compile(r"https?://[\w.-]{1,100}\.safelinks\.protection\.outlook\.com/\?url=([^&]{1,2000})")


def mail_links(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text without links that say once more what stands before them; None where there are none."""
    raw = text.text
    if "<mailto:" not in raw and "<http" not in raw and "<tel:" not in raw:
        return None
    links = [link for link in _LINK.finditer(raw) if _is_repeated(raw, link)]
    if not links:
        return None
    builder = TracedBuilder(text.original)
    done = 0
    for link in links:
        budget.spend(60)
        builder.copy(text, done, link.start())
        done = link.end()
    builder.copy(text, done)
    told = repair_at(text, *links[0].span(), "mail_links", found=links[0][0], count=str(len(links)))
    return Unwrapped((builder.build(),), (told,))


def _is_repeated(raw: str, link: re.Match[str]) -> bool:
    """Whether what a link leads to stands right before it; an address is shown without its codes and last slash."""
    detour = _DETOUR.match(link["target"])
    shown = unquote(link["target"] if detour is None else detour[1]).rstrip("/").casefold()
    before = raw[max(0, link.start() - len(shown) - 1) : link.start()].casefold()
    return before.removesuffix("/").endswith(shown)
