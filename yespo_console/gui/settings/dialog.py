"""Settings of the program as a whole: how it looks, what it offers and keeps, and how it reaches the network."""

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from yespo_console.delivery.config_file import ConfigError
from yespo_console.delivery.environments import describe_invalid
from yespo_console.delivery.settings import Settings, SettingsStore
from yespo_console.gui import theme
from yespo_console.gui.async_runner import AsyncRunner, Outcome
from yespo_console.gui.calm_fields import Number
from yespo_console.gui.dialog_size import open_at
from yespo_console.gui.settings.retention import RetentionPart
from yespo_console.gui.settings.rows import Row, choice, choose
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _
from yespo_console.platform.user_file import what_is_at

if TYPE_CHECKING:
    from yespo_console.history.store import HistoryStore


class SettingsDialog(QDialog):
    """The dialog. The theme is shown at once and taken back by Cancel; everything else counts from Save on."""

    def __init__(
        self, store: SettingsStore, history: "HistoryStore", runner: AsyncRunner, app: QApplication, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Settings"))
        self._store, self._runner, self._app = store, runner, app
        self._before = self._wanted = Settings()

        self.theme = choice(
            ((_("As the desktop"), "system"), (_("Light"), "light"), (_("Dark"), "dark")),
        )
        self.theme.currentIndexChanged.connect(self._preview)
        self.motion = QCheckBox(_("Menus and lists may move"))
        self.motion.setAccessibleName(self.motion.text())
        self.offer_clipboard = QCheckBox(_("Offer to open an event that was copied in another program"))
        self.offer_clipboard.setAccessibleName(self.offer_clipboard.text())
        explained = _("The clipboard is looked at when you come back to the window. Nothing is sent anywhere.")
        self.offer_clipboard.setAccessibleDescription(explained)
        offer_help = QLabel(explained)
        offer_help.setProperty("role", "caption")
        offer_help.setWordWrap(True)
        self.retention = RetentionPart(history, runner)
        self.proxy = choice(
            ((_("The system's proxy"), "system"), (_("No proxy"), "none"), (_("This proxy"), "own")),
        )
        self.proxy.currentIndexChanged.connect(self._proxy_chosen)
        self.proxy_url = QLineEdit()
        self.proxy_url.setPlaceholderText("http://proxy.example:3128")
        self.ca_file = QLineEdit()
        browse = QPushButton(_("Choose…"))
        browse.setAccessibleName(_("Choose the file with certificate authorities"))
        browse.clicked.connect(self._browse)
        self.connect_timeout = _seconds()
        self.read_timeout = _seconds()
        self._rows = {
            "theme": Row(_("Colours"), self.theme),
            "proxy": Row(
                _("Proxy"), self.proxy, _("The sandbox and everything else on this computer is reached directly.")
            ),
            "proxy_url": Row(_("Address of the proxy"), self.proxy_url, _("Without user name and password.")),
            "ca_file": Row(
                _("Own certificate authorities"),
                self.ca_file,
                _("A PEM file, for a company network that looks into encrypted traffic. Usually empty."),
                (browse,),
            ),
            "connect_timeout": Row(
                _("Give up connecting after"), self.connect_timeout, _("Seconds until the connection must stand.")
            ),
            "read_timeout": Row(
                _("Give up waiting for the answer after"),
                self.read_timeout,
                _("Seconds. Yespo may still take an event whose answer came too late."),
            ),
        }
        form = QWidget()
        inside = QVBoxLayout(form)
        inside.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        inside.setSpacing(GRID)
        inside.addWidget(_title(_("Appearance")))
        inside.addWidget(self._rows["theme"])
        inside.addWidget(self.motion)
        inside.addSpacing(2 * GRID)
        inside.addWidget(_title(_("Paste")))
        inside.addWidget(self.offer_clipboard)
        inside.addWidget(offer_help)
        inside.addSpacing(2 * GRID)
        inside.addWidget(_title(_("History")))
        inside.addWidget(self.retention)
        inside.addSpacing(2 * GRID)
        inside.addWidget(_title(_("Network")))
        for name in ("proxy", "proxy_url", "ca_file", "connect_timeout", "read_timeout"):
            inside.addWidget(self._rows[name])
        inside.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(form)
        self._wrong = QLabel(self)
        self._wrong.setProperty("role", "error")
        self._wrong.setWordWrap(True)
        self._wrong.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        self._wrong.hide()
        self.save = QPushButton(self)
        self.save.setDefault(True)
        self._name_save(False)
        cancel = QPushButton(_("Cancel"), self)
        cancel.setAccessibleName(_("Cancel"))
        buttons = QDialogButtonBox(self)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.save.clicked.connect(self._save)
        buttons.setContentsMargins(2 * GRID, 0, 2 * GRID, 2 * GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(area, 1)
        layout.addWidget(self._wrong)
        layout.addWidget(buttons)
        self.retention.removing.connect(self._name_save)
        self.retention.agreed.connect(self._write)
        self.retention.declined.connect(self._not_saved)
        self._read()
        open_at(self, 520, 640, parent)
        self.theme.setFocus()

    def to_model(self) -> Settings | None:
        """The settings as they stand in the form; None when one is wrong, which is then said at its field."""
        for row in self._rows.values():
            row.complain("")
        stated: dict[str, Any] = {
            **self._before.model_dump(),
            "theme": self.theme.currentData(),
            "motion": self.motion.isChecked(),
            "offer_clipboard": self.offer_clipboard.isChecked(),
            **self.retention.to_model(),
            "proxy": self.proxy.currentData(),
            "proxy_url": self.proxy_url.text().strip(),
            "ca_file": self.ca_file.text().strip() or None,
            "connect_timeout": self.connect_timeout.value(),
            "read_timeout": self.read_timeout.value(),
        }
        if stated["proxy"] != "own":
            # What stands in a field that is not in sight can neither be mended nor be meant.
            stated["proxy_url"] = self._before.proxy_url
        elif not stated["proxy_url"]:
            self._refuse("proxy_url", _("Enter the address of the proxy, or choose another way above."))
            return None
        if stated["ca_file"] and what_is_at(Path(stated["ca_file"])) != "file":
            self._refuse("ca_file", _("There is no such file."))
            return None
        try:
            return Settings.model_validate(stated)
        except ValidationError as error:
            self._refuse(str(error.errors()[0]["loc"][0]), describe_invalid(error))
            return None

    def reject(self) -> None:
        """Close without keeping anything, the colours included."""
        theme.apply(self._app, self._before.theme)
        super().reject()

    def _read(self) -> None:
        try:
            self._before = self._store.load()
        except ConfigError as error:
            self._say(str(error))
            self.save.setEnabled(False)
        settings = self._before
        choose(self.theme, settings.theme)
        self.motion.setChecked(settings.motion)
        self.offer_clipboard.setChecked(settings.offer_clipboard)
        self.retention.load(settings.history_days, settings.history_exchanges, settings.history_megabytes)
        choose(self.proxy, settings.proxy)
        self.proxy_url.setText(settings.proxy_url)
        self.ca_file.setText(str(settings.ca_file or ""))
        self.connect_timeout.setValue(settings.connect_timeout)
        self.read_timeout.setValue(settings.read_timeout)
        self._proxy_chosen()

    def _save(self) -> None:
        try:
            stored = self._store.load()  # a removal that was given up in another window has put the limits off
        except ConfigError as error:
            self._say(str(error))
            return
        if self.to_model() is not None:
            self.save.setEnabled(False)
            self._say("")
            self.retention.compare_with(stored.history_days, stored.history_exchanges, stored.history_megabytes)
            self.retention.ask()

    def _not_saved(self, why: str) -> None:
        self.save.setEnabled(True)
        self._say(why)

    def _write(self) -> None:
        settings = self.to_model()  # once more: the form could be changed while exchanges were counted
        if settings is None:
            self.save.setEnabled(True)
            return
        self._wanted = settings
        self._runner.start(partial(asyncio.to_thread, self._store.save, settings), self._saved)

    def _saved(self, outcome: Outcome[None]) -> None:
        self.save.setEnabled(True)
        if isinstance(outcome.error, ConfigError):
            self._say(str(outcome.error))
            return
        outcome.result()
        self._before = self._wanted
        theme.theme().set_motion(self._app, self._wanted.motion)
        self.accept()

    def _name_save(self, removes: bool) -> None:
        self.save.setText(_("Save and remove") if removes else _("Save"))
        self.save.setAccessibleName(self.save.text())

    def _say(self, words: str) -> None:
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))

    def _refuse(self, name: str, words: str) -> None:
        row = self._rows[name]
        row.complain(words)
        row.field.setFocus()

    def _preview(self) -> None:
        theme.apply(self._app, self.theme.currentData())

    def _proxy_chosen(self) -> None:
        self._rows["proxy_url"].setVisible(self.proxy.currentData() == "own")

    def _browse(self) -> None:
        dialog = QFileDialog(self, _("Certificate authorities"), self.ca_file.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters([_("Certificates (*.pem *.crt *.cer)"), _("All files (*)")])
        dialog.fileSelected.connect(self.ca_file.setText)
        dialog.open()


def _title(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "title")
    return label


def _seconds() -> Number:
    box = Number()
    box.setRange(0.1, 600)
    box.setDecimals(1)
    box.setSuffix(_(" s"))
    box.lineEdit().setTextMargins(GRID - 2, 0, 0, 0)  # the style sheet's padding does not reach the line in the box
    return box
