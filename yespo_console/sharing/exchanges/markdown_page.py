"""A page in Markdown for a ticket: what was sent, decoded and as it travelled, what came back, what is wrong."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from yespo_console.platform.i18n import _
from yespo_console.sharing.exchanges.decoded_event import rows
from yespo_console.sharing.exchanges.headings import heading, outcome
from yespo_console.sharing.exchanges.shape import Pairs, SharedAnswer, SharedExchange
from yespo_console.sharing.markdown import code, code_in_cell, fenced, plain
from yespo_console.sharing.ticket import severity_word


def write(exchanges: Iterable[SharedExchange], out: TextIO) -> None:
    """A section for each exchange."""
    for number, exchange in enumerate(exchanges):
        if number:
            out.write("\n---\n\n")
        out.writelines(f"{line}\n" for line in _section(exchange))


def _section(exchange: SharedExchange) -> Iterator[str]:
    yield f"## {plain(heading(exchange))}"
    yield ""
    yield f"- {_('Environment')}: {plain(exchange.environment)}"
    yield f"- {_('Request')}: {code(f'{exchange.method} {exchange.url}')}"
    yield f"- {_('Answer')}: {plain(outcome(exchange))}{_time(exchange.answer)}"
    if exchange.tags:
        yield f"- {_('Tags')}: {', '.join(map(plain, exchange.tags))}"
    if exchange.note:
        yield from ("", f"**{_('Note')}**", "")
        yield from (f"> {plain(line)}" if line.strip() else ">" for line in exchange.note.splitlines())
    decoded = rows(exchange.request_body)
    if decoded:
        yield from ("", f"**{_('Event')}**", "", f"| {_('Field')} | {_('Value')} |", "|---|---|")
        yield from (f"| {code_in_cell(place)} | {code_in_cell(value)} |" for place, value in decoded)
    if exchange.problems:
        yield from ("", f"**{_('Problems')}**", "")
        for problem in exchange.problems:
            place = f" ({code(problem.pointer)})" if problem.pointer else ""
            yield f"- {severity_word(problem.severity)}: {plain(problem.message)}{place}"
    yield from ("", f"**{_('As it was sent')}**", "")
    yield from fenced(_message(exchange.request_headers, exchange.request_text), "")
    if exchange.answer is not None and exchange.answer.status is not None:
        yield from ("", f"**{_('As it was answered')}**", "")
        yield from fenced(_message(exchange.answer.headers, exchange.answer.text), "")


def _time(answer: SharedAnswer | None) -> str:
    total = answer.timing.total_ms if answer is not None else None
    return f", {total:.0f} ms" if total is not None else ""


def _message(headers: Pairs, body: str) -> str:
    return "\n".join([*(f"{name}: {value}" for name, value in headers), "", body or _("(empty body)")])
