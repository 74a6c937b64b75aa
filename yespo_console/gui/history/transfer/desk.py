"""Where the history page hands exchanges on and takes them in: opens the dialogs and says what came of them."""

from array import array
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QTableView, QWidget

from yespo_console.gui.readiness import Readiness
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.history.transfer.import_dialog import FileTakenIn
    from yespo_console.gui.services import Services
    from yespo_console.history.transfer.exporting import Exported


class TransferDesk(QObject):
    """Belongs to one page.

    Signals:
        noticed(str, str): a sentence for the user: its kind, its words.
        offered(str, str, tuple): the same with buttons: the words of each and what it does.
        picked(tuple[Path, ...]): the user picked files that are to be taken in.
        came_in(): the history holds more than before.
    """

    noticed = Signal(str, str)
    offered = Signal(str, str, object)
    picked = Signal(object)
    came_in = Signal()

    def __init__(self, readiness: Readiness, window: QWidget) -> None:
        super().__init__(window)
        self._readiness = readiness
        self._window = window
        self._services: Services | None = None

    def attach(self, services: "Services") -> None:
        """From now on it can work."""
        self._services = services

    def export(self, selected: Sequence[int], found: Sequence[int], *, only_chosen: bool) -> None:
        """Let the user hand on the exchanges with these ids, newest first: those selected, or all that were found.

        ``only_chosen``: the user has chosen those that are selected, so these are proposed.
        """
        if self._services is None or not len(found):
            return
        from yespo_console.gui.history.transfer.export_dialog import ExportDialog

        dialog = ExportDialog(self._services, selected, found, self._window, only_chosen=only_chosen)
        dialog.exported.connect(self._exported)
        dialog.open()

    def _exported(self, result: "Exported", path: Path) -> None:
        from yespo_console.history.transfer.words import export_line
        from yespo_console.sharing.personal_names import look_through_words

        words = _("{path}: {told}").format(path=path.name, told=export_line(result))
        if result.redaction is not None:
            told = [_("Personal data was replaced.")] if result.redaction.replaced else []
            words = " ".join((words, *told, look_through_words()))
        opener = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path.parent)))
        self.offered.emit("success", words, ((_("Open folder"), opener),))

    def choose(self) -> None:
        """Let the user pick files to take in; ``picked`` follows."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._window, _("Import exchanges"))
        dialog.setNameFilters([_("JSON Lines and recordings (*.jsonl *.har)"), _("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._picked)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _picked(self, names: list[str]) -> None:
        self.picked.emit(tuple(map(Path, names)))

    def take_in(self, paths: Sequence[Path]) -> None:
        """Take in what these files hold."""
        if self._services is None:
            self._readiness.tell()
            return
        from yespo_console.gui.history.transfer.import_dialog import ImportDialog

        dialog = ImportDialog(self._services, paths, self._window)
        dialog.taken_in.connect(self._took)
        dialog.finished.connect(dialog.deleteLater)
        dialog.begin()

    def _took(self, files: "tuple[FileTakenIn, ...]") -> None:
        from yespo_console.history.transfer.words import import_lines

        results = [each.result for each in files if each.result is not None]
        if any(result.added for result in results):
            self.came_in.emit()
        if all(each.is_whole for each in files):
            told = [
                f"{each.path.name}: {' '.join(import_lines(each.result))}" for each in files if each.result is not None
            ]
            self.noticed.emit("success" if any(result.added for result in results) else "info", " ".join(told))


def selected_ids(table: QTableView, ids: "array[int]") -> "array[int]":
    """The ids of the selected rows, from top to bottom; a whole list of a million costs no more than its copy."""
    pieces = sorted((piece.top(), piece.bottom()) for piece in table.selectionModel().selection().toList())
    chosen = array("q")
    for top, bottom in pieces:
        chosen.extend(ids[top : bottom + 1])
    return chosen


def split_by_use(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Files that the history can take in, and all others."""
    from yespo_console.history.transfer.importing import can_be_imported

    taken: list[Path] = []
    others: list[Path] = []
    for path in paths:
        try:
            (taken if can_be_imported(path) else others).append(path)
        except OSError:
            others.append(path)  # whoever opens it says why it cannot be read
    return taken, others
