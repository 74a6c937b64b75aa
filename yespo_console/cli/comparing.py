"""``history compare``: two exchanges side by side, the differences in words."""

import argparse

from yespo_console.cli.exit_codes import ExitCode
from yespo_console.cli.history import stored_exchanges
from yespo_console.cli.output import ForPeople, print_json
from yespo_console.cli.results import (
    ComparedAnswers,
    ComparedBodies,
    ComparedExchanges,
    ComparedRequests,
    PrintedDifference,
)
from yespo_console.events.comparison import Comparison
from yespo_console.events.differences import Change, Difference
from yespo_console.events.event import Absent, Value
from yespo_console.history.exchange_comparison import ExchangeComparison, compare_exchanges
from yespo_console.platform.i18n import _


def compare(arguments: argparse.Namespace) -> ExitCode:
    """Print what changed from the first exchange to the second. A difference is no problem: ``same`` says it."""
    before, after = stored_exchanges([arguments.before, arguments.after])
    compared = compare_exchanges(before, after)
    if arguments.format == "json":
        print_json([printed_comparison((before.id, after.id), compared)])
    else:
        title = _("From exchange {before} to exchange {after}").format(before=before.id, after=after.id)
        ForPeople.say(title, *_lines(compared))
    return ExitCode.FINE


def printed_comparison(ids: tuple[int, int], compared: ExchangeComparison) -> ComparedExchanges:
    """The comparison in the stable shape."""
    return ComparedExchanges(
        ids=ids,
        same=compared.same,
        request=ComparedRequests(
            same=compared.request_same,
            differences=printed_differences(compared.about),
            body=_printed_bodies(compared.request),
        ),
        response=ComparedAnswers(
            same=compared.answer_same,
            differences=printed_differences(compared.answer),
            body=_printed_bodies(compared.answer_body),
            times_ms=compared.times_ms,
        ),
    )


def _printed_bodies(compared: Comparison) -> ComparedBodies:
    return ComparedBodies(
        same=compared.same,
        identical=compared.identical,
        compared_as="text" if compared.is_text else "event" if compared.are_events else "json",
        only_written_otherwise=tuple(compared.writing),
        differences=printed_differences(compared.differences),
        left_out=compared.left_out,
    )


def printed_differences(differences: tuple[Difference, ...]) -> tuple[PrintedDifference, ...]:
    return tuple(
        PrintedDifference(
            change=one.change,
            place=one.place if one.steps else None,
            before_pointer=one.before_pointer,
            after_pointer=one.after_pointer,
            before_line=one.before_line if one.change is Change.LINES else None,
            after_line=one.after_line if one.change is Change.LINES else None,
            before=_value(one.before),
            after=_value(one.after),
            message=one.message,
        )
        for one in differences
    )


def _value(value: Value) -> object:
    return None if isinstance(value, Absent) else value


def _lines(compared: ExchangeComparison) -> list[str]:
    lines = ["", _("Request"), *_listed(compared.about), *_body_lines(compared.request, with_sentence=True)]
    lines += ["", _("Answer"), *_listed(compared.answer)]
    lines += _body_lines(compared.answer_body, with_sentence=not compared.answer)
    if compared.times_in_words:
        lines.append(f"  {compared.times_in_words}")
    return lines


def _body_lines(compared: Comparison, *, with_sentence: bool) -> list[str]:
    said = [f"  {compared.summary}"] if compared.same and with_sentence else _listed(compared.differences)
    return [*said, *(f"  {remark}" for remark in compared.remarks)]


def _listed(differences: tuple[Difference, ...]) -> list[str]:
    return [f"  - {one.message}" for one in differences]
