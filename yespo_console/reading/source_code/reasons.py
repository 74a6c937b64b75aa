"""Why an event in code cannot be read, where more than one module has to say it."""

from yespo_console.platform.i18n import _
from yespo_console.reading.origin import Traced
from yespo_console.reading.source_code.tree import Code


def put_together(text: Traced, index: int) -> str:
    """The sentence for an event at ``index`` that the code makes in steps which only running it would show."""
    line, column = text.line_column(index)
    return _(
        "Line {line}, column {column}: the event is put together by the code in a way that cannot be followed. "
        "Print the finished event and paste that."
    ).format(line=line, column=column)


def never_sent(text: Traced, index: int) -> str:
    """The sentence for an event at ``index`` that stands behind a plain ``return`` or ``exit``."""
    line, column = text.line_column(index)
    return _(
        "The code leaves off before it sends the event that begins in line {line}, column {column}. Copy that event "
        "alone to read it."
    ).format(line=line, column=column)


def no_event_in(code: Code) -> str:
    """The sentence for a text without an event that can be read."""
    if code.root.has_error:
        return _(
            "This looks like source code, but no whole event could be found in it: it may be cut off. Copy the "
            "event from its first to its last bracket."
        )
    return _(
        "This looks like source code, but no event is spelled out in it: it holds no object and no JSON with "
        "“eventTypeKey”. Print the finished event and paste that."
    )
