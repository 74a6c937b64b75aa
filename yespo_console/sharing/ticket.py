"""An event for a ticket: its text, what came of it, what is wrong with it and what was changed, as Markdown.

Nobody's data is in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from yespo_console.events.json_text import JsonTextError, dump, parse
from yespo_console.events.problems import Problem, Severity
from yespo_console.platform.i18n import N_, _, ngettext
from yespo_console.sharing.exchanges.shape import SharedExchange
from yespo_console.sharing.markdown import code, fenced, in_one_line
from yespo_console.sharing.personal_names import look_through_words
from yespo_console.sharing.redaction import Redactor
from yespo_console.sharing.ticket_answer import answer_lines, learn_sent

_WORDS: Final[dict[Severity, str]] = {
    Severity.ERROR: N_("Error"),
    Severity.WARNING: N_("Warning"),
    Severity.INFO: N_("Note"),
}


@dataclass(frozen=True, slots=True)
class TicketChange:
    """One change that was made to read the event.

    Attributes:
        line, column: its place in the original text; both begin at 1.
        message: its sentence.
        before, after: what stood there and what it was read as; either may be empty or shortened.
        name: the param or member whose value stood there and is empty now; it tells whether that was personal data.
    """

    line: int
    column: int
    message: str
    before: str = ""
    after: str = ""
    name: str = ""


def ticket(
    text: str,
    problems: Sequence[Problem],
    changes: Sequence[TicketChange] = (),
    url: str | None = None,
    verdict: str = "",
    keys: int = 0,
    sent: SharedExchange | None = None,
    outdated: bool = False,
) -> str:
    """Markdown for a ticket.

    Personal data is replaced by placeholders, the same value by the same one; what looks like a key is hidden. A text
    that is no JSON is left out, because nobody can tell what in it is personal.

    Args:
        text: the event as it would be sent.
        problems: what is wrong with it.
        changes: what was changed to read it, in the order of the original.
        url: where it was meant for; None when nobody knows.
        verdict: what would happen to it, in one sentence.
        keys: so many keys or passwords stood beside the event; none of them is in the ticket.
        sent: what came of sending it last; None when it was not sent.
        outdated: the text is not any more what was sent.
    """
    redactor = Redactor()
    for change in changes:
        if change.name:
            redactor.learn_value(change.name, change.before)
    if sent is not None:
        learn_sent(sent, redactor)
    lines: list[str] = []
    try:
        body = redactor.body(parse(text))
    except JsonTextError:
        lines.append(
            _("The text is no JSON and is left out here, because it cannot be told what in it is personal data.")
        )
    else:
        lines += fenced(dump(body, indent=2))
    if verdict:
        lines += ["", in_one_line(redactor.text(verdict))]
    if url:
        lines += ["", _("Meant for: {address}").format(address=code(redactor.text(url)))]
    if keys:
        words = ngettext(
            "{count} key or password stood beside the event. It is not in this text.",
            "{count} keys or passwords stood beside the event. They are not in this text.",
            keys,
        )
        lines += ["", words.format(count=keys)]
    if sent is not None:
        lines += answer_lines(sent, redactor, outdated=outdated)
    if problems:
        lines += ["", f"**{_('Problems')}**", ""]
        lines += [_problem(problem, redactor) for problem in problems]
    if changes:
        lines += ["", f"**{_('Changes made to read it')}**", ""]
        for number, change in enumerate(changes, start=1):
            lines += _change(number, change, redactor)
    if redactor.replaced:
        lines += ["", _("Personal data was replaced by placeholders; the same value has the same placeholder.")]
    lines += ["", look_through_words()]
    return "\n".join(lines) + "\n"


def _problem(problem: Problem, redactor: Redactor) -> str:
    place = f" ({code(redactor.text(problem.pointer))})" if problem.pointer else ""
    return f"- {severity_word(problem.severity)}: {in_one_line(redactor.text(problem.message))}{place}"


def _change(number: int, change: TicketChange, redactor: Redactor) -> list[str]:
    place = _("Line {line}, column {column}").format(line=change.line, column=change.column)
    told = [f"{number}. {place}: {in_one_line(redactor.text(change.message))}"]
    if change.before or change.after:
        before = redactor.value(change.name, change.before) if change.name else redactor.text(change.before)
        parts = (code(part) or _("(nothing)") for part in (before, redactor.text(change.after)))
        told.append(f"   {' → '.join(parts)}")
    return told


def severity_word(severity: str) -> str:
    """The word for how bad a problem is."""
    return _(_WORDS[Severity(severity)])
