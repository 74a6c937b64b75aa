"""``history timeline``: the events of one contact or one cart in order, and what changed between them."""

import argparse

from yespo_console.cli.comparing import printed_differences
from yespo_console.cli.exit_codes import ExitCode
from yespo_console.cli.opened_history import open_to_read, refusals_in_words
from yespo_console.cli.output import ForPeople, print_json
from yespo_console.cli.results import TimelineStep
from yespo_console.cli.unusable import UnusableInputError
from yespo_console.cli.waiting import told_from
from yespo_console.history.reached import Stage
from yespo_console.history.timeline import Step, Timeline, gap_words
from yespo_console.history.timeline_subject import Cart, Contact, Subject, title_of
from yespo_console.platform.i18n import _
from yespo_console.platform.local_time import local_text


def show(arguments: argparse.Namespace) -> ExitCode:
    """Print the newest events of the contact or the cart, oldest first. Finding none is fine and said."""
    value = (arguments.contact if arguments.cart is None else arguments.cart).strip()
    if not value:
        raise UnusableInputError(_("Say whose timeline: the value is empty."))
    subject: Subject = Cart(value) if arguments.cart is not None else Contact((("", value),))
    with refusals_in_words(), open_to_read() as store, told_from(Stage.LOOKING) as progress:
        timeline = Timeline(store, subject)
        wanted = arguments.limit
        while wanted > 0 and not timeline.complete:
            wanted -= timeline.read_earlier(wanted, progress=progress)
    steps = timeline.steps()
    more = () if timeline.complete else (_("There are earlier events; --limit shows more."),)
    if arguments.format == "json":
        print_json([_printed(step) for step in steps], rows=True)
        if more:
            ForPeople.complain(*more)  # beside the lines, for whoever watches a program read them
    elif not steps:
        ForPeople.say(_("Nothing found. Check the spelling; “history search” finds parts of a value, too."))
    else:
        ForPeople.say(title_of(subject), *more, *(line for step in steps for line in _lines(step)))
    return ExitCode.FINE


def _printed(step: Step) -> TimelineStep:
    row = step.row
    return TimelineStep(
        id=row.id,
        sent_at=row.sent_at,
        gap_seconds=step.gap.total_seconds() if step.gap is not None else None,
        environment=row.environment,
        event_type=row.event_type,
        key_value=row.key_value,
        status=row.status,
        changes=printed_differences(step.changes.differences) if step.changes is not None else None,
    )


def _lines(step: Step) -> list[str]:
    row = step.row
    moment = local_text(row.sent_at)
    answer = str(row.status) if row.status is not None else row.error_kind or _("no answer recorded")
    gap = [f"  {gap_words(step.gap)}"] if step.gap is not None else []
    told = f"{moment}  {row.event_type or '-'}  {row.environment}  {answer}  ({row.id})"
    return [*gap, told, *(f"    - {sentence}" for sentence in step.sentences)]
