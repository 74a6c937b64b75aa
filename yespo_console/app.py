"""The window's composition root: builds every object, wires them, shuts them down. Decides nothing else."""

import logging
import os
import signal
import sys
from collections.abc import Sequence
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from yespo_console import __version__
from yespo_console.events.catalog import load_catalog
from yespo_console.gui import theme
from yespo_console.gui.actions import ACTIONS
from yespo_console.gui.async_runner import AsyncRunner
from yespo_console.gui.backend import Backend
from yespo_console.gui.compose.handover import ChooseFiles, OpenFiles
from yespo_console.gui.compose.page import ComposePage
from yespo_console.gui.enter_key import EnterKey
from yespo_console.gui.environment_picker import EnvironmentPicker
from yespo_console.gui.environment_selection import EnvironmentSelection
from yespo_console.gui.faults import FaultReporter
from yespo_console.gui.garbage import GarbageCollection
from yespo_console.gui.icons import icon
from yespo_console.gui.main_window import MainWindow
from yespo_console.gui.opening import Opening
from yespo_console.gui.page import PageContext, PageSpec
from yespo_console.gui.sections import PAGES
from yespo_console.gui.services import Services
from yespo_console.platform.i18n import _
from yespo_console.platform.logs import start_logging, stop_logging
from yespo_console.platform.profile import Profile, unusable_words
from yespo_console.platform.window_state import Appearance, WindowState

if TYPE_CHECKING:
    from yespo_console.gui.history.tidying import Tidying
    from yespo_console.gui.reading.desk import ReadingDesk
    from yespo_console.gui.reading.offer import ClipboardOffer
    from yespo_console.gui.reading.payload import Payload

log = logging.getLogger(__name__)

#: Between two steps the window takes what the user does; with 0 Qt would do them all first.
_BETWEEN_MS: Final = 1


class Trouble(Enum):
    """What does not work, as long as it does not."""

    ENVIRONMENTS = auto()
    ENVIRONMENT_LOST = auto()
    SANDBOX = auto()


class Console(QObject):
    """Everything that makes up one running window.

    Attributes:
        profile, runner, selection, backend, window, desk, garbage.
    """

    def __init__(self, app: QApplication, profile: Profile, pages: Sequence[PageSpec] = PAGES) -> None:
        super().__init__()
        self.profile = profile
        self._app = app
        appearance = Appearance.load(profile)
        theme.theme().set_motion(app, appearance.motion)
        theme.begin(app, appearance.theme)
        state = WindowState.load(profile)
        self.runner = AsyncRunner(self)
        self.selection = EnvironmentSelection(state.marking, self)
        self.catalog = load_catalog(profile.event_types_dir)
        self.backend = Backend(profile, self.catalog, self.runner)
        context = PageContext(profile, self.catalog, self.selection, self.runner)
        self._drafts, self._readiness = context.drafts, context.readiness
        commands = {
            "new": self.new_draft,
            "paste": self.paste,
            "paste-outside": self.paste,
            "several": self.back_to_list,
            "import": self.import_exchanges,
            "forget": self.forget_contact,
            "open": self.choose_files,
            "environments": self.edit_environments,
            "settings": self.open_settings,
            "commands": self.open_commands,
            "about": self.open_about,
        }
        self.window = MainWindow(pages, context, state, commands)
        theme.apply(app, appearance.theme)
        self._picker = EnvironmentPicker(self.window.header, self.selection, self.window.actions_by_id["environments"])
        self._desk: ReadingDesk | None = None
        self._offer: ClipboardOffer | None = None
        self._tidying: Tidying | None = None
        self.garbage = GarbageCollection(self)
        EnterKey(self)
        self._closed = False
        self._opening = Opening(self.backend, self.window, self.runner, self._readiness, self)
        self.window.payload_found.connect(self._read)
        self.window.reading_found.connect(lambda payload, reading: self.desk.show_reading(payload, reading))
        self.window.activated.connect(self.selection.reload)
        self.window.files_dropped.connect(self._open_files)
        self.backend.ready.connect(self._ready)
        self.selection.failed.connect(partial(self.window.notify, "error", state=Trouble.ENVIRONMENTS))
        self.selection.works.connect(partial(self.window.withdraw, Trouble.ENVIRONMENTS))
        self.selection.lost.connect(self._environment_lost)
        self.selection.changed.connect(partial(self.window.withdraw, Trouble.ENVIRONMENT_LOST))
        self.window.activated.connect(self._withdraw_missing_keys)

    def show(self) -> None:
        """Show the window; the rest is built once it is painted."""
        self.window.first_painted.connect(self._begin)
        self.window.show()

    def stop(self) -> None:
        """End all that runs; to be called once the window is closed. Safe to call twice."""
        if not self._closed:
            self._closed = True
            self.garbage.end()
            if self._tidying is not None:
                self._tidying.stop()
            self.backend.stop()

    @property
    def desk(self) -> "ReadingDesk":
        """Where everything arrives that is to be read; made when it is wanted, after the first paint."""
        if self._desk is None:
            from yespo_console.gui.reading.desk import ReadingDesk

            self._desk = ReadingDesk(self.window, self.runner, self.selection, self.catalog)
            self._drafts.add(self._desk.lists)
            lists = self._desk.lists
            self.window.closing.also_asks(lists.under_way, lists.sending_went_on, lists.sending_ended)
            if self.backend.services is not None:
                self._desk.attach(self.backend.services)
        return self._desk

    def paste(self) -> None:
        """Read what the clipboard holds."""
        self.desk.paste()

    def back_to_list(self) -> None:
        """Show again a list of several events that was put aside."""
        self.desk.lists.back()

    def import_exchanges(self) -> None:
        """Let the user pick files for the history, which is shown with what they hold."""
        self.window.hand_over("history", ChooseFiles())

    def forget_contact(self) -> None:
        """Ask whose traces are to be deleted, from whatever section."""
        if self._services_or_wait() is not None:
            self.window.page_of("history").commands()["forget"]()

    def choose_files(self) -> None:
        """Let the user pick files, which open as drafts, from whatever section."""
        self.window.hand_over(ComposePage.section, ChooseFiles())

    def new_draft(self) -> None:
        """Open a draft, from whatever section."""
        self.window.show_section(ComposePage.section)
        self.window.page_of(ComposePage.section).commands()["new"]()

    def edit_environments(self) -> None:
        """Open the dialog with the environments."""
        services = self._services_or_wait()
        if services is None:
            return
        from yespo_console.gui.settings.environments import EnvironmentsDialog

        dialog = EnvironmentsDialog(services, self.selection, self.window)
        dialog.open()

    def open_settings(self) -> None:
        """Open the dialog with the settings."""
        services = self._services_or_wait()
        if services is None:
            return
        from yespo_console.gui.settings.dialog import SettingsDialog

        dialog = SettingsDialog(services.settings_store, services.history, self.runner, self._app, self.window)
        if self._tidying is not None:
            dialog.accepted.connect(self._tidying.keep_new_limits)
        dialog.open()

    def open_commands(self) -> None:
        """Open the list of all commands."""
        from yespo_console.gui.help.commands import CommandsDialog
        from yespo_console.gui.help.part_keys import PART_KEYS

        CommandsDialog(ACTIONS, self.window.actions_by_id, PART_KEYS, self.window).open()

    def open_about(self) -> None:
        """Open what there is to say about the program."""
        from yespo_console.gui.help.about import AboutDialog

        AboutDialog(self.profile, self._facts(), self.window).open()

    def _begin(self) -> None:
        self.backend.start()
        QTimer.singleShot(0, self._build_pages)

    def _build_pages(self) -> None:
        if self._closed:
            return
        if self.window.build_next_page():
            QTimer.singleShot(_BETWEEN_MS, self._build_pages)
            return
        self.garbage.begin()

    def _ready(self, services: Services) -> None:
        if self._closed:
            return
        self.selection.attach(services.environments, self.backend.environments, self.runner)
        self.window.attach(services)
        self.desk.attach(services)
        self._begin_offers(services)
        self._begin_tidying(services)
        services.sandbox.failed.connect(partial(self.window.notify, "error", state=Trouble.SANDBOX))
        services.sandbox.started.connect(partial(self.window.withdraw, Trouble.SANDBOX))
        # Its address is known only now; what is copied as a command names it.
        services.sandbox.started.connect(self.selection.reload)
        services.sandbox.begin(self.selection)
        self._say_what_is_only_read(services)
        for notice in self.backend.notices():
            self.window.notify("warning", notice)
        for broken in services.catalog.broken:
            message = _("Your event type in {path} cannot be used: {reason}")
            self.window.notify("warning", message.format(path=broken.path, reason=broken.reason))

    def _say_what_is_only_read(self, services: Services) -> None:
        from yespo_console.gui.history.only_read import only_read_words

        for words in only_read_words(self.profile, services.history.refusal):
            self.window.notify("warning", words)

    def _withdraw_missing_keys(self) -> None:
        """Perhaps a dialog was closed in which the key was entered that was missing."""
        services = self.backend.services
        if services is None:
            return
        from yespo_console.delivery.send import no_key_words

        for environment in self.selection.environments:
            if services.credentials.known(environment.name)[1] is not None:
                self.window.withdraw(no_key_words(environment))

    def _begin_offers(self, services: Services) -> None:
        from yespo_console.gui.reading.offer import ClipboardOffer

        if self._offer is None:
            self._offer = ClipboardOffer(self.window, self.runner, self.desk, self._drafts)
        self._offer.attach(services)

    def _begin_tidying(self, services: Services) -> None:
        from yespo_console.gui.history.tidying import Tidying

        self._tidying = Tidying(services, self)
        self.window.notices.follow(self._tidying.notice)
        self._tidying.withdrawn.connect(self.window.withdraw)
        self._tidying.tidied.connect(partial(self.window.notify, "success"))
        self._tidying.put_off.connect(self._say_limits_are_off)
        self._tidying.failed.connect(partial(self.window.notify, "error"))

    def _say_limits_are_off(self, words: str) -> None:
        answers = ((_("Open Settings"), self.open_settings),)
        self.window.notices.say("info", words, answers, until_withdrawn=True)

    def _read(self, payload: "Payload") -> None:
        self.desk.take(payload)

    def _open_files(self, paths: tuple[Path, ...]) -> None:
        self.window.hand_over(ComposePage.section, OpenFiles(paths))

    def _environment_lost(self, name: str) -> None:
        message = _("The environment {name} is not there any more. Sends go to {now} now.")
        words = message.format(name=name, now=self.selection.marking.name)
        self.window.notify("warning", words, state=Trouble.ENVIRONMENT_LOST)

    def _services_or_wait(self) -> Services | None:
        if self.backend.services is None:
            self._readiness.tell()
        return self.backend.services

    def _facts(self) -> list[tuple[str, str]]:
        services = self.backend.services
        if services is None:
            return [("Services", "not ready")]
        address = services.sandbox.address
        real = sum(one.is_real for one in self.selection.environments)
        return [
            ("Environments", f"{len(self.selection.environments)}, {real} of them real accounts"),
            ("Sandbox", services.sandbox.failure or (address.base_url if address is not None else "starting")),
        ]


def make_application() -> QApplication:
    """The QApplication with the program's name, version and icon."""
    # A paint lets go of the interpreter for a moment at each thing it draws; a thread at work gives it back after this
    # many seconds. With the usual 5 ms a table takes many frames while a thread reads.
    sys.setswitchinterval(0.0001)
    app = QApplication([sys.argv[0], *theme.ARGUMENTS])
    app.setApplicationName("yespo-console")
    app.setApplicationDisplayName("Yespo Console")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("yespo-console")
    app.setWindowIcon(icon("app"))
    return app


def say_before_the_window(words: str) -> None:
    """Say in a dialog why there is no window; returns when the user has closed it."""
    from PySide6.QtWidgets import QMessageBox

    app = make_application()
    theme.apply(app)
    box = QMessageBox(QMessageBox.Icon.Critical, "Yespo Console", words, QMessageBox.StandardButton.Close)
    box.finished.connect(app.quit)
    box.open()
    app.exec()


def run(*, exit_after_first_paint: bool = False) -> int:
    """Show the window until it is closed; returns the exit code.

    When the profile folder cannot be used, that is said in one line and in a dialog; then it is 2. One that can be read
    is shown all the same, and what is written meanwhile goes to a folder that is gone afterwards.
    """
    profile, borrowed = Profile.default(), None
    try:
        try:
            profile.ensure()
        except OSError:
            if not os.access(profile.history_file, os.R_OK):
                raise
            from yespo_console.platform.passing_folder import PassingFolder  # takes long to import

            borrowed = PassingFolder()
            profile = profile.lent(borrowed.path)
        logging_to = start_logging(profile, "window")
    except OSError as error:
        if borrowed is not None:
            borrowed.remove()
        told = unusable_words(error)
        print(told, file=sys.stderr)  # noqa: T201  (whoever started it from a terminal sees no dialog there)
        if not exit_after_first_paint:
            say_before_the_window(told)
        return 2
    faults = FaultReporter()
    faults.install()
    # Ctrl+C in the terminal ends the program at once; drafts and history are on disk at any moment.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    app = make_application()
    console = Console(app, profile)
    if exit_after_first_paint:
        console.window.first_painted.connect(partial(os._exit, 0))  # what is measured ends here; nothing was begun
        console.window.show()
    else:
        console.show()
    code = app.exec()
    console.stop()
    faults.uninstall()
    stop_logging(logging_to)
    if borrowed is not None:
        borrowed.remove()
    return code
