"""The dialog that hands exchanges on: which ones, in which format, with or without personal data, and where to."""

from array import array
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QStandardPaths, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from yespo_console.delivery.config_file import ConfigError
from yespo_console.delivery.settings import Settings
from yespo_console.gui.async_runner import Outcome
from yespo_console.gui.dialog_size import open_as_left
from yespo_console.gui.history.transfer.job import WHOLE, TransferJob
from yespo_console.gui.history.transfer.look_ahead import LookAhead
from yespo_console.gui.meant_question import MeantQuestion
from yespo_console.gui.presses import on_press
from yespo_console.gui.settings.rows import Row, choice, choose
from yespo_console.gui.tab_order import lead
from yespo_console.gui.tokens import GRID
from yespo_console.gui.wrapped import Wrapped
from yespo_console.history.errors import HistoryError
from yespo_console.history.transfer.exporting import Exported, StoredExchanges, export_file
from yespo_console.history.transfer.progress import Progress
from yespo_console.platform.i18n import _, ngettext
from yespo_console.platform.local_time import local
from yespo_console.platform.user_file import what_is_at
from yespo_console.sharing.exchanges.formats import FORMATS, Format

if TYPE_CHECKING:
    from yespo_console.delivery.settings import SettingsStore
    from yespo_console.gui.services import Services
    from yespo_console.history.store import HistoryStore

_FIRST_SIZE: Final = (680, 520)
#: What takes longer has a progress bar.
_BAR_AFTER_MS: Final = 1000


class ExportDialog(QDialog):
    """The dialog. Nothing is written before the user says so; a file that is there is asked about first.

    Signals:
        exported(Exported, Path): the file is written whole, and the dialog has closed.
    """

    exported = Signal(object, object)

    def __init__(
        self,
        services: "Services",
        chosen: Sequence[int],
        found: Sequence[int],
        parent: QWidget,
        *,
        only_chosen: bool,
    ) -> None:
        """``chosen``, ``found``: ids of the selected exchanges and of all that the search found, newest first.

        ``only_chosen``: the user has chosen those, were it only one. Then not all are proposed: who means them sees
        that at once, and too much that was handed on cannot be taken back.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Export exchanges"))
        self.setObjectName("export-exchanges")
        open_as_left(self, *_FIRST_SIZE, parent)
        self._services = services
        self._chosen, self._found = chosen, found
        self._writing: TransferJob | None = None
        self._path = Path()

        words = ngettext("The one selected", "The {count:,} selected", len(chosen))
        self.of_chosen = _radio(words.format(count=len(chosen)), self)
        words = ngettext("The one that was found", "All {count:,} that were found", len(found))
        self.of_found = _radio(words.format(count=len(found)), self)
        self.of_chosen.setEnabled(bool(chosen))
        (self.of_chosen if only_chosen else self.of_found).setChecked(True)
        self.format = choice([(each.title, each.id) for each in FORMATS.values()])
        self._format_row = Row(_("Format"), self.format, " ")
        self.redact = QCheckBox(_("Replace personal data by placeholders, equal values by equal ones"), self)
        self.redact.setAccessibleName(self.redact.text())
        self.redact.setChecked(True)
        self.look_ahead = LookAhead(services, self)
        self._plain_data = Wrapped(
            _("Names, e-mail addresses, phone numbers and all else will stand in the file as they were sent."),
            "warning",
            self,
        )
        self.target = QLineEdit(self)
        browse = _push(_("Choose…"), self)
        browse.setAccessibleName(_("Choose the file to write"))
        browse.clicked.connect(self._browse)
        self._target_row = Row(_("File"), self.target, "", (browse,))
        self.progress = QProgressBar(self)
        self.progress.setRange(0, WHOLE)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("How much was written"))
        self._told = Wrapped("", "error", self)
        self.close_button = _push(_("Close"), self)
        self.close_button.clicked.connect(self.reject)
        self.cancel_button = _push(_("Cancel the export"), self)
        self.cancel_button.clicked.connect(self._cancel)
        self.export_button = _push(_("Export"), self)
        self.export_button.setDefault(True)
        self.export_button.clicked.connect(self._ask_and_write)
        self._bar_timer = QTimer(self)
        self._bar_timer.setSingleShot(True)
        self._bar_timer.setInterval(_BAR_AFTER_MS)
        self._bar_timer.timeout.connect(self.progress.show)
        self._arrange()
        what = (self.of_chosen, self.of_found, self.format, self.redact, self.look_ahead.table)
        lead((*what, self.target, browse, self.close_button, self.cancel_button, self.export_button))

        settings = _settings(services.settings_store)
        choose(self.format, settings.export_format)
        self._folder = _folder(settings.export_folder)
        day = local(datetime.now(UTC)).date().isoformat()
        self.target.setText(str(self._folder / f"exchanges-{day}{self._format.endings[0]}"))
        self._explain_format()
        self.format.currentIndexChanged.connect(self._format_chosen)
        self.redact.toggled.connect(self._look_ahead)
        self.of_chosen.toggled.connect(self._look_ahead)
        self.target.textChanged.connect(self._target_changed)
        self._show_state()
        self._look_ahead()
        self.format.setFocus()

    def reject(self) -> None:
        """Esc and Close: an export under way is cancelled first, and the dialog stays to say so."""
        if self._writing is not None:
            self._cancel()
        else:
            self.look_ahead.stop()
            super().reject()

    def _arrange(self) -> None:
        which = QHBoxLayout()
        which.setSpacing(3 * GRID)
        which.addWidget(self.of_chosen)
        which.addWidget(self.of_found)
        which.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.close_button)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.export_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addLayout(which)
        layout.addWidget(self._format_row)
        layout.addWidget(self.redact)
        layout.addWidget(self._plain_data)
        layout.addWidget(self.look_ahead, 1)
        layout.addStretch(0)
        layout.addWidget(self._target_row)
        layout.addWidget(self.progress)
        layout.addWidget(self._told)
        layout.addLayout(buttons)

    # -- what is chosen

    @property
    def _format(self) -> Format:
        return FORMATS[self.format.currentData()]

    @property
    def _ids(self) -> Sequence[int]:
        return self._chosen if self.of_chosen.isChecked() else self._found

    def _format_chosen(self) -> None:
        """Another format: its ending takes the place of that of another one."""
        self._explain_format()
        name = self.target.text()
        endings = [ending for each in FORMATS.values() for ending in each.endings]
        ending = next((one for one in sorted(endings, key=len, reverse=True) if name.endswith(one)), None)
        if ending is not None:
            self.target.setText(name.removesuffix(ending) + self._format.endings[0])

    def _target_changed(self, _name: str) -> None:
        self._target_row.complain("")

    def _explain_format(self) -> None:
        self._format_row.explain(self._format.good_for)

    def _browse(self) -> None:
        dialog = QFileDialog(self, _("Export exchanges"), self.target.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # it is asked about when it is written
        pattern = " ".join(f"*{ending}" for ending in self._format.endings)
        dialog.setNameFilters([f"{self._format.title} ({pattern})", _("All files (*)")])
        dialog.setDefaultSuffix(self._format.endings[0].removeprefix("."))
        dialog.selectFile(self.target.text())
        dialog.fileSelected.connect(self.target.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show_state(self) -> None:
        writing, redact = self._writing is not None, self.redact.isChecked()
        self._plain_data.setHidden(redact)
        self.look_ahead.setVisible(redact)
        for widget in (self.of_found, self._format_row, self.redact, self._target_row, self.close_button):
            widget.setEnabled(not writing)
        self.of_chosen.setEnabled(not writing and bool(self._chosen))
        self.export_button.setEnabled(not writing)
        self.cancel_button.setVisible(writing)
        if not writing:
            self._bar_timer.stop()
            self.progress.hide()
        self._told.setVisible(bool(self._told.text()))

    def _look_ahead(self) -> None:
        """Find out what would be replaced, beside the window."""
        self._show_state()
        if self.redact.isChecked():
            self.look_ahead.begin(self._ids)
        else:
            self.look_ahead.stop()

    # -- writing

    def _ask_and_write(self) -> None:
        name = self.target.text().strip()
        if not name:
            self._refuse(_("Say which file to write."))
            return
        try:
            path = Path(name).expanduser()
        except RuntimeError:  # nobody here is called so
            self._refuse(_("There is no folder {folder}.").format(folder=Path(name).parts[0]))
            return
        if not path.is_absolute():
            path = self._folder / path
        there = what_is_at(path)
        if there == "folder":
            self._refuse(_("This is a folder. Add the name of a file."))
        elif what_is_at(path.parent) != "folder":
            self._refuse(_("There is no folder {folder}.").format(folder=path.parent))
        elif there:
            self._ask(path)
        else:
            self._write(path)

    def _refuse(self, words: str) -> None:
        self._target_row.complain(words)
        self.target.setFocus()

    def _ask(self, path: Path) -> None:
        """The file is there already: nothing happens to it unless the user says so."""
        box = MeantQuestion(self)
        box.setWindowTitle(_("Replace the file?"))
        box.setText(_("{name} is there already.").format(name=path.name))
        box.setInformativeText(_("Replacing it loses what is in it now.") + f"\n\n{path}")
        replace = box.addButton(_("Replace"), QMessageBox.ButtonRole.DestructiveRole)
        replace.setAccessibleName(_("Replace"))
        replace.clicked.connect(on_press(partial(self._write, path)))
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        box.finished.connect(box.deleteLater)
        box.open()

    def _write(self, path: Path) -> None:
        self.look_ahead.stop()
        self._path = path
        self._told.setText("")
        work = partial(
            _exported,
            self._services.history,
            self._services.settings_store,
            array("q", self._ids),
            self._format,
            path,
            self.redact.isChecked(),
        )
        self._writing = TransferJob(self._services.runner, work, self)
        self._writing.progressed.connect(self.progress.setValue)
        self._writing.ended.connect(self._written)
        self.progress.setValue(0)
        self._bar_timer.start()
        self._show_state()
        self.cancel_button.setFocus()
        self._writing.start()

    def _cancel(self) -> None:
        if self._writing is not None:
            self._writing.cancel()

    def _written(self, outcome: Outcome[Exported]) -> None:
        self._writing = None
        if outcome.cancelled:
            self._told.setText(_("Cancelled. No file was written."))
        elif isinstance(outcome.error, OSError):
            reason = outcome.error.strerror or str(outcome.error)
            self._told.setText(_("{file} cannot be written: {reason}.").format(file=self._path, reason=reason))
        elif isinstance(outcome.error, HistoryError):
            self._told.setText(str(outcome.error))
        elif outcome.error is not None:
            self._told.setText(_("The export did not come to its end, because of a fault of the program."))
        else:
            self.exported.emit(outcome.result(), self._path)
            self.accept()
            return
        self._look_ahead()  # it was given up for the export
        self.export_button.setFocus()
        if not isinstance(outcome.error, OSError | HistoryError | None):
            raise outcome.error  # nobody expected it; but another export can be begun


def _exported(
    history: "HistoryStore",
    settings_store: "SettingsStore",
    ids: "array[int]",
    format_: Format,
    path: Path,
    redact: bool,
    progress: Progress,
) -> Exported:
    """In a thread: write the file, oldest first, and remember what was chosen for the next one."""
    ids.reverse()
    result = export_file(StoredExchanges(history, ids), format_, path, redact=redact, progress=progress)
    settings, folder = _settings(settings_store), str(path.parent)
    if (settings.export_format, settings.export_folder) != (format_.id, folder):
        try:
            settings_store.change(export_format=format_.id, export_folder=folder)
        except ConfigError:
            return result  # the file is written; the next export begins with an older choice
    return result


def _settings(store: "SettingsStore") -> Settings:
    try:
        return store.load()
    except ConfigError:
        return Settings()


def _folder(remembered: str) -> Path:
    """Where exports went last; else where the user's documents are."""
    if remembered and what_is_at(Path(remembered)) == "folder":
        return Path(remembered)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) if documents and Path(documents).is_dir() else Path.home()


def _radio(words: str, parent: QWidget) -> QRadioButton:
    button = QRadioButton(words, parent)
    button.setAccessibleName(words)
    return button


def _push(words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setAccessibleName(words)
    button.setAutoDefault(False)
    return button
