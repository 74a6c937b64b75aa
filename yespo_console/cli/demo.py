"""``demo``: the main job without a window: one sample of each type through real HTTP, and what history then holds."""

import argparse
import asyncio

from yespo_console.cli.exit_codes import ExitCode
from yespo_console.cli.output import ForPeople, table
from yespo_console.cli.station import Station, open_station
from yespo_console.cli.unusable import UnusableInputError
from yespo_console.delivery.environments import SANDBOX
from yespo_console.delivery.outcome import explain
from yespo_console.delivery.send import AnswerNotRecordedError, NotSentError
from yespo_console.events import wire
from yespo_console.history.exchange import Exchange
from yespo_console.platform.i18n import _, ngettext


def demo(_arguments: argparse.Namespace) -> ExitCode:
    """Send the samples, show a row for each, and count what is in history."""
    return asyncio.run(_demo())


async def _demo() -> ExitCode:
    async with open_station(SANDBOX) as station:
        ForPeople.say(_("Sandbox: {url}").format(url=station.environment.base_url), "")
        exchanges = [await _send_sample(station, known.key) for known in station.catalog.types]
        ForPeople.say(
            *table(
                [_row(exchange) for exchange in exchanges],
                (_("Event"), _("Answer"), _("Meaning"), _("Time"), _("History")),
            )
        )
        kept = sum(station.history.get(exchange.id) is not None for exchange in exchanges)
        message = ngettext(
            "History holds {count} of {all} exchange.", "History holds {count} of {all} exchanges.", len(exchanges)
        )
        ForPeople.say(
            "",
            message.format(count=kept, all=len(exchanges)),
            _("See one: yespo-console history show {id}").format(id=exchanges[-1].id),
        )
        good = all(explain(exchange).is_success for exchange in exchanges) and kept == len(exchanges)
    return ExitCode.FINE if good else ExitCode.PROBLEMS


async def _send_sample(station: Station, key: str) -> Exchange:
    known = station.catalog.get(key)
    assert known is not None
    text = wire.write(known.sample, station.environment.encoding)
    try:
        return await station.sender.send(text, station.environment, source="demo")
    except (NotSentError, AnswerNotRecordedError) as error:
        raise UnusableInputError(str(error)) from None


def _row(exchange: Exchange) -> tuple[str, ...]:
    answer = exchange.answer
    status = str(answer.status) if answer is not None and answer.status is not None else "-"
    time = answer.timing.total_ms if answer is not None else None
    return (
        exchange.event_type or "-",
        status,
        explain(exchange).title,
        f"{time:.1f} ms" if time is not None else "-",
        f"#{exchange.id}",
    )
