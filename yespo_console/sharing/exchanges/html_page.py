"""A page in HTML for a ticket: one file that needs nothing else, runs nothing and follows the reader's light or dark.

Every text is escaped, and the page forbids the browser to load or run anything, whatever an answer may hold.
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final, TextIO

from yespo_console.platform.i18n import _
from yespo_console.sharing.exchanges.decoded_event import rows
from yespo_console.sharing.exchanges.headings import heading, outcome
from yespo_console.sharing.exchanges.shape import Pairs, SharedExchange
from yespo_console.sharing.ticket import severity_word

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE: Final = """
:root { color-scheme: light dark; --line: #d0d7de; --quiet: #59636e; --raised: #f6f8fa; --error: #b42318;
  --warning: #8a5300; --page: #ffffff; --text: #1f2328 }
@media (prefers-color-scheme: dark) {
  :root { --line: #3d444d; --quiet: #9198a1; --raised: #161b22; --error: #ff8a80; --warning: #e3b341; --page: #0d1117;
    --text: #e6edf3 }
}
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, "Segoe UI", Inter, "DejaVu Sans", sans-serif }
article { border-top: 1px solid var(--line); padding-top: 1rem; margin-top: 2rem }
article:first-of-type { border: 0; margin-top: 0 }
h2 { font-size: 1.2rem; margin: 0 0 .5rem } h3 { font-size: 1rem; margin: 1.25rem 0 .25rem }
p { margin: .25rem 0 } .quiet { color: var(--quiet) } .error { color: var(--error) } .warning { color: var(--warning) }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line) }
td, pre, code { font-family: ui-monospace, Consolas, "DejaVu Sans Mono", monospace; font-size: 13px }
td, code { overflow-wrap: anywhere } td:first-child { width: 35% }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: .75rem;
  overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere }
.note { white-space: pre-wrap; border-left: 3px solid var(--line); padding-left: .75rem }
"""


def write(exchanges: Iterable[SharedExchange], out: TextIO) -> None:
    """The page, an article for each exchange."""
    title = escape(_("Exchanges from Yespo Console"))
    out.write(
        '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    )
    for exchange in exchanges:
        out.writelines(_article(exchange))
    out.write("</body>\n</html>\n")


def _article(exchange: SharedExchange) -> Iterator[str]:
    answer = exchange.answer
    total = answer.timing.total_ms if answer is not None else None
    time = f", {total:.0f} ms" if total is not None else ""
    yield f"<article>\n<h2>{escape(heading(exchange))}</h2>\n"
    yield f"<p><code>{escape(f'{exchange.method} {exchange.url}')}</code></p>\n"
    yield f'<p class="quiet">{escape(exchange.environment)}: {escape(outcome(exchange))}{time}</p>\n'
    if exchange.tags:
        yield f'<p class="quiet">{escape(_("Tags"))}: {escape(", ".join(exchange.tags))}</p>\n'
    if exchange.note:
        yield f'<h3>{escape(_("Note"))}</h3>\n<p class="note">{escape(exchange.note)}</p>\n'
    decoded = rows(exchange.request_body)
    if decoded:
        yield f"<h3>{escape(_('Event'))}</h3>\n<table>\n"
        yield f"<tr><th>{escape(_('Field'))}</th><th>{escape(_('Value'))}</th></tr>\n"
        for place, value in decoded:
            yield f"<tr><td>{escape(place)}</td><td>{escape(value)}</td></tr>\n"
        yield "</table>\n"
    if exchange.problems:
        yield f"<h3>{escape(_('Problems'))}</h3>\n<ul>\n"
        for problem in exchange.problems:
            place = f" <code>{escape(problem.pointer)}</code>" if problem.pointer else ""
            kind = escape(problem.severity)
            word = escape(severity_word(problem.severity))
            yield f'<li><strong class="{kind}">{word}</strong>: {escape(problem.message)}{place}</li>\n'
        yield "</ul>\n"
    yield _message(_("As it was sent"), exchange.request_headers, exchange.request_text)
    if answer is not None and answer.status is not None:
        yield _message(_("As it was answered"), answer.headers, answer.text)
    yield "</article>\n"


def _message(title: str, headers: Pairs, body: str) -> str:
    head = "\n".join(f"{name}: {value}" for name, value in headers)
    shown = f"{head}\n\n{body or _('(empty body)')}"
    return f"<h3>{escape(title)}</h3>\n<pre>{escape(shown)}</pre>\n"
