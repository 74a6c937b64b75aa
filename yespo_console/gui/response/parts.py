"""The parts of an exchange as tabs: each can be looked at in its ways and copied whole."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QWidget,
)

from yespo_console.events.problems import Severity
from yespo_console.gui.calm_fields import Tabs
from yespo_console.gui.clipboard import copy_text
from yespo_console.gui.icons import Role, icon
from yespo_console.gui.json_editor import layout
from yespo_console.gui.json_editor.projecting import as_sent, readable
from yespo_console.gui.json_editor.projection import Projection
from yespo_console.gui.response.texts import JsonText, PlainText
from yespo_console.gui.text_sizes import LONGEST_TEXT
from yespo_console.gui.tokens import HALF
from yespo_console.platform.i18n import N_, _

if TYPE_CHECKING:
    from yespo_console.history.exchange import Exchange

_POINTER: Final = Qt.ItemDataRole.UserRole
_SEVERITIES: Final[dict[Severity, tuple[Role, str]]] = {
    Severity.ERROR: ("error", N_("Error")),
    Severity.WARNING: ("warning", N_("Warning")),
    Severity.INFO: ("info", N_("Note")),
}


class ShownProblem(Protocol):
    """What both a fresh and a stored problem tell."""

    @property
    def severity(self) -> Severity: ...
    @property
    def pointer(self) -> str: ...
    @property
    def message(self) -> str: ...


class Part(QStackedWidget):
    """One part in one or more looks. It is filled when it is first looked at.

    Attributes:
        looks: the words for each look, in order; of one look only the part itself.
    Signals:
        looks_changed(): there are others now, or another one is shown.
    """

    looks_changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.looks: tuple[str, ...] = ()

    @property
    def content(self) -> str:
        """What Copy takes."""
        raise NotImplementedError

    def fill(self) -> None:
        """Show what was given; called before the part is seen."""

    def take_look(self, at: int) -> None:
        """Show the look number ``at``."""
        self.setCurrentIndex(at)
        shown = self.currentWidget()
        if shown is not None:
            self.setFocusProxy(shown)
        self.looks_changed.emit()


class TextPart(Part):
    """A text as it came; when it is JSON that can be shown in full, laid out as a second look."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._text = ""
        self._when_empty = ""
        self._plain = PlainText(name)
        self._laid_out = JsonText(_("{part}, laid out").format(part=name), _laid_out)
        self.addWidget(self._plain)
        self.addWidget(self._laid_out)
        self.setFocusProxy(self._plain)

    @property
    def is_empty(self) -> bool:
        """Whether there is no text to be read."""
        return not self._text

    def show_text(self, text: str, when_empty: str = "") -> None:
        """Take ``text``; ``when_empty`` says why there is none."""
        self._text, self._when_empty = text, when_empty
        is_json = len(text) <= LONGEST_TEXT and text.lstrip()[:1] in ("{", "[") and layout.is_json(text)
        self.looks = (_("As received"), _("Laid out")) if is_json else ()
        self.take_look(self.currentIndex() if is_json else 0)

    def fill(self) -> None:
        if self.currentIndex() == 0:
            self._plain.show_text(self._text, self._when_empty)
        else:
            self._laid_out.show_text(self._text)

    def take_look(self, at: int) -> None:
        super().take_look(at)
        if self.isVisible():
            self.fill()

    @property
    def content(self) -> str:
        return self._text


def _laid_out(text: str) -> Projection:
    return as_sent(layout.pretty(text))


class BodyPart(Part):
    """The body of a request: exactly as it travelled, or with JSON inside strings decoded."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._exchange: Exchange | None = None
        self._pointer: str | None = None
        self._fresh: set[int] = set()
        self.looks = (_("As sent"), _("Readable"))
        self._views = (
            JsonText(_("{part}, as sent").format(part=name)),
            JsonText(_("{part}, readable").format(part=name), readable),
        )
        for view in self._views:
            view.fold_opened.connect(self._open_fold)
            self.addWidget(view)
        self.setFocusProxy(self._views[0])

    def show_request(self, exchange: "Exchange") -> None:
        """Take the body of the request that ``exchange`` was; it becomes a text when that is looked at."""
        self._exchange = exchange
        self._pointer = None
        self._fresh.clear()

    def fill(self) -> None:
        view = self._views[self.currentIndex()]
        if self.currentIndex() not in self._fresh:
            self._fresh.add(self.currentIndex())
            view.show_text(self.content)
        if self._pointer is not None:
            view.go_to(self._pointer)
            self._pointer = None

    def take_look(self, at: int) -> None:
        super().take_look(at)
        if self.isVisible():
            self.fill()

    def go_to(self, pointer: str) -> None:
        """Have the value at ``pointer`` selected as soon as it can be seen."""
        self._pointer = pointer
        if self.isVisible():
            self.fill()

    @property
    def content(self) -> str:
        return self._exchange.request_text if self._exchange is not None else ""

    def _open_fold(self, pointer: str) -> None:
        self._pointer = pointer
        self.take_look(1)


class ProblemsPart(Part):
    """What the rules said about the body, worst first.

    Attributes:
        list: a line for each.
        when_empty: what is said when there are none.
    Signals:
        place_asked(str): the user wants to see the place of a problem; its pointer.
    """

    place_asked = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._problems: tuple[ShownProblem, ...] = ()
        self.when_empty = ""
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setProperty("quiet", True)
        self.list.setWordWrap(True)
        self.list.setIconSize(QSize(16, 16))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.itemActivated.connect(self._choose)
        self._none = PlainText(name)
        self.addWidget(self._none)
        self.addWidget(self.list)

    def show_problems(self, problems: Sequence[ShownProblem], when_empty: str) -> None:
        """Take the problems; ``when_empty`` is said when there are none."""
        self._problems = tuple(problems)
        self.when_empty = when_empty
        self._none.show_text("", when_empty)
        self.take_look(1 if problems else 0)

    def fill(self) -> None:
        self.list.clear()
        for problem in self._problems:
            role, words = _SEVERITIES[problem.severity]
            item = QListWidgetItem(icon(role, role), _line(words, problem), self.list)
            item.setData(_POINTER, problem.pointer)
            item.setToolTip(_("Enter or a double-click shows the place in the request"))

    @property
    def content(self) -> str:
        return "\n".join(_line(_SEVERITIES[one.severity][1], one) for one in self._problems)

    def _choose(self, item: QListWidgetItem) -> None:
        pointer = item.data(_POINTER)
        if pointer is not None:
            self.place_asked.emit(pointer)


def _line(word: str, problem: ShownProblem) -> str:
    said = f"{_(word)}: {problem.message}"
    return f"{said}\n{problem.pointer}" if problem.pointer else said


class PartTabs(QTabWidget):
    """The parts side by side as tabs; the looks of the one shown and Copy stand at the end of the row.

    Signals:
        asked(): the content of the one shown is about to be taken; what waits to be shown is to be there first.
    """

    asked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabBar(Tabs(self))
        self.setAccessibleName(name)
        self.tabBar().setAccessibleName(name)
        self.setFocusProxy(self.tabBar())
        self._short: dict[Part, str] = {}
        self._counts: dict[Part, int] = {}
        self._is_short = False
        corner = QWidget(self)
        self._line = QHBoxLayout(corner)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(HALF)
        self._looks = QButtonGroup(self)
        self._looks.idClicked.connect(self._take_look)
        self.copy = QToolButton(corner)
        self.copy.setIcon(icon("copy"))
        self.copy.clicked.connect(self._copy)
        self._line.addWidget(self.copy)
        self.setCornerWidget(corner)
        self.currentChanged.connect(self._changed)

    def add(self, part: Part, at: int = -1, short: str = "") -> None:
        """A tab for ``part``, called as it is, or ``short`` where there is little room; -1: the last."""
        part.looks_changed.connect(self._show_looks)
        self._short[part] = short or part.accessibleName()
        self._name(self.insertTab(at, part, ""))

    def fit(self, most: int) -> int:
        """Call the tabs by their short names when the row is wider than ``most`` px otherwise; how wide it is then."""
        for short in (False, True):
            if short is not self._is_short:
                self._is_short = short
                for at in range(self.count()):
                    self._name(at)
            wide = sum(self.tabBar().tabRect(at).width() for at in range(self.count()))
            wide += self.copy.sizeHint().width() + 2 * HALF
            if wide <= most:
                break
        return wide

    @property
    def part(self) -> Part | None:
        """The one shown."""
        part = self.currentWidget()
        return part if isinstance(part, Part) else None

    def refill(self) -> None:
        """Everything is new: fill the part that is shown; the others when they are."""
        self._changed()

    def show_count(self, part: Part, count: int) -> None:
        """Say behind the name of ``part`` how much is in it."""
        self._counts[part] = count
        self._name(self.indexOf(part))

    def _name(self, at: int) -> None:
        part = self.widget(at)
        assert isinstance(part, Part)
        name = self._short[part] if self._is_short else part.accessibleName()
        count = self._counts.get(part, 0)
        self.setTabText(at, f"{name} ({count})" if count else name)
        self.tabBar().setAccessibleTabName(at, part.accessibleName())
        self.setTabToolTip(at, part.accessibleName() if name != part.accessibleName() else "")

    def _changed(self, _at: int = 0) -> None:
        if self.part is not None:
            self.part.fill()
            self._show_looks()

    def _show_looks(self) -> None:
        part = self.part
        if part is None:
            return
        self.copy.setToolTip(_("Copy: {part}").format(part=part.accessibleName()))
        self.copy.setAccessibleName(self.copy.toolTip())
        buttons = self._looks.buttons()
        if tuple(button.text() for button in buttons) != part.looks:
            for button in buttons:
                self._looks.removeButton(button)
                self._line.removeWidget(button)
                button.deleteLater()
            for at, words in enumerate(part.looks):
                self._looks.addButton(self._look_button(words), at)
                self._line.insertWidget(at, self._looks.button(at))
        shown = self._looks.button(part.currentIndex())
        if shown is not None:
            shown.setChecked(True)

    def _look_button(self, words: str) -> QToolButton:
        button = QToolButton(self.cornerWidget())
        button.setText(words)
        button.setCheckable(True)
        button.setAccessibleName(words)
        return button

    def _take_look(self, at: int) -> None:
        if self.part is not None:
            self.part.take_look(at)

    def _copy(self) -> None:
        self.asked.emit()
        if self.part is not None:
            copy_text(self.part.content)
