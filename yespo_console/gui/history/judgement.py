"""What today's rules say about a body that was sent once: the outlook, and how they differ from those of then."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from yespo_console.events.checking import check
from yespo_console.events.outlook import outlook
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.events.catalog import Catalog
    from yespo_console.gui.tokens import Tokens
    from yespo_console.history.exchange import Exchange, StoredProblem

#: At most so many problems are named of each kind.
_MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """How today's rules judge otherwise.

    Attributes:
        new: sentences about problems that they find now and did not find then.
        gone: sentences about problems that they found then and do not find any more.
    """

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def in_words(self) -> str:
        """Why the list and today's check differ; empty when they agree."""
        told = []
        if self.new:
            told.append(_("Today's rules find besides: {problems}").format(problems=_listed(self.new)))
        if self.gone:
            told.append(_("Today's rules do not find any more: {problems}").format(problems=_listed(self.gone)))
        return "\n".join(told)


def difference(exchange: "Exchange", catalog: "Catalog") -> Difference:
    """Compare what was found when ``exchange`` was sent with what is found in the same text now."""
    from yespo_console.history.exchange import StoredProblem

    now = [StoredProblem.of(one) for one in check(exchange.request_text, catalog, exchange.api).problems]
    return Difference(_beyond(now, exchange.problems), _beyond(exchange.problems, now))


def outlook_page(exchange: "Exchange", catalog: "Catalog", tokens: "Tokens") -> str:
    """The page (HTML) of what would become of the same body today."""
    from yespo_console.delivery.environments import reached_by

    told = outlook(check(exchange.request_text, catalog, exchange.api), catalog, goes_to=reached_by(exchange))
    today = _("Today's reading of the body. What became of it then stands in the answer.")
    parts = [
        f'<p style="color: {tokens.muted}">{escape(today)}</p>',
        f"<h3>{escape(told.headline)}</h3>",
        *(f"<p>{escape(sentence)}</p>" for sentence in told.sentences),
    ]
    if told.after:
        parts.append(f"<h4>{escape(_('Where to look in the account'))}</h4>" if exchange.is_real else "")
        parts += [f"<p>{escape(sentence)}</p>" for sentence in told.after]
    return "".join(parts)


def _beyond(some: "Sequence[StoredProblem]", others: "Sequence[StoredProblem]") -> tuple[str, ...]:
    """The sentences of ``some`` that ``others`` do not have, told by code and place."""
    left = Counter((one.code, one.pointer) for one in others)
    found = []
    for one in some:
        key = (one.code, one.pointer)
        if left[key]:
            left[key] -= 1
        else:
            found.append(one.message)
    return tuple(found)


def _listed(sentences: tuple[str, ...]) -> str:
    shown = list(sentences[:_MOST_NAMED])
    rest = len(sentences) - _MOST_NAMED
    if rest > 0:
        shown.append(_("and {count} more").format(count=rest))
    return " ".join(shown)
