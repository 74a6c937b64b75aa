"""What is asked when the window is to close while a send is under way, or when something cannot be put on the disk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial, reduce
from operator import add
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, SignalInstance

from yespo_console.gui.notices import Notices
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

    from yespo_console.gui.page import Page
    from yespo_console.gui.under_way import UnderWay


class _Agreed(Enum):
    """What the user has agreed to that would happen by closing."""

    BREAK_OFF = auto()
    LOSE = auto()


@dataclass(slots=True)
class _Question:
    """A question that stands open.

    Attributes:
        ways: what each of its buttons does.
        wait: the button that waits for the end of the sending, where it is about that.
        is_to_be_read: something came meanwhile that is to be read.
    """

    box: "QMessageBox"
    ways: "list[tuple[QPushButton, Callable[[], object]]]" = field(default_factory=list)
    wait: "QPushButton | None" = None
    is_to_be_read: bool = False


class Closing(QObject):
    """Asks before a window closes that would break off, or lose, something. The safe answer is the default one."""

    def __init__(self, window: "QWidget", pages: Callable[[], "Iterable[Page]"], notices: Notices) -> None:
        super().__init__(window)
        self._window = window
        self._pages = pages
        self._notices = notices
        self._others: list[Callable[[], UnderWay | None]] = []
        self._question: _Question | None = None
        self._agreed: set[_Agreed] = set()
        self._wait_words = _("The window closes as soon as the sending has ended.")
        self._waits = False

    def also_asks(
        self, under_way: "Callable[[], UnderWay | None]", went_on: SignalInstance, ended: SignalInstance
    ) -> None:
        """What is no page may have something under way too; ``went_on`` tells that it is another thing now, ``ended``
        that there is nothing any more, and whether there is something to be read about it."""
        self._others.append(under_way)
        went_on.connect(self.sending_went_on)
        ended.connect(self._other_ended)

    def _other_ended(self, to_be_read: bool) -> None:
        if to_be_read:
            self.stay_open()
        else:
            self.sending_went_on()

    def _under_way(self) -> "UnderWay | None":
        asked = (*(page.under_way for page in self._pages()), *self._others)
        found = [one for ask in asked if (one := ask()) is not None]
        return reduce(add, found) if found else None

    def may_close(self) -> bool:
        """Whether nothing stands against it; else the user is asked, and what they say closes the window or not."""
        if self._question is not None:
            return False
        under_way = self._under_way()
        lost = " ".join(filter(None, [page.save() for page in self._pages()]))
        if under_way and _Agreed.BREAK_OFF not in self._agreed:
            self._ask_before_breaking_off(under_way)
        elif lost and _Agreed.LOSE not in self._agreed:
            self._ask_before_losing(lost)
        else:
            return True
        return False

    def sending_went_on(self) -> None:
        """Something else is under way now, or nothing any more: close, if that is what the user waits for."""
        if self._waits and not self._under_way():
            self._wait_no_more()
            QTimer.singleShot(0, self._window, self._window.close)  # whoever told it is not done with it
        self._keep_true()

    def stay_open(self) -> None:
        """Something is to be read: an answer that was waited for is not recorded, or something was not sent."""
        if self._waits:
            self._wait_no_more()
        if self._question is not None:
            self._question.is_to_be_read = True
            self._keep_true()

    def _ask_before_breaking_off(self, under_way: "UnderWay") -> None:
        question = self._question_about("quit-and-break-off")
        box = question.box
        _tell(box, under_way)
        wait = self._add_way(question, _("Quit when the sending has ended"), box.ButtonRole.AcceptRole, self._wait)
        self._add_way(question, _("Quit now"), box.ButtonRole.DestructiveRole, self._break_off)
        question.wait = wait
        self._open(question)

    def _ask_before_losing(self, lost: str) -> None:
        """``lost`` says what, why and what can be done."""
        question = self._question_about("quit-and-lose")
        box = question.box
        box.setWindowTitle(_("Quit and lose what you did last?"))
        box.setText(_("What you did last is not on the disk and is lost when the window closes."))
        box.setInformativeText(lost)
        lose = partial(self._close, {*self._agreed, _Agreed.LOSE})
        self._add_way(question, _("Quit and lose it"), box.ButtonRole.DestructiveRole, lose)
        self._open(question)

    def _question_about(self, name: str) -> "_Question":
        from yespo_console.gui.quit_question import QuitQuestion  # the first paint does not wait for it

        return _Question(QuitQuestion(name, self._window))

    def _add_way(
        self, question: "_Question", words: str, role: "QMessageBox.ButtonRole", way: Callable[[], object]
    ) -> "QPushButton":
        button = question.box.addButton(words, role)
        button.setAccessibleName(words)
        question.ways.append((button, way))
        return button

    def _open(self, question: "_Question") -> None:
        box = question.box
        stay = box.addButton(_("Keep the window"), box.ButtonRole.RejectRole)
        stay.setAccessibleName(stay.text())
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.finished.connect(self._answered)
        self._question = question
        box.open()

    def _answered(self) -> None:
        """However the question was left; by the frame of its window too, which is no answer."""
        question, self._question = self._question, None
        if question is not None:
            chosen = question.box.clickedButton()
            question.box.deleteLater()
            for button, way in question.ways:
                if button is chosen:
                    way()

    def _keep_true(self) -> None:
        """The question says what is being sent and what waits: not once that has ended."""
        question = self._question
        if question is None or question.wait is None:
            return
        under_way = self._under_way()
        if under_way is not None:
            _tell(question.box, under_way)
            return
        question.box.setWindowTitle(_("Quit?"))
        question.box.setInformativeText("")
        if question.is_to_be_read:
            question.box.setText(_("The sending has ended meanwhile, and the window says something about it."))
            question.wait.setEnabled(False)  # where it stands: another one would come under the pointer
        else:
            question.box.setText(_("The sending has ended meanwhile."))

    def _break_off(self) -> None:
        for page in self._pages():
            page.break_off()
        self._close({_Agreed.BREAK_OFF})

    def _close(self, agreed: "set[_Agreed]") -> None:
        """What was agreed to is agreed to for this one time."""
        self._agreed = agreed
        self._window.close()
        self._agreed = set()

    def _wait(self) -> None:
        if self._under_way():
            self._waits = True
            self._notices.say_running(self._wait_words, self._wait_no_more)
        else:
            self._window.close()

    def _wait_no_more(self) -> None:
        self._waits = False
        self._notices.withdraw(self._wait_words)


def _tell(box: "QMessageBox", under_way: "UnderWay") -> None:
    left = _("Quit while an event is being sent?")
    box.setWindowTitle(left if under_way.left else _("Quit before it is sent?"))
    box.setText(under_way.words)
    box.setInformativeText(" ".join(under_way.if_quit))
