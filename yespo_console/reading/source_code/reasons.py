"""Why an event in code cannot be read, where more than one module has to say it."""

from yespo_console.platform.i18n import _
from yespo_console.reading.origin import Traced


def put_together(text: Traced, index: int) -> str:
    """The sentence for an event at ``index`` that the code makes in steps which only running it would show."""
    line, column = text.line_column(index)
    return _(
        "Line {line}, column {column}: the event is put together by the code in a way that cannot be followed. "
        "Print the finished event and paste that."
    ).format(line=line, column=column)
