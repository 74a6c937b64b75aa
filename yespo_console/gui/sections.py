"""The sections of the window, and how the page of each comes about."""

from collections.abc import Iterator
from importlib import import_module
from typing import Final

from PySide6.QtWidgets import QAbstractScrollArea

from yespo_console.gui.compose.page import ComposePage
from yespo_console.gui.page import Page, PageContext, PageSpec

#: What the page of the history is made of, in pieces that take a few milliseconds each.
_HISTORY_PIECES: Final = (
    "yespo_console.sharing.personal_names",
    "yespo_console.sharing.writers",
    "yespo_console.history.annotations",
    "yespo_console.history.query_text",
    "yespo_console.history.series",
    "yespo_console.gui.response.exchange_view",
    "yespo_console.gui.history.finding.search_box",
    "yespo_console.gui.history.exchange_table",
    "yespo_console.gui.history.chart.panel",
    "yespo_console.gui.history.filters",
    "yespo_console.gui.history.detail",
    "yespo_console.gui.history.page",
)


def _before_history() -> Iterator[object]:
    yield from map(import_module, _HISTORY_PIECES)
    yield QAbstractScrollArea().viewport()  # to wrap the first one, PySide makes every class ready that it could be


def _history_page(context: PageContext) -> Page:
    from yespo_console.gui.history.page import HistoryPage

    return HistoryPage(context)


#: The sections that exist, in the order of their buttons. The first one is built before the first paint, so its module
#: imports only what the first paint may (``tests/unit/test_architecture.py``); the builders of the others import late.
PAGES: tuple[PageSpec, ...] = (PageSpec("compose", ComposePage), PageSpec("history", _history_page, _before_history))
