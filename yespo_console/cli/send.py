"""``send``: each file goes out as it is, once, and is kept in history.

A file may also be what ``import`` printed: then each body in it goes out. Several events, of one file or of several, go
to a real account only on ``--yes``, because the question that the window asks before a series cannot be asked here.
"""

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import indent

from yespo_console.cli.exit_codes import ExitCode
from yespo_console.cli.imported_bodies import bodies_in
from yespo_console.cli.output import ForPeople, print_json, problem_lines
from yespo_console.cli.results import PrintedProblem, SendResult
from yespo_console.cli.station import Station, open_station
from yespo_console.cli.unasked import why_not
from yespo_console.cli.unusable import UnusableInputError
from yespo_console.delivery.outcome import explain
from yespo_console.delivery.send import AnswerNotRecordedError, NotSentError
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
        environment = station.environment
        api = ApiVersion(arguments.api) if arguments.api else environment.api
        parts = [part for file in arguments.files for part in _parts(file, api)]
        texts = [part.text for part in parts if part.text is not None]
        refusal = "" if arguments.yes else why_not(texts, environment, station.catalog, api)
        if refusal and len(texts) > 1:
            parts = _refused_together(parts, refusal)
            if arguments.format == "text":
                ForPeople.complain(refusal)
        for part in parts:
            if part.text is None:
                result, its_code = _not_sent(part.error), part.code
            elif refusal:
                result, its_code = _not_sent(refusal, check(part.text, station.catalog, api)), ExitCode.PROBLEMS
            else:
                result, its_code = await _send_one(station, part.text, api)
            results.append(result)
            code = max(code, its_code)
            if arguments.format == "text" and not (refusal and part.error == refusal):
                _describe(part.called, result)
    if arguments.format == "json":
        print_json(results)
    return code


@dataclass(frozen=True, slots=True)
class _Part:
    """An event that is to go out, or why there is none.

    Attributes:
        called: what a person calls it.
        text: None where nothing is to go out; ``error`` says why, and ``code`` how bad that is.
    """

    file: str
    called: str
    text: str | None
    error: str = ""
    code: ExitCode = ExitCode.UNUSABLE


def _parts(file: str, api: ApiVersion) -> Iterator[_Part]:
    """What is in ``file``. What cannot go out as this version of the call is none."""
    try:
        bodies = bodies_in(file)
    except UnusableInputError as error:
        yield _Part(file, file, None, str(error))
        return
    if api is ApiVersion.V3 and any(body.place for body in bodies):
        message = _("Not sent: what “import” prints is written for v2 of the call. Add --api v2 to send it.")
        yield _Part(file, file, None, message)
        return
    for body in bodies:
        yield _Part(file, body.called(file), body.text, body.error or "")


def _refused_together(parts: Sequence[_Part], refusal: str) -> list[_Part]:
    """The same when none of the events goes out: each file with events is told of once."""
    told: dict[object, _Part] = {}
    for number, part in enumerate(parts):
        if part.text is None:
            told[number] = part
        else:
            told[part.file] = _Part(part.file, part.file, None, refusal, ExitCode.PROBLEMS)
    return list(told.values())


async def _send_one(station: Station, text: str, api: ApiVersion) -> tuple[SendResult, ExitCode]:
    known = check(text, station.catalog, api)
    try:
        exchange = await station.sender.send(text, station.environment, source="cli", api=api, known=known)
    except NotSentError as error:
        return _not_sent(str(error), known), ExitCode.PROBLEMS
    except AnswerNotRecordedError as error:
        return _sent(error.exchange, known).model_copy(update={"error": str(error)}), ExitCode.PROBLEMS
    succeeded = explain(exchange).is_success
    return _sent(exchange, known), ExitCode.FINE if succeeded else ExitCode.PROBLEMS


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
