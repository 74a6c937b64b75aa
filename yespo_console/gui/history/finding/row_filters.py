"""Searching for what a row of the list shows."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu

from yespo_console.gui.history.finding.query_edits import narrowed, spelled
from yespo_console.gui.history.finding.search_box import SearchBox
from yespo_console.history.query import ExchangeRow
from yespo_console.platform.i18n import _


def add_row_filters(menu: QMenu, row: ExchangeRow, box: SearchBox) -> None:
    """Add to ``menu`` a line for each thing of ``row`` that can be searched for."""
    answer = str(row.status) if row.status is not None else "error" if row.error_kind is not None else "none"
    offered: list[tuple[str, str, str | None]] = [
        (_("Search for this type"), "type", row.event_type),
        (_("Search for this key"), "key", row.key_value),
        (_("Search for this environment"), "env", row.environment),
        (_("Search for this answer"), "status", answer),
        *((_("Search for the tag “{tag}”").format(tag=tag), "tag", tag) for tag in row.tags),
    ]
    for words, field, value in offered:
        if value and spelled(field, value) is not None:
            menu.addAction(words.replace("&", "&&"), _searching(box, field, value))


def _searching(box: SearchBox, field: str, value: str) -> Callable[[], object]:
    return partial(_search, box, field, value)


def _search(box: SearchBox, field: str, value: str) -> None:
    box.write(narrowed(box.text(), field, value))
