"""``history search`` and ``history show``: every request and response again."""

import argparse
from collections.abc import Sequence

from yespo_console.cli.exit_codes import ExitCode
from yespo_console.cli.nothing_found import way_on
from yespo_console.cli.opened_history import open_to_read, refusals_in_words
from yespo_console.cli.output import ForPeople, print_json, table
from yespo_console.cli.results import KeptExchange, KeptProblem, KeptRequest
from yespo_console.cli.unusable import UnusableInputError
from yespo_console.delivery.outcome import explain
from yespo_console.history.exchange import Exchange
from yespo_console.history.query import ExchangeRow
from yespo_console.history.query_text import parse_query
from yespo_console.platform.i18n import _
from yespo_console.platform.local_time import local_text


def search(arguments: argparse.Namespace) -> ExitCode:
    """List what matches, newest first. Finding nothing is fine and said."""
    text = " ".join(arguments.query)
    with refusals_in_words():
        query = parse_query(text)
        with open_to_read() as store:
            rows = store.page(query, None, arguments.limit)
            found = store.count(query)
            hint = way_on(text, store) if not rows else ""
            exchanges = [store.get(row.id) for row in rows] if arguments.format == "json" else []
    if arguments.format == "json":
        print_json([kept_exchange(exchange) for exchange in exchanges if exchange is not None], rows=True)
        if found > len(rows):
            ForPeople.complain(_of_more(len(rows), found))  # beside the lines, for whoever watches a program read them
        return ExitCode.FINE
    if not rows:
        if query.is_everything:
            ForPeople.say(_("Nothing was sent yet. Send an event, and it is kept here with its answer."))
        else:
            ForPeople.say(_("Nothing found. {hint}").format(hint=hint))
        return ExitCode.FINE
    headings = (_("Id"), _("Sent"), _("Environment"), _("Event"), _("Key"), _("Answer"))
    ForPeople.say(*table([_cells(row) for row in rows], headings))
    if found > len(rows):
        ForPeople.say(_of_more(len(rows), found))
    return ExitCode.FINE


def _of_more(shown: int, found: int) -> str:
    return _("{shown} of {found}; --limit shows more.").format(shown=shown, found=found)


def show(arguments: argparse.Namespace) -> ExitCode:
    """Print one exchange: what went out, what came back, what it means."""
    (exchange,) = stored_exchanges([arguments.id])
    if arguments.format == "json":
        print_json([kept_exchange(exchange)])
    else:
        ForPeople.say(*describe(exchange))
    return ExitCode.FINE


def stored_exchanges(numbers: Sequence[int]) -> list[Exchange]:
    """The exchanges with these ids, in this order. Raises UnusableInputError when one is not there."""
    found: list[Exchange] = []
    with refusals_in_words(), open_to_read() as store:
        for number in numbers:
            exchange = store.get(number)
            if exchange is None:
                raise UnusableInputError(
                    _("The history has no exchange {id}. “history search” lists them.").format(id=number)
                )
            found.append(exchange)
    return found


def kept_exchange(exchange: Exchange) -> KeptExchange:
    """The exchange in the stable shape; ``sent_at`` is ISO 8601 in UTC, times are milliseconds."""
    answer = exchange.answer
    return KeptExchange(
        id=exchange.id,
        sent_at=exchange.sent_at,
        environment=exchange.environment,
        method=exchange.method,
        url=exchange.url,
        event_type=exchange.event_type,
        key_value=exchange.key_value,
        status=answer.status if answer else None,
        duration_ms=answer.timing.total_ms if answer else None,
        source=exchange.source,
        request=KeptRequest(headers=exchange.request_headers, body=exchange.request_text),
        response=answer,
        problems=tuple(
            KeptProblem(
                code=problem.code,
                severity=problem.severity,
                effect=problem.effect,
                pointer=problem.pointer,
                args=problem.args,
                message=problem.message,
            )
            for problem in exchange.problems
        ),
        tags=exchange.tags,
        note=exchange.note,
    )


def describe(exchange: Exchange) -> list[str]:
    """The exchange as lines for a person."""
    explanation = explain(exchange)
    lines = [
        _("Exchange {id}, {moment}, {environment}").format(
            id=exchange.id, moment=local_text(exchange.sent_at), environment=exchange.environment
        ),
        f"{exchange.method} {exchange.url}",
        *(f"{name}: {value}" for name, value in exchange.request_headers),
        *([_("Tags: {tags}").format(tags=", ".join(exchange.tags))] if exchange.tags else []),
        *([_("Note: {note}").format(note=exchange.note)] if exchange.note else []),
        "",
        exchange.request_text,
        "",
        explanation.title,
        *explanation.sentences,
        *explanation.next_steps,
    ]
    if exchange.answer is not None and exchange.answer.status is not None:
        answer = exchange.answer
        lines += ["", f"{answer.status} {answer.reason}".rstrip()]
        lines += [f"{name}: {value}" for name, value in answer.headers]
        lines += ["", answer.text] if answer.body else [_("(empty body)")]
    return lines


def _cells(row: ExchangeRow) -> tuple[str, ...]:
    if row.status is not None:
        answer = str(row.status)
    elif row.error_kind is not None:
        answer = row.error_kind
    else:
        answer = _("no answer recorded")
    return (str(row.id), local_text(row.sent_at), row.environment, row.event_type or "-", row.key_value or "-", answer)
