"""The lists of several events of one window: the one that is shown, and those that were put aside."""

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Signal

from yespo_console.gui.actions import spec
from yespo_console.platform.i18n import _, ngettext
from yespo_console.platform.local_time import local

if TYPE_CHECKING:
    from yespo_console.gui.main_window import MainWindow
    from yespo_console.gui.notice import Answers
    from yespo_console.gui.open_drafts import Held, IsHeld
    from yespo_console.gui.reading.leaving_lists import LeavingLists
    from yespo_console.gui.reading.payload import Payload
    from yespo_console.gui.reading.several import SeveralDialog
    from yespo_console.gui.under_way import UnderWay
    from yespo_console.reading.reading import Reading


class Lists(QObject):
    """Knows each list until it is closed on purpose: none gives way to another that comes after it.

    Signals:
        sending_went_on(), sending_ended(bool): as of a list.
    """

    sending_went_on = Signal()
    sending_ended = Signal(bool)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        #: With what each is called; the one that was shown last stands last.
        self._lists: dict[SeveralDialog, str] = {}
        self._leaving: LeavingLists | None = None

    def add(self, dialog: "SeveralDialog", payload: "Payload", reading: "Reading", *, behind: bool) -> None:
        """Show a new list, or, ``behind``, put it aside at once."""
        from yespo_console.gui.reading.leaving_lists import LeavingLists

        if self._leaving is None:
            self._leaving = LeavingLists(self._window, self._unsent)
        self._lists[dialog] = _name(payload, reading)
        dialog.left.connect(partial(self._say_that_it_waits, dialog))
        dialog.finished.connect(partial(self._closed, dialog))
        dialog.sending_went_on.connect(self.sending_went_on)
        dialog.sending_ended.connect(self.sending_ended)
        if behind:
            self._say_that_it_waits(dialog)
        else:
            dialog.open()

    def back(self) -> None:
        """Show the list again that was put aside; of several the user takes one, which is the last at first."""
        aside = self._aside()
        if not aside:
            self._window.notify(
                "info", _("There is no list to go back to. A text or a file with several events opens one.")
            )
        elif len(aside) == 1:
            self._show(aside[0])
        else:
            self._let_choose(aside)

    def ways_back(self, dialog: "SeveralDialog") -> "Answers":
        """The button that leads back to a list that was put aside.

        What is said with it is withdrawn, as what was said of this list, once there is no way back or it was gone.
        """
        words = _("Back to the list ({keys})").format(keys=spec("several").shortcut)
        return ((words, partial(self._show, dialog)),)

    def under_way(self) -> "UnderWay | None":
        """A series that is being sent; None when none is."""
        return next((found for one in self._lists if (found := one.under_way())), None)

    def _unsent(self) -> list[str]:
        """Of each list of which something was not sent, what it is called and how much that is."""
        told = []
        for dialog, name in self._lists.items():
            count = dialog.list.events.unsent
            if count and not dialog.under_way():  # which is asked about by itself
                words = ngettext("{list}, {count} not sent", "{list}, {count} not sent", count)
                told.append(words.format(list=name, count=count))
        return told

    def _aside(self) -> "list[SeveralDialog]":
        """The one that was put aside last stands first."""
        return [one for one in reversed(self._lists) if one.isHidden()]

    def _let_choose(self, aside: "list[SeveralDialog]") -> None:
        from yespo_console.gui.menu import Menu

        menu = Menu(self._window)
        for one in aside:
            menu.addAction(self._lists[one].replace("&", "&&"), partial(self._show, one))
        menu.setActiveAction(menu.actions()[0])
        menu.aboutToHide.connect(menu.deleteLater)
        place = self._window.rect().center() - QRect(QPoint(), menu.sizeHint()).center()
        menu.popup(self._window.mapToGlobal(place))

    def _show(self, dialog: "SeveralDialog") -> None:
        self._lists[dialog] = self._lists.pop(dialog)
        self._withdraw(dialog)
        dialog.open()

    def _say_that_it_waits(self, dialog: "SeveralDialog") -> None:
        self._lists[dialog] = self._lists.pop(dialog)
        count = len(self._aside())
        words = ngettext(
            "The list of several events was put aside, with what is chosen in it.",
            "The list of several events was put aside, with what is chosen in it. {count} lists wait by now.",
            count,
        ).format(count=count)
        self._window.notify("info", words, self.ways_back(dialog), state=self)

    def _withdraw(self, dialog: "SeveralDialog") -> None:
        """What was said of lists that wait, and of this one."""
        self._window.withdraw(self)
        self._window.withdraw(dialog)

    def _closed(self, dialog: "SeveralDialog", *_result: int) -> None:
        self._withdraw(dialog)
        self._lists.pop(dialog, None)

    def having(self, is_held: "IsHeld") -> "list[Held]":
        """See ``Holder``."""
        from yespo_console.gui.open_drafts import Held

        return [Held(one, name, kind="list") for one, name in self._lists.items() if one.holds(is_held)]

    def close_having(self, is_held: "IsHeld") -> None:
        """See ``Holder``."""
        for one in [one for one in self._lists if one.holds(is_held)]:
            self._withdraw(one)
            del self._lists[one]
            one.close()  # what is hidden does not tell that it was closed


def _name(payload: "Payload", reading: "Reading") -> str:
    count = len(reading.events)
    events = ngettext("{count} event", "{count} events", count).format(count=count)
    where = payload.name or _("Pasted at {time}").format(time=local(datetime.now(UTC)).strftime("%H:%M:%S"))
    return f"{where}: {events}"
