"""The dialog that keeps a key from a paste: in the system's keychain, for an environment of the user's."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from yespo_console.delivery.config_file import ConfigError
from yespo_console.delivery.credentials import InvalidKeyError, Storage, checked_key
from yespo_console.delivery.environments import Environment, describe_invalid
from yespo_console.gui.async_runner import Outcome
from yespo_console.gui.environment_selection import EnvironmentSelection
from yespo_console.gui.services import Services
from yespo_console.gui.settings.rows import Row, choice
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import N_, _
from yespo_console.reading.reading import FoundSecret

if TYPE_CHECKING:
    from yespo_console.reading.credentials import Kind

_YESPO: Final = "https://yespo.io/api"
_KINDS: "Final[dict[Kind, str]]" = {
    "user": N_("key beside a user name"),
    "authorization": N_("Authorization header"),
    "token": N_("token"),
    "cookie": N_("cookie"),
    "password": N_("password"),
}


class KeepKeyDialog(QDialog):
    """Asks for which environment a key is, and keeps it there. The key itself is never shown.

    Attributes:
        key, environment, name, base_url, keep: what the user answers.
    Signals:
        kept(str, str): it is kept; a sentence that says where: its kind, its words.
    """

    kept = Signal(str, str)

    def __init__(
        self,
        keys: Sequence[FoundSecret],
        base_url: str,
        services: Services,
        selection: EnvironmentSelection,
        parent: QWidget,
    ) -> None:
        """``base_url`` is the address in the payload when it is Yespo's, else empty."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keep the key"))
        self.resize(480, 200)
        self._services, self._selection = services, selection
        self._written: Environment | None = None
        self.key = choice([(_of_key(found), found) for found in keys])
        own = [one for one in selection.environments if one.kind != "sandbox"]
        self.environment = choice([*((one.name, one) for one in own), (_("A new environment"), None)])
        fitting = next((at for at, one in enumerate(own) if one.base_url.lower() == base_url.lower()), len(own))
        self.environment.setCurrentIndex(fitting)
        self.environment.currentIndexChanged.connect(self._chosen)
        self.name = QLineEdit()
        self.base_url = QLineEdit(base_url or _YESPO)
        self._rows = {
            "key": Row(_("Which key"), self.key),
            "environment": Row(_("Environment"), self.environment),
            "name": Row(_("Name of the new environment"), self.name),
            "base_url": Row(_("Base URL"), self.base_url, _("Up to the version, as in https://yespo.io/api.")),
        }
        self._rows["key"].setVisible(len(keys) > 1)
        self._wrong = QLabel(self)
        self._wrong.setProperty("role", "error")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        self.keep = QPushButton(_("Keep the key"), self)
        self.keep.setDefault(True)
        self.keep.clicked.connect(self._keep)
        cancel = QPushButton(_("Cancel"), self)
        buttons = QDialogButtonBox(self)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(self.keep, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        for button in (self.keep, cancel):
            button.setAccessibleName(button.text())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        for row in self._rows.values():
            layout.addWidget(row)
        layout.addStretch(1)
        layout.addWidget(self._wrong)
        layout.addWidget(buttons)
        self._chosen()
        self.environment.setFocus()

    def _chosen(self) -> None:
        chosen: Environment | None = self.environment.currentData()
        for name in ("name", "base_url"):
            self._rows[name].setVisible(chosen is None)
        goes = _("The key goes into the system's keychain where there is one.")
        replaces = _(
            "The key goes into the system's keychain where there is one. It replaces the environment's present key."
        )
        self._rows["environment"].explain(goes if chosen is None else replaces)

    def _keep(self) -> None:
        for row in self._rows.values():
            row.complain("")
        found: FoundSecret = self.key.currentData()
        try:
            key = checked_key(found.secret.reveal())
        except InvalidKeyError as error:
            self._say(str(error))
            return
        environment = self._environment_with(found.user)
        if environment is None:
            return
        is_new = self.environment.currentData() is None
        self.keep.setEnabled(False)
        self._written = environment
        services = self._services

        def store() -> Storage:
            if is_new and any(
                one.name.casefold() == environment.name.casefold() for one in services.environments.all()
            ):
                message = _("There is already an environment called {name}.")
                raise ValueError(message.format(name=environment.name))
            services.environments.save(environment)
            return services.credentials.set(environment.name, key)

        services.runner.start_in_thread(store, self._stored)

    def _environment_with(self, user: str | None) -> Environment | None:
        """The environment as it is to be, with the user name that stood beside the key; None when that is said."""
        chosen: Environment | None = self.environment.currentData()
        if chosen is not None:
            stated = chosen.model_dump()
        else:
            stated = {"name": self.name.text(), "base_url": self.base_url.text(), "kind": "account"}
        if user:
            stated["user"] = user
        if not stated["name"].strip():
            self._rows["name"].complain(_("Give the environment a name."))
            self.name.setFocus()
            return None
        try:
            return Environment.model_validate(stated)
        except ValidationError as error:
            field = str(error.errors()[0]["loc"][0])
            if field in self._rows and chosen is None:
                self._rows[field].complain(describe_invalid(error))
                self._rows[field].field.setFocus()
            else:
                self._say(describe_invalid(error))
            return None

    def _stored(self, outcome: Outcome[Storage]) -> None:
        self.keep.setEnabled(True)
        if isinstance(outcome.error, ValueError | ConfigError):
            self._say(str(outcome.error))
            return
        storage = outcome.result()
        self._selection.reload()
        name = self._written.name if self._written is not None else ""
        if storage is Storage.KEYCHAIN:
            kind, words = "success", _("The key is in the system's keychain now, for the environment {name}.")
        else:
            kind = "warning"
            words = _("There is no keychain to be used, so the key of {name} is kept until the program ends.")
        self.kept.emit(kind, words.format(name=name))
        self.accept()

    def _say(self, words: str) -> None:
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))


def _of_key(found: FoundSecret) -> str:
    kind = _(_KINDS[found.kind])
    return _("Line {line}: {kind}").format(line=found.line, kind=kind)
