"""The button that adds a filter without a word of the language: menus of what is known, written into the search box."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from yespo_console.gui.history.finding.query_edits import asked, at_time, spelled, toggled
from yespo_console.gui.history.finding.search_box import SearchBox
from yespo_console.gui.history.finding.words import ANSWERS, SOURCES, STATES, title
from yespo_console.gui.icons import icon
from yespo_console.history.query_text import Part
from yespo_console.history.search_fields import BY_NAME, Holds
from yespo_console.platform.i18n import N_, _

#: So many values stand in one menu; all others are offered while typing.
_MOST: Final = 40
_TIMES: Final = (
    (N_("Today"), "on:today"),
    (N_("Yesterday"), "on:yesterday"),
    (N_("Last 7 days"), "since:7d"),
    (N_("Last 30 days"), "since:30d"),
)
_DAYS: Final = (
    (N_("On a day…"), "on"),
    (N_("From a day on…"), "since"),
    (N_("Up to a day…"), "until"),
)
#: Filters whose value only the user knows.
_TYPED: Final = (
    (N_("Contact…"), "contact"),
    (N_("Key…"), "key"),
    (N_("Product…"), "product"),
    (N_("Cart…"), "cart"),
)


class FilterButton(QToolButton):
    """Add filter, and the menu behind it, which is made when it opens.

    Attributes:
        filters: the menu.
    """

    def __init__(self, box: SearchBox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = box
        self.filters = QMenu(self)
        self.filters.aboutToShow.connect(self.fill)
        self.setMenu(self.filters)
        self.setText(" " + _("Add filter"))
        self.setIcon(icon("plus"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Add filter"))
        self.setToolTip(_("Narrow the list by type, answer, time and more"))

    def fill(self) -> None:
        """Put into the menu what there is to filter by now; what is asked for already is ticked."""
        menu, facets = self.filters, self._box.facets
        menu.clear()
        parts = self._box.read().parts
        self._values(menu, "type", ((one, one) for one in facets.event_types), parts)
        self._values(menu, "env", ((one, one) for one in facets.environments), parts)
        answers = [(value, _capital(_(words))) for value, words in ANSWERS.items()]
        self._values(menu, "status", [*answers, *((str(one), str(one)) for one in facets.statuses)], parts)
        self._times(_submenu(menu, _("Time")), parts)
        self._values(menu, "tag", ((one, one) for one in facets.tags), parts)
        self._values(menu, "source", ((value, _capital(_(words))) for value, words in SOURCES.items()), parts)
        menu.addSeparator()
        for (field, value), (words, _opposite) in STATES.items():
            self._tick(menu, _(words), field, value, parts)
        menu.addSeparator()
        for words, field in _TYPED:
            _add(menu, _(words), partial(self._box.begin_filter, f"{field}:"))

    def _values(self, menu: QMenu, field: str, values: Iterable[tuple[str, str]], parts: tuple[Part, ...]) -> None:
        inner = _submenu(menu, title(field))
        written = [(value, words) for value, words in values if spelled(field, value) is not None]
        for value, words in written[:_MOST]:
            self._tick(inner, words, field, value, parts)
        if len(written) > _MOST:
            inner.addSeparator()
            _add(inner, _("Another one…"), partial(self._box.begin_filter, f"{field}:"))
        inner.setEnabled(not inner.isEmpty())

    def _tick(self, menu: QMenu, words: str, field: str, value: str, parts: tuple[Part, ...]) -> None:
        action = _add(menu, words, partial(self._toggle, field, value))
        action.setCheckable(True)
        action.setChecked(asked(parts, field, value) is not None)

    def _toggle(self, field: str, value: str) -> None:
        self._box.write(toggled(self._box.text(), field, value))

    def _times(self, menu: QMenu, parts: tuple[Part, ...]) -> None:
        times = [part for part in parts if part.field and BY_NAME[part.field].holds is Holds.TIME]
        told = " ".join(f"{part.field}:{part.value}" for part in times)
        for words, word in _TIMES:
            action = _add(menu, _(words), partial(self._set_time, word))
            action.setCheckable(True)
            action.setChecked(told == word)
        menu.addSeparator()
        for words, field in _DAYS:
            _add(menu, _(words), partial(self._ask_day, field))
        menu.addSeparator()
        _add(menu, _("Any time"), self._set_time).setEnabled(bool(times))

    def _set_time(self, *words: str) -> None:
        self._box.write(at_time(self._box.text(), *words))

    def _ask_day(self, field: str) -> None:
        from yespo_console.gui.history.finding.day_dialog import DayDialog

        dialog = DayDialog(field, self.window())
        dialog.chosen.connect(self._take_day)
        dialog.open()

    def _take_day(self, field: str, day: str) -> None:
        """A day alone replaces all times; where a span begins or ends replaces the same end of it."""
        text = self._box.text()
        other = {"since": "until", "until": "since"}.get(field)
        kept = [text[part.start : part.end] for part in self._box.read().parts if part.field == other]
        ends = [*kept, f"{field}:{day}"]
        self._box.write(at_time(text, *(ends if field != "since" else reversed(ends))))


def _submenu(menu: QMenu, words: str) -> QMenu:
    return menu.addMenu(words.replace("&", "&&"))


def _add(menu: QMenu, words: str, run: Callable[[], object]) -> QAction:
    action = QAction(words.replace("&", "&&"), menu)
    # PySide6 hands ``checked`` to anything that can take it.
    action.triggered.connect(lambda: run())
    menu.addAction(action)
    return action


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
