"""What is said when a search found nothing."""

import os
import shlex
import subprocess

from yespo_console.history.reading import HistoryReader
from yespo_console.history.spread_value import in_quotes
from yespo_console.platform.i18n import _


def way_on(text: str, history: HistoryReader) -> str:
    """What may be tried after ``text`` found nothing."""
    less = _("Search for less; a filter such as type:cart* finds every value that begins so.")
    meant = in_quotes(text, history.facets())
    if meant == text:
        return less
    whole = subprocess.list2cmdline([meant]) if os.name == "nt" else shlex.quote(meant)
    quotes = _("A value with spaces stands in quotes, and the search in others, which the shell takes away: {search}")
    return f"{less} {quotes.format(search=whole)}"
