"""The filters of the search language, each once: its name, what it means, what may stand behind its colon."""

import enum
from dataclasses import dataclass
from typing import Final

from yespo_console.platform.i18n import N_, _


class Holds(enum.Enum):
    """What a filter is compared with."""

    #: A column of the light row, the whole of it, in any case; ``*`` at its end stands for any rest.
    COLUMN = "column"
    #: What an event says about people and things; any part of it, in any case.
    FACT = "fact"
    #: A status or a class of them.
    STATUS = "status"
    #: A tag, the whole of it, in any case; ``*`` at its end stands for any rest.
    TAG = "tag"
    #: One of ``choices``.
    STATE = "state"
    #: A moment or a day.
    TIME = "time"


@dataclass(frozen=True, slots=True)
class SearchField:
    """A filter.

    Attributes:
        name: what stands before the colon.
        holds: what it is compared with.
        meaning: a sentence for the completion and the help, in English; translated when shown.
        example: a value that may stand there.
        choices: the values that may stand there, with their meaning; empty: any value.
    """

    name: str
    holds: Holds
    meaning: str
    example: str
    choices: tuple[tuple[str, str], ...] = ()


_STATUSES: Final = (
    ("2xx", N_("accepted")),
    ("3xx", N_("sent elsewhere")),
    ("4xx", N_("refused")),
    ("5xx", N_("error of the server")),
    ("error", N_("the network failed, no status came")),
    ("none", N_("no answer was recorded")),
)
_STATES: Final = (
    ("pinned", N_("pinned by you")),
    ("real", N_("sent to a real account")),
    ("local", N_("sent to the sandbox or to this computer")),
)
_POSSESSIONS: Final = (
    ("problems", N_("the body had errors or warnings when it was sent")),
    ("note", N_("you wrote a note")),
    ("tags", N_("you gave it a tag")),
    ("answer", N_("an answer or an error was recorded")),
)
_DAYS: Final = (("today", N_("since midnight")), ("yesterday", N_("the day before")))
_SPANS: Final = (*_DAYS, ("2h", N_("two hours back")), ("7d", N_("seven days back")), ("4w", N_("four weeks back")))

FIELDS: Final = (
    SearchField("type", Holds.COLUMN, N_("the event type"), "cartUpdated"),
    SearchField("status", Holds.STATUS, N_("the answer"), "4xx", _STATUSES),
    SearchField("env", Holds.COLUMN, N_("the environment it was sent to"), "Yespo"),
    SearchField("key", Holds.FACT, N_("a part of the key of the event"), "A-1042"),
    SearchField("email", Holds.FACT, N_("a part of the contact's e-mail address"), "olena@example.com"),
    SearchField("phone", Holds.FACT, N_("a part of the contact's phone number"), "380501234567"),
    SearchField("contact", Holds.FACT, N_("a part of anything that finds the contact"), "olena@example.com"),
    SearchField("product", Holds.FACT, N_("a part of a product's id"), "WS01"),
    SearchField("cart", Holds.FACT, N_("a part of the id of a cart"), "c0ffee"),
    SearchField("source", Holds.COLUMN, N_("what sent it: window, cli, import, …"), "cli"),
    SearchField("is", Holds.STATE, N_("what it is"), "pinned", _STATES),
    SearchField("has", Holds.STATE, N_("what it has"), "problems", _POSSESSIONS),
    SearchField("tag", Holds.TAG, N_("one of your tags"), "checked"),
    SearchField("since", Holds.TIME, N_("sent at this moment or later"), "2d", _SPANS),
    SearchField("before", Holds.TIME, N_("sent before this day or moment"), "2026-11-20", _SPANS),
    SearchField("until", Holds.TIME, N_("sent up to the end of this day or hour"), "2026-11-20", _DAYS),
    SearchField("on", Holds.TIME, N_("sent on this day, hour, minute or month"), "2026-11-20", _DAYS),
)

BY_NAME: Final = {field.name: field for field in FIELDS}


def search_language() -> tuple[tuple[str, str], ...]:
    """The whole language for a help page: what may be typed, and what it means in words."""
    return (
        (_("words"), _("every word must stand somewhere in what was sent, in the answer or in the note, in any case")),
        (
            _('"a phrase"'),
            _("these words in this order, also what would else be a filter; a quote in it is written twice"),
        ),
        *((_example(field), _in_words(field)) for field in FIELDS),
        (
            _("on:2026-11-20T14 on:2026-11"),
            _("a time that is written in part is the whole hour, month or year that it names, in local time"),
        ),
        (_("-word -type:cartUpdated"), _("a minus leaves out what follows it")),
        (_("status:4xx status:5xx"), _("a filter that stands twice takes either value")),
        (_("type:cart*"), _("a star stands for any end, for the type, the environment, the source and tags")),
    )


def _example(field: SearchField) -> str:
    value = f'"{field.example}"' if " " in field.example else field.example
    return f"{field.name}:{value}"


def _in_words(field: SearchField) -> str:
    """The meaning, and the values where there are but a few."""
    if not field.choices:
        return _(field.meaning)
    return f"{_(field.meaning)}: {', '.join(value for value, _words in field.choices)}"
