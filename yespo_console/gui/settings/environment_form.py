"""The form of one environment: reads and shows, decides nothing."""

from typing import Any, Final

from pydantic import ValidationError
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from yespo_console.delivery.environments import WARNING_COLOUR, Environment, describe_invalid
from yespo_console.events.event import ApiVersion
from yespo_console.gui.icons import icon
from yespo_console.gui.settings.rows import Row, choice, choose
from yespo_console.gui.theme import redress
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import N_, _

#: Colours to tell environments apart, always beside the name. Each is visible on both themes.
COLOURS: Final = (
    (N_("Orange"), WARNING_COLOUR),
    (N_("Red"), "#cf3030"),
    (N_("Pink"), "#c5377f"),
    (N_("Violet"), "#7c4ddb"),
    (N_("Blue"), "#2f6fd0"),
    (N_("Teal"), "#0f8a8a"),
    (N_("Green"), "#4b7f6a"),
    (N_("Grey"), "#6b7280"),
)


class EnvironmentForm(QWidget):
    """The fields.

    Attributes:
        name, base_url, colour, api, native, user, key, contacts: the fields.
        check, remove_key: the buttons beside the key.
    Signals:
        edited(): the user changed something.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loading = False
        self._environment: Environment | None = None
        self.name = QLineEdit()
        self.base_url = QLineEdit()
        self.base_url.setPlaceholderText("https://yespo.io/api")
        self.colour = choice([(_(words), value) for words, value in COLOURS])
        for at, (_words, value) in enumerate(COLOURS):
            self.colour.setItemIcon(at, _swatch(value))
        self.api = choice(
            (
                (_("v2, the current one"), ApiVersion.V2),
                (_("v1, deprecated"), ApiVersion.V1),
                (_("v3, hardly documented"), ApiVersion.V3),
            )
        )
        self.native = choice(((_("As text that holds JSON"), False), (_("As JSON itself"), True)))
        self.user = QLineEdit()
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.check = QPushButton(icon("key"), "")
        self.tell_saving_first(False)
        self.remove_key = QPushButton(_("Remove key"))
        self.remove_key.setAccessibleName(_("Remove key"))
        self.remove_key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.contacts = QPlainTextEdit()
        self.contacts.setTabChangesFocus(True)
        self.contacts.setFixedHeight(12 * GRID)
        self.contacts.setPlaceholderText(_("None yet. An example: qa@example.com"))
        self.checked = QLabel()
        self.checked.setWordWrap(True)
        self.checked.hide()
        self._intro = QLabel()
        self._intro.setProperty("role", "muted")
        self._intro.setWordWrap(True)
        self.rows = {
            "name": Row(_("Name"), self.name),
            "base_url": Row(
                _("Base URL"), self.base_url, _("The part before the version, without a slash at the end.")
            ),
            "key": Row(_("API key"), self.key, "", (self.check, self.remove_key)),
            "test_contacts": Row(
                _("Test contacts"),
                self.contacts,
                _("One per line: addresses, phone numbers, ids. A send that touches anyone else asks each time."),
            ),
            "colour": Row(_("Colour"), self.colour, _("A stripe under the header, beside the name.")),
            "api": Row(_("Version of the call"), self.api),
            "native": Row(_("Nested objects and lists travel"), self.native),
            "user": Row(_("User name"), self.user, _("Yespo takes any; it looks at the key only.")),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self._intro)
        pairs = (("name", "colour"), ("base_url",), ("key",), (), ("test_contacts",), ("api", "native"), ("user",))
        for names in pairs:
            if not names:
                layout.addWidget(self.checked)
                continue
            line = QHBoxLayout()
            line.setSpacing(2 * GRID)
            for name in names:
                line.addWidget(self.rows[name], 1, Qt.AlignmentFlag.AlignTop)
            layout.addLayout(line)
        layout.addStretch(1)
        for field in (self.name, self.base_url, self.user, self.key):
            field.textEdited.connect(self._edited)
        for box in (self.colour, self.api, self.native):
            box.currentIndexChanged.connect(self._edited)
        self.contacts.textChanged.connect(self._edited)
        self.api.currentIndexChanged.connect(self._api_chosen)

    def load(self, environment: Environment | None) -> None:
        """Show ``environment``; None for a new one."""
        self._loading = True
        self._environment = environment
        shown = environment or Environment.model_construct(name="", base_url="")
        sandbox = shown.kind == "sandbox"
        built_in = environment is not None and environment.is_built_in
        for field in (self.name, self.base_url):
            field.setReadOnly(built_in)
        for name in ("key", "test_contacts", "user"):
            self.rows[name].setVisible(not sandbox)
        self._intro.setText(
            _("The sandbox runs on this computer and writes to nobody. There is nothing to set up.")
            if sandbox
            else _("A real account: what is sent here can write to real people.")
            if shown.is_real and environment is not None
            else ""
        )
        self._intro.setVisible(bool(self._intro.text()))
        self.name.setText(shown.name)
        self.base_url.setText(shown.base_url)
        if self.colour.findData(shown.colour) < 0:
            self.colour.addItem(_swatch(shown.colour), shown.colour, shown.colour)
        choose(self.colour, shown.colour)
        choose(self.api, shown.api)
        choose(self.native, shown.native)
        self.user.setText(shown.user)
        self.contacts.setPlainText("\n".join(shown.test_contacts))
        self.key.clear()
        self.tell_key("", False)
        self.tell_check(None, "")
        for row in self.rows.values():
            row.complain("")
        self._api_chosen()
        self._loading = False

    def take_organisation(self, environment: Environment) -> None:
        """The environment shown has an organisation now; what the user typed since stays."""
        self._environment = environment

    def to_model(self) -> Environment | None:
        """The environment as it stands in the form; None when something is wrong, which is then said at its field."""
        for row in self.rows.values():
            row.complain("")
        before: dict[str, Any] = self._environment.model_dump() if self._environment is not None else {}
        stated: dict[str, Any] = {
            **before,
            "name": self.name.text(),
            "base_url": self.base_url.text(),
            "colour": self.colour.currentData(),
            "api": self.api.currentData(),
            "native": self.native.currentData(),
            "user": self.user.text(),
            "test_contacts": tuple(line.strip() for line in self.contacts.toPlainText().splitlines()),
        }
        if self.key.text() or before.get("base_url") != stated["base_url"].strip():
            # It was the organisation of another key, or of another server.
            stated["organisation"] = None
        if not stated["name"].strip():
            self.refuse("name", _("Give the environment a name."))
            return None
        try:
            return Environment.model_validate(stated)
        except ValidationError as error:
            self.refuse(str(error.errors()[0]["loc"][0]), describe_invalid(error))
            return None

    def refuse(self, name: str, words: str) -> None:
        """Say at a field what is wrong with it, and go there."""
        row = self.rows.get(name, self.rows["name"])
        row.complain(words)
        row.field.setFocus()

    def tell_key(self, words: str, there: bool) -> None:
        """Say where the key is kept, and whether there is one."""
        self.rows["key"].explain(words)
        self.key.setPlaceholderText(_("kept; type to replace it") if there else _("paste it here"))
        self.remove_key.setEnabled(there)

    def tell_saving_first(self, saves: bool) -> None:
        """Whether the check begins with saving what stands in the form; its button says so."""
        words = _("Save and check key") if saves else _("Check key")
        self.check.setText(words)
        self.check.setAccessibleName(words)

    def tell_check(self, good: bool | None, words: str) -> None:
        """Say how the check of the key went; None while it runs."""
        role = {True: "success", False: "error", None: "muted"}[good]
        self.checked.setProperty("role", role)
        redress(self.checked)
        # Of a good key the sentence says so itself; why something went wrong may be a sentence about the network.
        self.checked.setText(_("Not good. {reason}").format(reason=words) if good is False else words)
        self.checked.setVisible(bool(words))

    def _edited(self) -> None:
        if not self._loading:
            self.edited.emit()

    def _api_chosen(self) -> None:
        version = self.api.currentData()
        self.native.setEnabled(version == ApiVersion.V2)
        told = {
            ApiVersion.V1: _("v1 knows only text."),
            ApiVersion.V3: _("v3 knows only JSON."),
        }
        self.rows["native"].explain(told.get(version, _("Yespo documents both; text is the safer one.")))


def _swatch(colour: str) -> QIcon:
    picture = QPixmap(14, 14)
    picture.fill(QColor(colour))
    return QIcon(picture)
