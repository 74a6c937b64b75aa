"""The filters of the search language in words, for people who never learn it. No Qt in here."""

from typing import Final

from yespo_console.history.query_text import Part
from yespo_console.history.search_fields import BY_NAME, Holds
from yespo_console.platform.i18n import N_, _

#: Name of a filter -> what it is called; ``is`` and ``has`` are called by their values.
TITLES: Final = {
    "type": N_("Type"),
    "status": N_("Answer"),
    "env": N_("Environment"),
    "key": N_("Key"),
    "email": N_("E-mail"),
    "phone": N_("Phone"),
    "contact": N_("Contact"),
    "product": N_("Product"),
    "cart": N_("Cart"),
    "source": N_("Sent by"),
    "tag": N_("Tag"),
    "since": N_("From"),
    "before": N_("Before"),
    "until": N_("Up to"),
    "on": N_("On"),
}

#: Filter and value -> what it asks for, and what its opposite does.
STATES: Final = {
    ("is", "pinned"): (N_("Pinned"), N_("Not pinned")),
    ("is", "real"): (N_("Sent to a real account"), N_("Not to a real account")),
    ("is", "local"): (N_("Sent to the sandbox or this computer"), N_("Not to the sandbox or this computer")),
    ("has", "problems"): (N_("Has problems"), N_("Has no problems")),
    ("has", "note"): (N_("Has a note"), N_("Has no note")),
    ("has", "tags"): (N_("Has tags"), N_("Has no tags")),
    ("has", "answer"): (N_("Has an answer"), N_("Has no answer")),
}

#: Answers worth a name of their own.
ANSWERS: Final = {
    "2xx": N_("accepted (2xx)"),
    "3xx": N_("sent elsewhere (3xx)"),
    "4xx": N_("refused (4xx)"),
    "5xx": N_("server error (5xx)"),
    "error": N_("network error"),
    "none": N_("not recorded"),
}

#: What sends exchanges, or brings them in.
SOURCES: Final = {
    "window": N_("the window"),
    "cli": N_("the command line"),
    "import": N_("an import"),
    "demo": N_("the demonstration"),
}

_TIMES: Final = {
    ("since", "today"): N_("Today"),
    ("on", "today"): N_("Today"),
    ("on", "yesterday"): N_("Yesterday"),
    ("since", "7d"): N_("Last 7 days"),
    ("since", "30d"): N_("Last 30 days"),
}


def title(field: str) -> str:
    """What a filter is called; ``is`` and ``has`` by their own name."""
    return _(TITLES[field]) if field in TITLES else field


def in_words(part: Part) -> str:
    """A filter as its chip says it, such as "Type: cartUpdated" or "Answer: not refused (4xx)"."""
    value = part.value.lower() if BY_NAME[part.field].holds is not Holds.COLUMN else part.value
    if (part.field, value) in STATES:
        return _(STATES[part.field, value][part.negated])
    if (part.field, value) in _TIMES:
        return _(_TIMES[part.field, value])
    named = {"status": ANSWERS, "source": SOURCES}.get(part.field, {}).get(value.lower())
    shown = _(named) if named is not None else part.value
    words = _("{filter}: not {value}") if part.negated else _("{filter}: {value}")
    return words.format(filter=title(part.field), value=shown)
