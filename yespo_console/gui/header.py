"""The row on top: sections, where a send would go, Send, and the menu.

A real account changes the whole row: another colour, the words "Real account" with the organisation, another icon and
other words on Send. The sandbox is quiet.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from yespo_console.gui.actions import spec
from yespo_console.gui.icons import Role, icon
from yespo_console.gui.menu import Menu
from yespo_console.gui.theme import redress
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.platform.i18n import _
from yespo_console.platform.short_names import shortened
from yespo_console.platform.window_state import SANDBOX, Marking

HEIGHT = 6 * GRID
LONGEST_NAME = 24
_SHORTEST_NAME = 12
_TIGHTEST = 3
#: Of the organisation of a real account at least so much is always shown, in px.
_ORGANISATION = 12 * GRID
ICONS = {"sandbox": "environment-sandbox", "local": "environment-local", "account": "environment-account"}


class Header(QFrame):
    """The header.

    Signals:
        section_chosen(str): id of a section.
        environment_asked(): the picker is about to open; its menu is ``environment_menu``.
        send_pressed(), cancel_pressed().
    """

    section_chosen = Signal(str)
    send_pressed = Signal()
    cancel_pressed = Signal()

    def __init__(self, sections: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setFixedHeight(HEIGHT)
        self._busy = False
        self._marking = SANDBOX
        self._sections: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, 0, GRID, 0)
        layout.setSpacing(HALF)
        for section in sections:
            layout.addWidget(self._section_button(section))
        layout.addStretch(1)

        self._real_icon = QLabel(self)
        self._real = QLabel(_("Real account"), self)
        self._real.setProperty("role", "real")
        self._organisation = _Shrinking(self)
        for label in (self._real_icon, self._real):
            layout.addWidget(label)
            layout.addSpacing(HALF)
        layout.addWidget(self._organisation)
        layout.addSpacing(GRID)

        self.environment_menu = Menu(self)
        self.environment = QToolButton(self)
        self.environment.setObjectName("environment")
        self.environment.setMenu(self.environment_menu)
        self.environment.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.environment.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.environment.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the person where they were
        self.environment.setIconSize(QSize(18, 18))
        layout.addWidget(self.environment)
        layout.addSpacing(HALF)

        self.send = QPushButton(self)
        self.send.setObjectName("send")
        self.send.setIconSize(QSize(18, 18))
        self.send.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # or the next space that is typed would send again
        self.send.clicked.connect(self._send_clicked)
        layout.addWidget(self.send)
        layout.addSpacing(HALF)

        self.menu = Menu(self)
        self.menu_button = QToolButton(self)
        self.menu_button.setMenu(self.menu)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu_button.setIconSize(QSize(18, 18))
        self.menu_button.setToolTip(_("All that can be done here"))
        self.menu_button.setAccessibleName(_("Menu"))
        layout.addWidget(self.menu_button)
        self.mark(SANDBOX)

    @property
    def marking(self) -> Marking:
        """What the header shows now."""
        return self._marking

    def mark(self, marking: Marking) -> None:
        """Show where a send would go."""
        changed = marking != self._marking
        self._marking = marking
        real = marking.real
        self.setProperty("real", real)
        self._real_icon.setVisible(real)
        self._real.setVisible(real)
        self._organisation.setVisible(real)
        self._organisation.setText(marking.organisation or _("key not checked"))
        unchecked = _("Whose account the key opens was not checked yet. Save and check it in Environments.")
        self._organisation.setToolTip(marking.organisation or unchecked)
        role: Role = "on_real" if real else "text"
        if real:
            self._real_icon.setPixmap(icon("warning", "on_real").pixmap(QSize(18, 18), self.devicePixelRatioF()))
        self.environment.setIcon(icon(ICONS[marking.kind], role))
        shortcut = spec("environment").shortcut
        self.environment.setToolTip(
            _("Where a send goes: {name} ({shortcut})").format(name=marking.name, shortcut=shortcut)
        )
        self.environment.setAccessibleName(_("Environment: {name}").format(name=self.words()))
        self.menu_button.setIcon(icon("menu", role))
        for section, button in self._sections.items():
            button.setIcon(icon(spec(f"section-{section}").icon, role))
        self._dress_send()
        for widget in (self, *self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)):
            if not isinstance(widget, QMenu):
                redress(widget)
        self.update()
        if changed:
            self._announce()

    def _announce(self) -> None:
        """Have a screen reader say where sends go now."""
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.words()))

    def words(self) -> str:
        """The marking in one line of words, as a screen reader says it and as the window's title ends."""
        if not self._marking.real:
            return self._marking.name
        who = self._marking.organisation or _("key not checked")
        return _("{name}, real account ({who})").format(name=self._marking.name, who=who)

    def set_section(self, section: str) -> None:
        """Show ``section`` as the current one."""
        self._sections[section].setChecked(True)

    def set_sendable(self, shown: bool, enabled: bool) -> None:
        """Whether the section shown sends at all, and whether it can now; what runs can be cancelled from any."""
        self.send.setVisible(shown or self._busy)
        self.send.setEnabled(enabled or self._busy)

    def set_busy(self, busy: bool) -> None:
        """A send runs: Send is Cancel until it ends."""
        self._busy = busy
        self._dress_send()

    def open_environments(self) -> None:
        """Drop the picker down, its current row under the cursor."""
        self.environment.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.environment.showMenu()

    def fill_menu(self, groups: Sequence[Sequence[QAction]]) -> None:
        """The menu's actions, with a line between groups."""
        self.menu.clear()
        for group in groups:
            if group:
                self.menu.addSeparator()
                self.menu.addActions(list(group))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style sheet's row, and a stripe in the colour the user gave the environment."""
        super().paintEvent(event)
        if self._marking.kind == "sandbox" or not self._marking.colour:
            return
        with QPainter(self) as painter:
            painter.fillRect(0, self.height() - 4, self.width(), 4, QColor(self._marking.colour))

    def _section_button(self, section: str) -> QToolButton:
        row = spec(f"section-{section}")
        button = QToolButton(self)
        button.setText(f" {row.title}")
        button.setCheckable(True)
        button.setProperty("section", True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(18, 18))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolTip(row.tooltip)
        button.setAccessibleName(row.title)
        button.clicked.connect(lambda: self.section_chosen.emit(section))
        self._group.addButton(button)
        self._sections[section] = button
        return button

    def _dress_send(self) -> None:
        row = spec("cancel" if self._busy else "send")
        real = self._marking.real
        if self._busy:
            words, picture = _("Cancel"), "stop"
        elif real:
            words, picture = _("Send to {name}").format(name=self._marking.name), "send-real"
        else:
            words, picture = row.title, "send"
        self.send.setIcon(icon(picture, "real" if real else "on_accent"))
        self.send.setProperty("primary", not real)
        self.send.setAccessibleName(words)
        self.send.setToolTip(row.tooltip)
        redress(self.send)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out words, the least needed first, until all that is left has its room; tool tips keep them."""
        layout = self.layout()
        for tightness in range(_TIGHTEST + 1):
            self._show_words(tightness)
            if layout is None or layout.minimumSize().width() <= self.width():
                return

    def _show_words(self, tightness: int) -> None:
        """0 shows all; 1 leaves out the keys of Send, 2 the words of the sections, 3 most of the environment's name."""
        most = _SHORTEST_NAME if tightness >= 3 else LONGEST_NAME
        name = shortened(self._marking.name, most)
        if self._busy:
            words = _("Cancel")
        elif self._marking.real:
            words = _("Send to {name}").format(name=name)
        else:
            words = spec("send").title
        keys = spec("cancel" if self._busy else "send").shortcut
        self.send.setText(f" {words}" if tightness else f" {words}   {keys}")
        self.environment.setText(f" {name}")
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if tightness >= 2 else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in self._sections.values():
            button.setToolButtonStyle(style)

    def _send_clicked(self) -> None:
        if self._busy:
            self.cancel_pressed.emit()
        else:
            self.send_pressed.emit()


class _Shrinking(QLabel):
    """A label that gives way in a narrow window, and then leaves out its end."""

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return whole.boundedTo(QSize(_ORGANISATION, whole.height()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with QPainter(self) as painter:
            words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
            self.style().drawItemText(
                painter, self.rect(), Qt.AlignmentFlag.AlignVCenter, self.palette(), True, words, self.foregroundRole()
            )
