"""About: version, log folder, and diagnostics to copy into a ticket."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from yespo_console import __version__
from yespo_console.gui.clipboard import copy_text
from yespo_console.gui.dialog_size import open_at
from yespo_console.gui.help.diagnostics import diagnostics
from yespo_console.gui.icons import icon
from yespo_console.gui.theme import theme
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _
from yespo_console.platform.profile import Profile


class AboutDialog(QDialog):
    """The dialog. ``facts`` go into the diagnostics."""

    def __init__(self, profile: Profile, facts: Iterable[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("About Yespo Console"))
        open_at(self, 640, 520, parent)
        self._log_dir = profile.log_dir
        picture = QLabel(self)
        picture.setPixmap(icon("app").pixmap(QSize(48, 48), self.devicePixelRatioF()))
        name = QLabel("Yespo Console", self)
        name.setProperty("role", "headline")
        self.version = QLabel(_("Version {version}").format(version=__version__), self)
        self.version.setProperty("role", "muted")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(self.version)
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(picture)
        top.addLayout(words, 1)

        told = QLabel(
            _("For a ticket: the text below holds no keys and nothing of what you sent, but names of folders."), self
        )
        told.setWordWrap(True)
        self.text = QPlainTextEdit(diagnostics(profile, facts), self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(theme().fixed_font("caption"))
        self.text.setAccessibleName(_("Diagnostics"))
        self.copy = QPushButton(icon("copy"), _("Copy diagnostics"), self)
        self.copy.clicked.connect(self._copy)
        self.open_folder = QPushButton(icon("folder-open"), _("Open the log folder"), self)
        self.open_folder.clicked.connect(self._open_folder)
        close = QPushButton(_("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.close)
        for button in (self.copy, self.open_folder, close):
            button.setAccessibleName(button.text())
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.open_folder)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(top)
        layout.addWidget(told)
        layout.addWidget(self.text, 1)
        layout.addLayout(buttons)
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        copy_text(self.text.toPlainText())
        self.copy.setText(_("Copied"))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_dir)))
