"""What changed between two events, as Markdown for a ticket, nobody's data in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from yespo_console.events.differences import Change, Difference
from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.platform.i18n import _, ngettext
from yespo_console.sharing.personal_names import look_through_words
from yespo_console.sharing.redaction import Redactor


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """One part of a comparison.

    Attributes:
        title: what was compared.
        differences: those that are told.
        remarks: sentences without anybody's data: how it was compared, what is only written otherwise.
        left_out: how many differences are not told.
    """

    title: str
    differences: tuple[Difference, ...]
    remarks: tuple[str, ...] = ()
    left_out: int = 0


def comparison_ticket(sides: tuple[str, str], bodies: Sequence[str], parts: Sequence[ComparedPart]) -> str:
    """Markdown: the two sides, and for each part its differences as a list.

    Personal data is replaced by placeholders, the same value by the same one. Lines of a text that is no JSON are
    counted and not quoted, because nobody can tell what in them is personal.

    Args:
        sides: what the first and the second are called.
        bodies: every body that was compared, so that what is personal in one is known in all sentences.
        parts: in the order of the ticket.
    """
    redactor = Redactor()
    for body in bodies:
        try:
            redactor.body(parse(body))
        except JsonTextError:
            continue  # of a text that is no JSON nothing is quoted
    first, second = (_line(redactor.text(side)) for side in sides)
    lines = [_("From **{before}** to **{after}**").format(before=first, after=second)]
    for part in parts:
        lines += ["", f"**{part.title}**", ""]
        lines += _told(part, redactor) or [_("Nothing is different.")]
    if redactor.replaced:
        lines += ["", _("Personal data was replaced by placeholders; the same value has the same placeholder.")]
    lines += ["", look_through_words()]
    return "\n".join(lines) + "\n"


def _told(part: ComparedPart, redactor: Redactor) -> list[str]:
    quoted = [one for one in part.differences if one.change is not Change.LINES]
    counted = len(part.differences) - len(quoted)
    lines = [f"- {_line(one.sentence(redactor.text, partial(redactor.value_at, one.names)))}" for one in quoted]
    if counted:
        words = ngettext(
            "{count} place differs in a text that is no JSON; it may hold personal data and is left out here.",
            "{count} places differ in a text that is no JSON; they may hold personal data and are left out here.",
            counted,
        )
        lines.append(f"- {words.format(count=counted)}")
    if part.left_out:
        words = ngettext("- and {count} more difference", "- and {count} more differences", part.left_out)
        lines.append(words.format(count=f"{part.left_out:,}"))
    return [*lines, *(f"- {_line(remark)}" for remark in part.remarks)]


def _line(text: str) -> str:
    return " ".join(text.split())
