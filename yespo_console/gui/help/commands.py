"""All commands with their keys, in one list that can be searched; Enter carries one out."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from yespo_console.gui.actions import ActionSpec
from yespo_console.gui.dialog_size import open_at
from yespo_console.gui.icons import icon
from yespo_console.gui.tokens import GRID
from yespo_console.history.search_fields import search_language
from yespo_console.platform.i18n import _

_ID = Qt.ItemDataRole.UserRole
_LANGUAGE = "search-language"
#: What stands in a row beside its words, in px: the indent, the icon, the margins.
_BESIDE_WORDS = 6 * GRID
#: It may write to real people, so it is carried out only by who names or chooses it.
_SEND = "send"
_UP_AND_DOWN = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandsDialog(QDialog):
    """The list. What cannot be done now is shown greyed, with its keys; ``part_keys`` are listed and not carried out.

    Nothing is chosen before something is typed or an arrow is pressed, and the key that sends an event from the window
    does nothing here: who opens the list to read it must not send by Enter.

    Under the commands stands the language of the search in the history: what may be typed, and what it means. A dialog
    in which none of the commands can be given passes no ``actions``, and only its keys are listed.

    Attributes:
        search: takes the first key; arrows move through the list from there.
    """

    def __init__(
        self,
        specs: Sequence[ActionSpec],
        actions: Mapping[str, QAction],
        part_keys: Sequence[ActionSpec],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("All commands and shortcuts"))
        open_at(self, 680, 640, parent)
        self._actions = {name: (action, action.isEnabled()) for name, action in actions.items()}
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search for a command or a key"))
        self.search.setAccessibleName(_("Search for a command or a key"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._run_current)
        self.search.installEventFilter(self)
        self._tree = QTreeWidget(self)
        self._tree.setColumnCount(2)
        self._tree.setHeaderHidden(True)
        self._tree.setRootIsDecorated(False)
        self._tree.setIndentation(GRID)
        self._tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._tree.setAccessibleName(_("Commands"))
        self._tree.setWordWrap(True)
        self._tree.header().setStretchLastSection(False)
        self._tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._tree.itemActivated.connect(self._run)
        self._tree.currentItemChanged.connect(self._explain)
        self.hint = QLabel(self)
        self.hint.setProperty("role", "muted")
        self.hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        for widget in (self.search, self._tree, self.hint):
            layout.addWidget(widget)
        self._fill([row for row in specs if row.id in self._actions], part_keys)
        if actions:
            self._fill_language()
        self._tree.expandAll()
        self._choose("")
        self.search.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit_rows)  # by then the columns have their widths

    def rows(self) -> list[tuple[str, str]]:
        """What the list shows now: words and keys."""
        return [(item.text(0), item.text(1)) for item in self._items() if not item.isHidden()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search field move through the list; Enter with another key is no plain Enter."""
        if watched is self.search and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _UP_AND_DOWN:
                if self._tree.currentItem() is not None:
                    self._tree.keyPressEvent(event)
                elif can_be := self._that_can_be():
                    self._tree.setCurrentItem(can_be[0])
                return True
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not plain:
                return True
        return super().eventFilter(watched, event)

    def _fill(self, specs: Sequence[ActionSpec], part_keys: Sequence[ActionSpec]) -> None:
        headings: dict[str, QTreeWidgetItem] = {}
        room = QPixmap(QSize(16, 16))
        room.fill(Qt.GlobalColor.transparent)
        blank = QIcon(room)  # words without a picture stand under those with one
        for row in (*specs, *part_keys):
            heading = headings.get(row.group)
            if heading is None:
                heading = headings[row.group] = self._heading(_(row.group))
            item = QTreeWidgetItem(heading, [row.title, ", ".join(row.shortcuts)])
            item.setData(0, _ID, row.id)
            item.setIcon(0, icon(row.icon, "muted") if row.icon else blank)
            if row.id in self._actions and not self._actions[row.id][1]:
                item.setFlags(Qt.ItemFlag.ItemIsSelectable)

    def _fill_language(self) -> None:
        heading = self._heading(_("In the search of the history"))
        for example, meaning in search_language():
            item = QTreeWidgetItem(heading, [_capital(meaning), example])
            item.setData(0, _ID, _LANGUAGE)
            item.setIcon(0, icon("search", "muted"))

    def _heading(self, words: str) -> QTreeWidgetItem:
        heading = QTreeWidgetItem(self._tree, [words, ""])
        heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = heading.font(0)
        font.setBold(True)
        heading.setFont(0, font)
        return heading

    def _fit_rows(self) -> None:
        """Words that do not fit into one line take more: a tree gives each row one by itself."""
        room = self._tree.columnWidth(0) - _BESIDE_WORDS
        metrics = self._tree.fontMetrics()
        for item in self._items():
            words = metrics.boundingRect(QRect(0, 0, room, 0), Qt.TextFlag.TextWordWrap, item.text(0))
            item.setSizeHint(0, QSize(0, words.height() + GRID + 2))

    def _items(self) -> list[QTreeWidgetItem]:
        return [item for heading in self._headings() for item in _children(heading)]

    def _headings(self) -> list[QTreeWidgetItem]:
        return _children(self._tree.invisibleRootItem())

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for heading in self._headings():
            for item in _children(heading):
                known = item.data(0, _ID) if item.data(0, _ID) in self._actions else ""  # as the command line calls it
                told = f"{heading.text(0)} {item.text(0)} {item.text(1)} {known}".casefold()
                item.setHidden(not all(word in told for word in words))
            heading.setHidden(all(item.isHidden() for item in _children(heading)))
        self._choose(" ".join(words))

    def _that_can_be(self) -> list[QTreeWidgetItem]:
        return [each for each in self._items() if not each.isHidden() and each.flags() & Qt.ItemFlag.ItemIsEnabled]

    def _choose(self, typed: str) -> None:
        """Choose the row that is called as was ``typed``, else the first that does not send; none for nothing."""
        can_be = self._that_can_be()
        called = [each for each in can_be if typed in (each.text(0).casefold(), *each.text(1).casefold().split(", "))]
        harmless = [each for each in can_be if each.data(0, _ID) != _SEND]
        chosen = next(iter((*called, *harmless)), None) if typed else None
        if chosen is not None:
            self._tree.setCurrentItem(chosen)
        else:
            self._tree.setCurrentIndex(QModelIndex())
            self._explain()

    def _explain(self) -> None:
        item = self._tree.currentItem()
        if not self.rows():
            words = _("No command and no key fits. Search for less.")
        elif item is None:
            words = _(
                "Type words or press an arrow key to choose a command. What is greyed cannot be done at the moment."
            )
        elif item.data(0, _ID) == _LANGUAGE:
            words = _("Type it into the search box of the history; all that is typed there must hold.")
        elif item.data(0, _ID) not in self._actions:
            words = _("This key works while the cursor is in that part of the window.")
        else:
            words = _("Enter carries out the command. What is greyed cannot be done at the moment.")
        self.hint.setText(words)

    def _run_current(self) -> None:
        item = self._tree.currentItem()
        if item is not None and item.isSelected():
            self._run(item)

    def _run(self, item: QTreeWidgetItem) -> None:
        action, enabled = self._actions.get(item.data(0, _ID), (None, False))
        if action is not None and enabled:
            self.close()
            action.trigger()


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (item.child(at) for at in range(item.childCount()))
    return [child for child in found if child is not None]
