"""``send``: each file goes out as it is, once, and is kept in history.

A file may also be what ``import`` printed: then each body in it goes out. Several of them go to a real account only on
``--yes``, because the question that the window asks before a series cannot be asked here.
"""

import argparse
import asyncio
from collections.abc import AsyncIterator
from textwrap import indent

from yespo_console.cli.exit_codes import ExitCode
from yespo_console.cli.imported_bodies import bodies_in
from yespo_console.cli.output import ForPeople, print_json, problem_lines
from yespo_console.cli.results import PrintedProblem, SendResult
from yespo_console.cli.station import Station, open_station
from yespo_console.cli.unusable import UnusableInputError
from yespo_console.delivery.doubtful_type import probably_meant
from yespo_console.delivery.environments import Environment
from yespo_console.delivery.outcome import explain
from yespo_console.delivery.send import AnswerNotRecordedError, NotSentError
from yespo_console.delivery.test_contacts import held_outside, outside_text
from yespo_console.events.checking import Check, check
from yespo_console.events.event import ApiVersion
from yespo_console.history.exchange import Exchange
from yespo_console.platform.i18n import _


def send(arguments: argparse.Namespace) -> ExitCode:
    """Send the files one after another. The worst of their exit codes is the command's."""
    return asyncio.run(_send_all(arguments))


async def _send_all(arguments: argparse.Namespace) -> ExitCode:
    code = ExitCode.FINE
    results: list[SendResult] = []
    async with open_station(arguments.env) as station:
        api = ApiVersion(arguments.api) if arguments.api else station.environment.api
        for file in arguments.files:
            async for name, result, its_code in _send_file(station, file, api, may_touch_anyone=arguments.yes):
                results.append(result)
                code = max(code, its_code)
                if arguments.format == "text":
                    _describe(name, result)
    if arguments.format == "json":
        print_json(results)
    return code


async def _send_file(
    station: Station, file: str, api: ApiVersion, *, may_touch_anyone: bool
) -> AsyncIterator[tuple[str, SendResult, ExitCode]]:
    """Send what is in ``file``. Gives what each part is called, what became of it, and its exit code."""
    try:
        bodies = bodies_in(file)
    except UnusableInputError as error:
        yield file, _not_sent(str(error)), ExitCode.UNUSABLE
        return
    count = sum(body.text is not None for body in bodies)
    if api is ApiVersion.V3 and any(body.place for body in bodies):
        message = _("Not sent: what “import” prints is written for v2 of the call. Add --api v2 to send it.")
        yield file, _not_sent(message), ExitCode.UNUSABLE
        return
    if count > 1 and station.environment.is_real and not may_touch_anyone:
        message = _(
            "Not sent: {environment} is a real account and these are {count} events. Look through them with “validate”,"
            " then add --yes to send all of them."
        ).format(environment=station.environment.name, count=count)
        yield file, _not_sent(message), ExitCode.PROBLEMS
        return
    for body in bodies:
        if body.text is None:
            yield body.called(file), _not_sent(body.error or ""), ExitCode.UNUSABLE
        else:
            result, code = await _send_one(station, body.text, api, may_touch_anyone=may_touch_anyone)
            yield body.called(file), result, code


async def _send_one(
    station: Station, text: str, api: ApiVersion, *, may_touch_anyone: bool
) -> tuple[SendResult, ExitCode]:
    known = check(text, station.catalog, api)
    slip = probably_meant(text, station.environment, station.catalog, api)
    if slip is not None and not may_touch_anyone:
        message = _(
            "Not sent: {environment} is a real account and would probably get a new event type “{key}”, which cannot be"
            " taken back. Did you mean {name}? Add --yes to send it all the same."
        ).format(environment=station.environment.name, key=slip[0], name=slip[1])
        return _not_sent(message, known), ExitCode.PROBLEMS
    strangers = _strangers(text, station.environment, api)
    if strangers and not may_touch_anyone:
        return _not_sent(strangers, known), ExitCode.PROBLEMS
    try:
        exchange = await station.sender.send(text, station.environment, source="cli", api=api, known=known)
    except NotSentError as error:
        return _not_sent(str(error), known), ExitCode.PROBLEMS
    except AnswerNotRecordedError as error:
        return _sent(error.exchange, known).model_copy(update={"error": str(error)}), ExitCode.PROBLEMS
    succeeded = explain(exchange).is_success
    return _sent(exchange, known), ExitCode.FINE if succeeded else ExitCode.PROBLEMS


def _strangers(text: str, environment: Environment, api: ApiVersion) -> str:
    """Why the event may not go unasked: who stands in it beyond the test contacts; empty when it may."""
    reasons = []
    if touched := outside_text(text, environment, api):
        message = _("This event touches {contacts}, not among its test contacts.")
        reasons.append(message.format(contacts=", ".join(touched)))
    if held := held_outside(text, environment, api):
        message = _(
            "This event holds {contacts}, not among its test contacts: no contact is found by that, but a workflow may"
            " write there."
        )
        reasons.append(message.format(contacts=", ".join(held)))
    if not reasons:
        return ""
    first = _("Not sent: {environment} is a real account.").format(environment=environment.name)
    return " ".join((first, *reasons, _("Add --yes to send it all the same.")))


def _sent(exchange: Exchange, known: Check) -> SendResult:
    answer = exchange.answer
    explanation = explain(exchange)
    return SendResult(
        status=answer.status if answer else None,
        body=answer.text if answer else "",
        time_ms=answer.timing.total_ms if answer else None,
        history_id=exchange.id,
        outcome=explanation.title,
        meaning=(*explanation.sentences, *explanation.next_steps),
        may_have_been_accepted=bool(answer and answer.error and answer.error.may_have_been_accepted),
        problems=_problems(known),
        error=explanation.title if answer is None or answer.status is None else None,
    )


def _not_sent(message: str, known: Check | None = None) -> SendResult:
    return SendResult(outcome=_("Not sent"), problems=_problems(known) if known else (), error=message)


def _problems(known: Check) -> tuple[PrintedProblem, ...]:
    return tuple(map(PrintedProblem.of, known.problems))


def _describe(name: str, result: SendResult) -> None:
    if result.history_id is None:
        ForPeople.complain(f"{name}: {result.error}")
        return
    status = result.status if result.status is not None else _("no answer")
    time = f"{result.time_ms:.0f} ms" if result.time_ms is not None else "-"
    ForPeople.say(
        f"{name}: {status} · {result.outcome} · {time} · " + _("history {id}").format(id=result.history_id),
        *(indent(sentence, "  ") for sentence in result.meaning),  # an answer told in it may have lines
    )
    if result.body:
        ForPeople.say(*(f"  | {line}" for line in result.body.splitlines()))
    ForPeople.say(*problem_lines(result.problems))
