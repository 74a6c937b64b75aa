"""An event to read, as a page: what happened, whom it is about, its params by name, its products as a table."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, Final

from yespo_console.events.event import ABSENT, KEY_PARAMS, Absent, Event, Node, Number, Object, Value
from yespo_console.events.json_text import JsonTextError, dump, parse
from yespo_console.events.locators import usable_text
from yespo_console.events.wire_shape import event_of
from yespo_console.gui.tokens import Tokens
from yespo_console.platform.i18n import _, ngettext

if TYPE_CHECKING:
    from yespo_console.events.catalog import Catalog
    from yespo_console.events.event_type import EventType
    from yespo_console.history.exchange import Exchange

#: Of a list so many rows are shown (laying out more takes longer than a frame), and of a text so many characters; the
#: request itself has them all.
MOST_ROWS: Final = 60
MOST_LETTERS: Final = 2_000


def event_page(exchange: "Exchange", catalog: "Catalog", tokens: Tokens) -> str:
    """The page (HTML) of the event that ``exchange`` carried; says so when its body is none."""
    event = decoded_event(exchange.request_text)
    if event is None:
        return _paragraph(_("The body is no event that can be read. The tab Request shows it as it was sent."))
    key = event.event_type_key
    known = catalog.get(key) if isinstance(key, str) else None
    return "".join(_page(exchange, event, known, tokens))


def decoded_event(text: str) -> Event | None:
    """The event that a body means, with the JSON inside its strings decoded; None when it is no JSON object."""
    try:
        node = parse(text)
    except JsonTextError:
        return None
    return event_of(node) if isinstance(node, Object) else None


def _page(exchange: "Exchange", event: Event, known: "EventType | None", tokens: Tokens) -> Iterator[str]:
    key = "" if isinstance(event.event_type_key, Absent) else _plain(event.event_type_key)
    title = known.title if known is not None else key or _("No event type")
    yield f"<h3>{escape(title)}</h3>"
    if known is not None and known.summary:
        yield _paragraph(known.summary)
    contact = [f"{name}: {value}" for name, value in exchange.locators]
    facts = [
        ("eventTypeKey", _cell(event.event_type_key, tokens)),
        (_("Key"), _key(exchange.key_value, event, tokens)),
        (_("Contact"), "<br>".join(map(escape, contact)) or _muted(_("Nothing in it finds a contact."), tokens)),
    ]
    yield _facts(facts, tokens)
    plain = [param for param in event.params if _table_rows(param.value) is None]
    if plain:
        yield _heading(_("Params"))
        yield _facts([(_label(known, param.name), _cell(param.value, tokens)) for param in plain], tokens)
    for param in event.params:
        rows = _table_rows(param.value)
        if rows is not None:
            yield _heading(_label(known, param.name))
            yield _table(rows, tokens)
    if event.extra:
        yield _heading(_("Beside the params"))
        yield _facts([(name, _cell(value, tokens)) for name, value in event.extra], tokens)


def _key(key: str | None, event: Event, tokens: Tokens) -> str:
    """The key that counts. Where the event states none, it says which param Yespo takes for it: people look there for
    what they call the key themselves, such as the number of an order."""
    if key is None:
        return _none(tokens)
    values = {param.name: usable_text(param.value) for param in event.params}
    source = next((name for name in KEY_PARAMS if values.get(name) == key), None)
    if source is None or _plain(event.key_value) == key:
        return escape(key)
    words = _("The event states no keyValue, so Yespo takes {param}.").format(param=source)
    return f"{escape(key)}<br>{_muted(words, tokens)}"


def _label(known: "EventType | None", name: str) -> str:
    """A param's name, and what a person calls it."""
    title = known.params.get(name, {}).get("title") if known is not None else None
    return f"{_(title)} ({name})" if isinstance(title, str) and title != name else name


def _table_rows(value: Value) -> tuple[Object, ...] | None:
    """The rows of a list of objects, such as products; None for anything else."""
    if not isinstance(value, tuple) or not value:
        return None
    rows = tuple(row for row in value if isinstance(row, Object))
    return rows if len(rows) == len(value) else None


def _table(rows: tuple[Object, ...], tokens: Tokens) -> str:
    names = tuple(dict.fromkeys(name for row in rows[:MOST_ROWS] for name in row.names))
    head = "".join(f'<th align="left">{_muted(name, tokens)}</th>' for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{_cell(row.get(name), tokens)}</td>" for name in names) + "</tr>"
        for row in rows[:MOST_ROWS]
    )
    rest = len(rows) - MOST_ROWS
    more = ngettext("and {count} more row, in the request", "and {count} more rows, in the request", rest)
    return (
        f'<table cellspacing="0" cellpadding="4" border="1" style="border-style: solid; border-collapse: collapse;'
        f' border-color: {tokens.line}"><tr>{head}</tr>{body}</table>'
        + (_paragraph(more.format(count=f"{rest:,}")) if rest > 0 else "")
    )


def _facts(facts: Iterable[tuple[str, str]], tokens: Tokens) -> str:
    """Names with their values, which are HTML already."""
    rows = "".join(f"<tr><td>{_muted(name, tokens)}</td><td>{value}</td></tr>" for name, value in facts)
    return f'<table cellspacing="0" cellpadding="3">{rows}</table>'


def _cell(value: Value, tokens: Tokens) -> str:
    if value is ABSENT:
        return ""
    if value == "":
        return _muted(_("(an empty text)"), tokens)
    if isinstance(value, Object):
        return "<br>".join(f"{escape(name)}: {escape(_plain(one))}" for name, one in value) or "{}"
    if isinstance(value, tuple) and all(isinstance(one, str | Number) for one in value):
        return escape(_cut(", ".join(_plain(one) for one in value))) or "[]"
    return escape(_cut(_plain(value)))


def _plain(value: Value) -> str:
    """A text as it is; anything else as JSON."""
    if isinstance(value, Absent):
        return ""
    node: Node = value
    return node if isinstance(node, str) else dump(node)


def _cut(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"


def _none(tokens: Tokens) -> str:
    return _muted(_("(none)"), tokens)


def _muted(words: str, tokens: Tokens) -> str:
    return f'<span style="color: {tokens.muted}">{escape(words)}</span>'


def _heading(words: str) -> str:
    return f"<h4>{escape(words)}</h4>"


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>"
