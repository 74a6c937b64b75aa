"""Drafts and files: opening, saving, and what to do when another program changed the file in between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from yespo_console.events.event import Encoding
from yespo_console.gui.actions import spec
from yespo_console.gui.compose import event_file
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.compose.draft_tabs import type_of
from yespo_console.gui.compose.event_file import EventFileError
from yespo_console.gui.presses import on_press
from yespo_console.platform.i18n import _
from yespo_console.platform.user_file import what_is_at

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog, QWidget


#: What is longer, in bytes, is not even read here: that takes the window's time.
MOST_LOOKED_AT: Final = 50_000


@dataclass(frozen=True, slots=True)
class NotSaved:
    """The state of a draft that could not be written to a file when it was tried last."""

    draft: Draft


class Files(QObject):
    """The files of one page.

    Signals:
        chosen(tuple[Path, ...]): the user picked files that are to be opened.
        opened(str, Encoding, Path): a file holds one sound event; its text, and how that is written.
        found(Payload): a file holds anything else, for the reader.
        stated(str, str, NotSaved, Draft): why a draft was not saved; a state that ends with ``withdrawn``.
        withdrawn(NotSaved): it was saved.
    """

    chosen = Signal(object)
    opened = Signal(str, object, object)
    found = Signal(object)
    stated = Signal(str, str, object, object)
    withdrawn = Signal(object)

    def __init__(self, window: "QWidget") -> None:
        super().__init__(window)
        self._window = window

    # -- opening

    def choose(self) -> None:
        """Let the user pick files; ``chosen`` follows."""
        dialog = self._dialog(_("Open an event"))
        dialog.setNameFilter(_("All files (*);;JSON (*.json)"))
        dialog.setFileMode(dialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, names: list[str]) -> None:
        self.chosen.emit(tuple(map(Path, names)))

    def open(self, paths: Sequence[Path]) -> None:
        """Open each file that holds one sound event, its text exactly as it is; ``found`` passes on any other.

        A large one is passed on unread, and so is one that cannot be read: the reader does that beside the window, with
        all that is said and asked meanwhile, and tells why not.
        """
        from yespo_console.gui.reading.payload import Payload

        for path in paths:
            content = _small_content_of(path)
            text = _text_of(content) if content is not None else None
            encoding = sound_encoding(text) if text is not None else None
            if content is None:
                self.found.emit(Payload(b"", path, is_unread=True))
            elif text is None or encoding is None:
                self.found.emit(Payload(content, path))
            else:
                self.opened.emit(text, encoding, path)

    # -- saving

    def save(self, draft: Draft) -> None:
        """Write the text to its file, or let the user name one.

        A file that is not any more what this draft was opened from or saved to is asked about first.
        """
        path = draft.path
        if path is None:
            self.save_as(draft)
            return
        if not what_is_at(path):
            self._write(draft, path)
            return
        try:
            now = event_file.read(path)
        except EventFileError:
            self._ask(draft, path, readable=False, marked=False)
            return
        if now.text == draft.text:
            draft.mark_saved(path)
        elif now.text == draft.saved_text:
            self._write(draft, path, marked=now.marked)
        else:
            self._ask(draft, path, readable=True, marked=now.marked)

    def save_as(self, draft: Draft) -> None:
        """Let the user name a file, which is the draft's from then on; one named after the event type is proposed."""
        name = f"{type_of(draft) or 'event'}.json"
        dialog = self._dialog(_("Save the event"))
        dialog.setAcceptMode(dialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(str(draft.path) if draft.path is not None and what_is_at(draft.path.parent) else name)
        dialog.fileSelected.connect(partial(self._named, draft))
        dialog.open()

    def _named(self, draft: Draft, name: str) -> None:
        self._write(draft, Path(name))

    def _write(self, draft: Draft, path: Path, *, marked: bool = False) -> None:
        try:
            event_file.write(path, draft.text, marked=marked)
        except EventFileError as error:
            advice = _("The draft is kept as it is; {action} ({keys}) writes it to another place.")
            row = spec("save-as")
            words = f"{error} {advice.format(action=row.title, keys=row.shortcut)}"
            self.stated.emit("error", words, NotSaved(draft), draft)
            return
        self.withdrawn.emit(NotSaved(draft))
        draft.mark_saved(path)

    def _ask(self, draft: Draft, path: Path, *, readable: bool, marked: bool) -> None:
        """The file is not what was opened or saved here. Nothing happens to it unless the user says so."""
        from yespo_console.gui.meant_question import MeantQuestion

        box = MeantQuestion(self._window)
        box.setWindowTitle(_("Overwrite the file?"))
        message = _("Another program changed {name} since it was opened or saved here.")
        box.setText(message.format(name=path.name))
        box.setInformativeText(_("Overwriting it loses what the other program wrote.") + f"\n\n{path}")
        roles = MeantQuestion.ButtonRole
        answers: list[tuple[str, MeantQuestion.ButtonRole, Callable[[], object]]] = [
            (_("Overwrite"), roles.DestructiveRole, partial(self._write, draft, path, marked=marked))
        ]
        if readable:
            answers.append((_("Open the other version"), roles.ActionRole, partial(self.open, [path])))
        for words, role, answer in answers:
            button = box.addButton(words, role)
            button.setAccessibleName(words)
            button.clicked.connect(on_press(answer))
        cancel = box.addButton(MeantQuestion.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        box.finished.connect(box.deleteLater)
        box.open()

    def _dialog(self, title: str) -> "QFileDialog":
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._window, title, "", _("JSON (*.json);;All files (*)"))
        dialog.finished.connect(dialog.deleteLater)
        return dialog


def sound_encoding(text: str) -> Encoding | None:
    """How one sound event is written; None for any other text."""
    from yespo_console.events.event import Object
    from yespo_console.events.json_text import JsonTextError, parse
    from yespo_console.reading.reader import encoding_of

    try:
        node = parse(text)
    except JsonTextError:
        return None
    if not isinstance(node, Object) or not {"eventTypeKey", "params"} & set(node.names):
        return None
    return encoding_of(node)


def _small_content_of(path: Path) -> bytes | None:
    """What a file holds; None when that is much, or cannot be read."""
    try:
        return path.read_bytes() if path.stat().st_size <= MOST_LOOKED_AT else None
    except OSError:
        return None


def _text_of(content: bytes) -> str | None:
    """A file's text without a byte order mark; None when it is not UTF-8."""
    try:
        return content.removeprefix(event_file.MARK).decode("utf-8")
    except UnicodeDecodeError:
        return None
