"""The dialog with the environments: a list, and the form of the one chosen.

Whatever waits (files under a lock, the keychain, the check of a key) runs on the background thread. One change at a
time is written; what comes back about an environment that is not shown any more is dropped.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from yespo_console.delivery.account import AccountCheck
from yespo_console.delivery.config_file import ConfigError
from yespo_console.delivery.credentials import SERVICE, InvalidKeyError, checked_key
from yespo_console.delivery.environments import Environment
from yespo_console.delivery.send import NotSentError
from yespo_console.gui.actions import spec
from yespo_console.gui.async_runner import Outcome
from yespo_console.gui.dialog_size import open_at
from yespo_console.gui.environment_selection import EnvironmentSelection
from yespo_console.gui.notice import Notice
from yespo_console.gui.services import Services
from yespo_console.gui.settings.environment_form import EnvironmentForm
from yespo_console.gui.settings.environment_list import EnvironmentList
from yespo_console.gui.settings.key_state import KeyState, key_state, remove_key
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _
from yespo_console.platform.secret import Secret

#: A dialog of less width, in px, has no room for the list beside the fields.
_NARROW: Final = 740


class EnvironmentsDialog(QDialog):
    """The dialog. It does not close over changes that are not saved; it asks.

    Attributes:
        list, form, add, remove, save, revert, notice.
    """

    def __init__(self, services: Services, selection: EnvironmentSelection, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Environments"))
        open_at(self, 860, 680, parent)
        self._services, self._selection = services, selection
        self._shown: Environment | None = None
        self._dirty = False
        self._then_check = False
        self._writing = False
        self._save_waits = False
        self._checking: Environment | None = None

        self._chooser = EnvironmentList(self)
        self._chooser.chosen.connect(self._go_on)
        self.list, self.add, self.remove = self._chooser.list, self._chooser.add, self._chooser.remove
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._ask_remove)
        self.form = EnvironmentForm(self)
        self.form.edited.connect(self._edited)
        self.form.check.clicked.connect(self._check)
        self.form.remove_key.clicked.connect(self._remove_key)
        self.notice = Notice(self)
        #: Where the keys were when it was asked what is to become of the changes; None while nothing is asked.
        self._asked_from: QWidget | None = None
        self.close_button = QPushButton(_("Close"), self)
        self.close_button.clicked.connect(self.reject)
        self.revert = QPushButton(_("Revert"), self)
        self.revert.clicked.connect(self._revert)
        self.save = QPushButton(_("Save"), self)
        self.save.setProperty("primary", True)
        self.save.clicked.connect(self._save)
        for push in (self.save, self.revert, self.close_button):
            push.setAccessibleName(push.text())
            push.setAutoDefault(False)
        self.save.setDefault(True)  # Enter in a field; a button that has the focus is pressed itself
        save_key = spec("save").keys[0]
        self.save.setToolTip(spec("save").shortcut)
        QShortcut(QKeySequence(save_key), self, self.save.click)
        self.form.check.setAutoDefault(False)
        self.form.remove_key.setAutoDefault(False)
        self._arrange()
        self._show_list(selection.environments, selection.marking.name)
        self.list.setFocus()

    def reject(self) -> None:
        """Esc, the Close button, and what the frame of the window offers."""
        if not self._dirty:
            super().reject()
        elif self._asked_from is not None and self.notice.isVisible():
            self._keep_editing()
        else:
            self._asked_from = self.focusWidget() or self.list
            self.notice.show_words(
                "warning",
                _("There are changes that are not saved."),
                (
                    (_("Save them"), self._save),
                    (_("Drop them"), self._drop_and_close),
                    (_("Keep editing"), self._keep_editing),
                ),
            )
            self.notice.focus_first()

    def _keep_editing(self) -> None:
        """Esc once more, or that answer: back to where the keys were."""
        self.notice.hide()
        if self._asked_from is not None:
            self._asked_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self._asked_from = None

    def _arrange(self) -> None:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.form)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(2 * GRID, 0, 2 * GRID, 2 * GRID)
        buttons.setSpacing(GRID)
        buttons.addWidget(self.close_button)
        buttons.addStretch(1)
        buttons.addWidget(self.revert)
        buttons.addWidget(self.save)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(self.notice)
        right.addWidget(area, 1)
        right.addLayout(buttons)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(0)
        self._halves.addWidget(self._chooser)
        self._halves.addLayout(right, 1)
        self._put_list(above=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._put_list(above=event.size().width() < _NARROW)

    def _put_list(self, *, above: bool) -> None:
        """Beside the form, or above it, where it would take the room of the fields."""
        directions = QBoxLayout.Direction
        self._halves.setDirection(directions.TopToBottom if above else directions.LeftToRight)
        self._chooser.stand(above=above)

    def _show_list(self, environments: tuple[Environment, ...], current: str) -> None:
        self._chooser.show_all(environments, current)
        self._chosen()

    def _go_on(self) -> None:
        """The user goes to another one: what was said or asked about this one stands no more."""
        self.notice.hide()
        self._chosen()

    def _chosen(self) -> None:
        self._show(self._chooser.current)

    def _show(self, environment: Environment | None) -> None:
        self._shown = environment
        self.form.load(environment)
        self._set_dirty(False)
        if environment is not None and environment.kind != "sandbox":
            self._look_for_key(environment.name)

    def _set_dirty(self, dirty: bool) -> None:
        self._dirty = dirty
        self._asked_from = self._asked_from if dirty else None
        new = self._shown is None
        self.form.tell_saving_first(dirty or new)
        self.list.setEnabled(not dirty and not new)
        self.add.setEnabled(not dirty and not new)
        self.remove.setEnabled(not dirty and not new and not (self._shown and self._shown.is_built_in))
        self.save.setEnabled(dirty)
        self.revert.setEnabled(dirty or new)

    def _edited(self) -> None:
        self._set_dirty(True)

    def _add(self) -> None:
        self.notice.hide()
        self._chooser.begin_new()
        self._show(None)
        self.form.tell_key(
            _("It is kept in the system's keychain where there is one, in no file of this program."), False
        )
        self.form.name.setFocus()

    def _revert(self) -> None:
        self.notice.hide()
        if self._shown is None:
            self._chooser.drop_new()
        self._chosen()

    def _drop_and_close(self) -> None:
        self._dirty = False
        self.reject()

    # -- keys

    def _look_for_key(self, name: str) -> None:
        self._run(partial(asyncio.to_thread, key_state, self._services.credentials, name), self._key_found)

    def _key_found(self, outcome: Outcome[KeyState]) -> None:
        state = outcome.result()
        if self._shown is not None and self._shown.name == state.name:
            self.form.tell_key(state.words, state.there)

    def _remove_key(self) -> None:
        environment = self._shown
        if environment is None:
            return

        self._run(partial(asyncio.to_thread, remove_key, self._services.credentials, environment.name), self._key_found)

    # -- saving

    def _save(self) -> None:
        self._then_check = False
        self._start_save()

    def _check(self) -> None:
        """Check what is in the form: it is saved first, because a key is only ever read from where it is kept."""
        if self._dirty or self._shown is None:
            self._then_check = True
            self._start_save()
        else:
            self._start_check()

    def _start_save(self) -> None:
        if self._writing:
            self._save_waits = True
            return
        environment = self.form.to_model()
        if environment is None:
            return
        key: Secret | None = None
        if self.form.key.text():
            try:
                key = checked_key(self.form.key.text())
            except InvalidKeyError as error:
                self.form.refuse("key", str(error))
                return
        before = self._shown.name if self._shown is not None else None

        async def save() -> tuple[str | None, Environment]:
            await asyncio.to_thread(self._store, environment, before, key)
            return before, environment

        self._writing = True
        self._run(save, self._saved)

    def _store(self, environment: Environment, before: str | None, key: Secret | None) -> None:
        """On a worker thread."""
        services = self._services
        services.environments.save(environment, previous_name=before)
        if before is not None and before != environment.name:
            services.credentials.move(before, environment.name)
        if key is not None:
            services.credentials.set(environment.name, key)

    def _saved(self, outcome: Outcome[tuple[str | None, Environment]]) -> None:
        self._written()
        if self._refused(outcome.error, "name"):
            return
        before, environment = outcome.result()
        if before == self._selection.marking.name:
            self._selection.follow_rename(environment.name)
        self._dirty = False
        self.notice.hide()
        self._reread(environment.name, self._start_check if self._then_check else None)

    def _written(self) -> None:
        """The change under way is on disk, or refused: one that was asked for meanwhile has its turn."""
        self._writing = False
        if self._save_waits:
            self._save_waits = False
            QTimer.singleShot(0, self, self._save_if_dirty)

    def _save_if_dirty(self) -> None:
        if self._dirty:
            self._start_save()

    # -- checking a key

    def _start_check(self) -> None:
        environment = self._shown
        if environment is None:
            return
        self.form.tell_check(None, _("Asking whose key it is…"))
        self._checking = environment
        self._run(lambda: self._services.sender.check_account(environment), self._checked)

    def _checked(self, outcome: Outcome[AccountCheck]) -> None:
        environment, self._checking = self._checking, None
        if environment is None or environment is not self._shown:
            return  # the user went on to another one
        if isinstance(outcome.error, NotSentError):
            self.form.tell_check(False, str(outcome.error))
            return
        answer = outcome.result()
        self.form.tell_check(answer.ok, answer.message)
        if not answer.ok or environment.organisation == answer.organisation:
            return
        named = environment.model_copy(update={"organisation": answer.organisation})
        self._shown = named
        self.form.take_organisation(named)
        self._chooser.put(named)
        self._writing = True
        self._run(partial(asyncio.to_thread, self._store, named, named.name, None), self._organisation_saved)

    def _organisation_saved(self, outcome: Outcome[None]) -> None:
        self._written()
        if not self._refused(outcome.error, "base_url"):
            self._selection.reload()

    # -- removing

    def _ask_remove(self) -> None:
        if self._shown is None:
            return
        message = _("Remove {name} and its key? What was sent there stays in history.")
        self.notice.show_words(
            "warning",
            message.format(name=self._shown.name),
            ((_("Remove"), self._remove), (_("Keep"), self.notice.hide)),
        )

    def _remove(self) -> None:
        environment = self._shown
        if environment is None or self._writing:
            return

        def remove() -> str | None:
            """The name, if a keychain may have the key still."""
            self._services.environments.remove(environment.name)
            return None if self._services.credentials.delete(environment.name) else environment.name

        self._writing = True
        self._run(partial(asyncio.to_thread, remove), self._removed)

    def _removed(self, outcome: Outcome[str | None]) -> None:
        self._written()
        if self._refused(outcome.error, "name"):
            return
        if outcome.value is not None:
            message = _(
                "{name} was removed. Its key may still be in the system's keychain, which could not be used: remove it"
                " there, from what is kept for {service}."
            )
            self.notice.show_words("warning", message.format(name=outcome.value, service=SERVICE))
        self._reread(self._selection.marking.name, None)

    # -- common

    def _reread(self, current: str, then: Callable[[], None] | None) -> None:
        self._current, self._then = current, then
        self._run(partial(asyncio.to_thread, self._services.environments.all), self._was_read)

    def _was_read(self, outcome: Outcome[tuple[Environment, ...]]) -> None:
        if self._refused(outcome.error, "name"):
            return
        environments = outcome.result()
        self._selection.take(environments)
        there = any(one.name == self._current for one in environments)
        self._show_list(environments, self._current if there else self._selection.marking.name)
        if self._then is not None:
            self._then()

    def _refused(self, error: Exception | None, field: str) -> bool:
        """Whether ``error`` is one that the user can do something about; it is shown then."""
        if isinstance(error, ConfigError):
            self.notice.show_words("error", str(error))
            return True
        if isinstance(error, ValueError):
            self.form.refuse(field, str(error))
            return True
        return False

    def _run(self, job: Callable[[], Any], on_done: Callable[[Outcome[Any]], object]) -> None:
        self._services.runner.start(job, on_done)
