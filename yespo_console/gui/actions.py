"""The table of actions: what a person can do, its words and its keys. Menus, tool tips and the help read it.

A page answers an action by id (``Page.commands``); the window owns the one QAction of each id, so a key means one thing
everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from yespo_console.gui.icons import icon
from yespo_console.gui.presses import on_press
from yespo_console.platform.i18n import N_, _


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing a person can do.

    Attributes:
        id: stable; what a page answers to.
        text: untranslated words, an imperative.
        keys: shortcuts in Qt's portable spelling, the first one shown.
        icon: name of an icon, or "".
        group: heading under which the help lists it (untranslated).
        dialog: it opens a dialog, so its words end in an ellipsis where that is the custom.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    group: str = ""
    dialog: bool = False

    @property
    def title(self) -> str:
        """The words, translated."""
        return _(self.text)

    @property
    def shortcuts(self) -> tuple[str, ...]:
        """The shortcuts as this platform writes them; Enter on the number pad is not told apart."""
        told = (QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) for keys in self.keys)
        return tuple(dict.fromkeys(keys.replace("Return", "Enter") for keys in told))

    @property
    def shortcut(self) -> str:
        """The first shortcut, or ""."""
        return next(iter(self.shortcuts), "")

    @property
    def tooltip(self) -> str:
        """Words and shortcut, for a button that shows an icon only."""
        return f"{self.title} ({self.shortcut})" if self.keys else self.title


_DRAFT: Final = N_("Draft")
_SEND: Final = N_("Send and copy")
_HISTORY: Final = N_("History")
_GO: Final = N_("Go to")
_PROGRAM: Final = N_("Program")

ACTIONS: Final[tuple[ActionSpec, ...]] = (
    ActionSpec("send", N_("Send"), ("Ctrl+Return", "Ctrl+Enter"), "send", _SEND),
    ActionSpec("cancel", N_("Cancel the send"), ("Esc",), "stop", _SEND),
    ActionSpec("cancel-job", N_("Cancel the reading, or the making of a ticket"), ("Esc",), "stop", _PROGRAM),
    ActionSpec("copy-curl-bash", N_("Copy as curl (bash)"), ("Ctrl+Shift+C",), "copy", _SEND),
    ActionSpec("copy-curl-cmd", N_("Copy as curl (cmd)"), (), "copy", _SEND),
    ActionSpec("copy-curl-powershell", N_("Copy as curl (PowerShell)"), (), "copy", _SEND),
    ActionSpec("copy-python", N_("Copy as Python (httpx)"), (), "copy", _SEND),
    ActionSpec("copy-php", N_("Copy as PHP"), (), "copy", _SEND),
    ActionSpec("copy-ticket", N_("Copy for the ticket"), ("Ctrl+Shift+M",), "copy", _SEND),
    ActionSpec(
        "send-elsewhere", N_("Send again to another environment"), ("Ctrl+Shift+Return",), "send", _SEND, dialog=True
    ),
    ActionSpec("pin", N_("Pin or unpin the exchange"), ("Ctrl+D",), "pin", _HISTORY),
    ActionSpec("tag", N_("Give the exchange a tag"), ("Ctrl+G",), "tag", _HISTORY),
    ActionSpec("note", N_("Write a note about the exchange"), ("Ctrl+Shift+N",), "note", _HISTORY),
    ActionSpec("chart", N_("Show or fold the chart of sends"), ("Ctrl+Shift+H",), "chart", _HISTORY),
    ActionSpec("new", N_("New draft"), ("Ctrl+T",), "plus", _DRAFT),
    ActionSpec("close", N_("Close the draft"), ("Ctrl+W",), "close", _DRAFT),
    ActionSpec("reopen", N_("Reopen the closed draft"), ("Ctrl+Shift+T",), "undo", _DRAFT),
    ActionSpec("paste", N_("Paste event"), ("Ctrl+Shift+V",), "text", _DRAFT),
    ActionSpec("paste-outside", N_("Paste event, where nothing takes text"), ("Ctrl+V",), "", _DRAFT),
    ActionSpec("several", N_("Back to the list of several events"), ("Ctrl+L",), "", _DRAFT),
    ActionSpec("open", N_("Open a file"), ("Ctrl+O",), "folder-open", _DRAFT, dialog=True),
    ActionSpec("save", N_("Save to its file"), ("Ctrl+S",), "save", _DRAFT),
    ActionSpec("save-as", N_("Save as another file"), ("Ctrl+Shift+S",), "", _DRAFT, dialog=True),
    ActionSpec("undo", N_("Undo"), ("Ctrl+Z",), "undo", _DRAFT),
    ActionSpec("redo", N_("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo", _DRAFT),
    ActionSpec("repair", N_("Repair the text that is no JSON"), ("Ctrl+R",), "fix", _DRAFT),
    ActionSpec("mend", N_("Mend the problem you are on"), ("Ctrl+.",), "fix", _DRAFT),
    ActionSpec("switch-view", N_("Switch between As sent and Readable"), ("Ctrl+Shift+R",), "", _DRAFT),
    ActionSpec("format", N_("Format the text"), ("Ctrl+Shift+F",), "", _DRAFT),
    ActionSpec("compare", N_("Compare with another send"), ("Ctrl+Shift+D",), "compare", _HISTORY),
    ActionSpec("timeline-contact", N_("Timeline of this contact"), ("Ctrl+Shift+L",), "timeline", _HISTORY),
    ActionSpec("timeline-cart", N_("Timeline of this cart"), ("Ctrl+Shift+K",), "timeline", _HISTORY),
    ActionSpec("save-search", N_("Save this search"), ("Ctrl+B",), "bookmark", _HISTORY, dialog=True),
    ActionSpec("export", N_("Export exchanges"), ("Ctrl+Shift+X",), "export", _HISTORY, dialog=True),
    ActionSpec("import", N_("Import exchanges"), ("Ctrl+Shift+I",), "import", _HISTORY, dialog=True),
    ActionSpec("forget", N_("Delete everything about a contact"), (), "", _HISTORY, dialog=True),
    ActionSpec("next-draft", N_("Next draft"), ("Ctrl+PgDown", "Ctrl+Tab"), "", _GO),
    ActionSpec("previous-draft", N_("Previous draft"), ("Ctrl+PgUp", "Ctrl+Shift+Tab"), "", _GO),
    ActionSpec("section-compose", N_("Compose"), ("Ctrl+1",), "compose", _GO),
    ActionSpec("section-history", N_("History"), ("Ctrl+2",), "history", _GO),
    ActionSpec("search", N_("Search"), ("Ctrl+F",), "search", _GO),
    ActionSpec("next-problem", N_("Next problem"), ("F8",), "warning", _GO),
    ActionSpec("previous-problem", N_("Previous problem"), ("Shift+F8",), "warning", _GO),
    ActionSpec("next-pane", N_("Next part of the window"), ("F6",), "", _GO),
    ActionSpec("previous-pane", N_("Previous part of the window"), ("Shift+F6",), "", _GO),
    ActionSpec("environment", N_("Choose the environment"), ("Ctrl+E",), "environment-sandbox", _PROGRAM),
    ActionSpec(
        "environments", N_("Edit environments"), ("Ctrl+Shift+E",), "environment-account", _PROGRAM, dialog=True
    ),
    ActionSpec("settings", N_("Settings"), ("Ctrl+,",), "settings", _PROGRAM, dialog=True),
    ActionSpec("commands", N_("All commands and shortcuts"), ("F1",), "keyboard", _PROGRAM),
    ActionSpec("about", N_("About Yespo Console"), (), "info", _PROGRAM),
    ActionSpec("quit", N_("Quit"), ("Ctrl+Q",), "", _PROGRAM),
)
_BY_ID: Final = {spec.id: spec for spec in ACTIONS}

#: What each copying action writes: ids of ``sharing.writers.WRITERS``.
COPY_WRITERS: Final = {
    "copy-curl-bash": "curl_bash",
    "copy-curl-cmd": "curl_cmd",
    "copy-curl-powershell": "powershell",
    "copy-python": "python_httpx",
    "copy-php": "php",
}


def spec(action_id: str) -> ActionSpec:
    """The row of the table. Raises KeyError for an id that is not there."""
    return _BY_ID[action_id]


#: What a key that is held down does once only: nobody sends an event twice by a finger that stayed a moment too long.
_ONCE: Final = ("send", "send-elsewhere", "close")
ONCE_KEYS: Final = tuple(keys for action_id in _ONCE for keys in spec(action_id).keys)


def create(action_id: str, owner: QWidget, run: Callable[[], object] | None = None) -> QAction:
    """The QAction of a row, added to ``owner`` so that its shortcut works there; ``run`` gets no arguments."""
    row = spec(action_id)
    action = QAction(owner)
    action.setObjectName(action_id)
    action.setText(row.title + ("…" if row.dialog else ""))
    action.setToolTip(row.tooltip)
    action.setShortcuts([QKeySequence(keys) for keys in row.keys])
    action.setAutoRepeat(action_id not in _ONCE)
    if row.icon:
        action.setIcon(icon(row.icon))
    if run is not None:
        action.triggered.connect(on_press(run))
    owner.addAction(action)
    return action
