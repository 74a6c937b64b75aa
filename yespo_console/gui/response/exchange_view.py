"""One exchange, whole: what became of it, the answer as it came, the request as it left, the problems it had then."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from yespo_console.gui import icons
from yespo_console.gui.picture import Picture
from yespo_console.gui.response.parts import BodyPart, PartTabs, ProblemsPart, TextPart
from yespo_console.gui.response.story import Story
from yespo_console.gui.response.time_bar import TimeBar, time_in_words
from yespo_console.gui.theme import theme
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.platform.i18n import _
from yespo_console.platform.local_time import local_text

if TYPE_CHECKING:
    from yespo_console.history.exchange import Answer, Exchange

#: From this width on, in px, a flat view has the words beside the tabs instead of above them.
_WIDE: Final = 760
_WORDS_WIDTH: Final = 400
#: They are not narrower than this for the tabs to be seen whole.
_LEAST_WORDS: Final = 168
_ANY: Final = 16_777_215


class ExchangeView(QWidget):
    """Shows what ``show_exchange`` gave it. Everything can be selected and copied.

    Attributes:
        exchange: the one shown, or None.
        story: what it means, and what to do now.
        tabs: the parts: answer, answer_headers, request, request_headers, problems.
        head: the line on top; whoever embeds the view may add to its end.
    """

    def __init__(self, parent: QWidget | None = None, *, problems: ProblemsPart | None = None) -> None:
        """``problems`` shows them in the place of the usual part."""
        super().__init__(parent)
        self.exchange: Exchange | None = None
        self._icon = Picture(self)
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.title.setAccessibleName(_("What became of it"))
        self.time = QLabel(self)
        self.time.setProperty("role", "muted")
        self.time.setAccessibleName(_("Time"))
        self._bar = TimeBar(self)
        timing = QVBoxLayout()
        timing.setSpacing(HALF)
        timing.addWidget(self.time, 0, Qt.AlignmentFlag.AlignRight)
        timing.addWidget(self._bar)
        self.head = QHBoxLayout()
        self.head.setSpacing(GRID)
        self.head.addWidget(self._icon)
        self.head.addWidget(self.title, 1)
        self.head.addLayout(timing)
        self._told = QLabel(self)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setWordWrap(True)
        self._told.setProperty("role", "warning")
        self._told.hide()
        self.story = Story(self)
        self.answer = TextPart(_("Answer"))
        self.answer_headers = TextPart(_("Answer headers"))
        self.request = BodyPart(_("Request"))
        self.request_headers = TextPart(_("Request headers"))
        self.problems = problems if problems is not None else ProblemsPart(_("Problems"))
        self.problems.place_asked.connect(self._show_place)
        self.tabs = PartTabs(_("Parts of the exchange"), self)
        for part, short in (
            (self.answer, ""),
            (self.answer_headers, _("Headers in")),
            (self.request, ""),
            (self.request_headers, _("Headers out")),
            (self.problems, ""),
        ):
            self.tabs.add(part, short=short)
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._body.setSpacing(GRID)
        self._body.addWidget(self.story)
        self._body.addWidget(self.tabs, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._column.setSpacing(GRID)
        self._column.addLayout(self.head)
        self._column.addWidget(self._told)
        self._column.addLayout(self._body, 1)
        self.setFocusProxy(self.tabs)
        theme().changed.connect(self._take_theme)
        self._take_theme()

    def show_exchange(self, exchange: "Exchange") -> None:
        """Show ``exchange`` as it was recorded; the tab that was open stays open."""
        from yespo_console.delivery.outcome import explain

        self.exchange = exchange
        self.tell("")
        told = explain(exchange)
        answer = exchange.answer
        role: icons.Role = "success" if told.is_success else "warning" if answer is None else "error"
        self._icon.show_icon(role, 20, role)
        self.title.setText(told.title)
        self.story.tell(told.sentences, told.next_steps, facts_of(exchange))
        self.time.setText(time_in_words(answer.timing) if answer is not None else "")
        if answer is not None:
            self._bar.show_timing(answer.timing)
        self._bar.setVisible(bool(self.time.text()))
        self.answer.show_text(answer.text if answer is not None else "", _why_empty(answer))
        headers = answer.headers if answer is not None else ()
        self.answer_headers.show_text(_header_lines(headers), _("There are none."))
        self.request.show_request(exchange)
        line = f"{exchange.method} {exchange.url}"
        self.request_headers.show_text("\n".join((line, _header_lines(exchange.request_headers))))
        self.problems.show_problems(exchange.problems, _("There were none when it was sent."))
        self.tabs.show_count(self.problems, len(exchange.problems))
        self.tabs.refill()
        self._arrange()

    def add_line(self, widget: QWidget) -> None:
        """Put ``widget`` between the title and what the view shows."""
        self._column.insertWidget(self._column.count() - 1, widget)

    def tell(self, words: str) -> None:
        """Say something about the exchange as a whole under its title; nothing when ``words`` are empty."""
        if words != self._told.text():
            self._told.setText(words)
            self._told.setAccessibleName(words)
            self._told.setVisible(bool(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Words beside the tabs where the view is flat, above them where it is tall; an empty answer yields to them."""
        width, height = self.width() - 4 * GRID, self.height()
        if self.width() >= _WIDE and height < self.width() * 0.6:
            self._body.setDirection(QBoxLayout.Direction.LeftToRight)
            self._body.setSpacing(2 * GRID)
            room = width - 2 * GRID
            tabs = self.tabs.fit(room // 2 if self.answer.is_empty else room - _LEAST_WORDS)
            words = min(_WORDS_WIDTH, width * 2 // 5)
            if self.answer.is_empty:  # then what it means is all there is to be read
                words = max(words, self.story.width_wanted())
            self.story.setFixedWidth(max(_LEAST_WORDS, min(words, room - tabs)))
            self.story.setMinimumHeight(0)
            self.story.setMaximumHeight(_ANY)
        else:
            self._body.setDirection(QBoxLayout.Direction.TopToBottom)
            self._body.setSpacing(GRID)
            self.tabs.fit(width)
            self.story.setMinimumWidth(0)
            self.story.setMaximumWidth(_ANY)
            self.story.setFixedHeight(min(self.story.height_wanted(width), height * 2 // 5))

    def _show_place(self, pointer: str) -> None:
        self.tabs.setCurrentWidget(self.request)
        self.request.go_to(pointer)

    def _take_theme(self) -> None:
        self.time.setFont(theme().figures_font())


def facts_of(exchange: "Exchange") -> str:
    """Which one it is: ``cartUpdated to Sandbox, 2026-11-20 10:15:03, number 12``."""
    where = _("{name} (real account)") if exchange.is_real else "{name}"
    return _("{type} to {environment}, {time}, number {number}").format(
        type=exchange.event_type or _("No event type"),
        environment=where.format(name=exchange.environment),
        time=local_text(exchange.sent_at),
        number=exchange.id,
    )


def _header_lines(headers: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in headers)


def _why_empty(answer: "Answer | None") -> str:
    if answer is None:
        return _("No answer was recorded.")
    if answer.status is None:
        return _("There was no answer.")
    return _("The body is empty, as usual for 200.") if answer.status == 200 else _("The body is empty.")
