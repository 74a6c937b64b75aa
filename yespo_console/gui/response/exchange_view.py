"""One exchange, whole: what became of it, the answer as it came, the request as it left, the problems it had then."""

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QTabWidget, QVBoxLayout, QWidget

from yespo_console.gui import icons
from yespo_console.gui.response.time_bar import TimeBar, time_in_words
from yespo_console.gui.theme import theme
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.history.exchange import Answer, Exchange


class ExchangeView(QWidget):
    """Shows what ``show_exchange`` gave it. Everything can be selected and copied.

    Attributes:
        exchange: the one shown, or None.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.exchange: Exchange | None = None
        self._icon = QLabel(self)
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.title.setAccessibleName(_("What became of it"))
        self.time = QLabel(self)
        self.time.setProperty("role", "muted")
        self.time.setFont(theme().figures_font())
        self.time.setAccessibleName(_("Time"))
        self._bar = TimeBar(self)
        self.meaning = QLabel(self)
        self.meaning.setTextFormat(Qt.TextFormat.PlainText)
        self.meaning.setWordWrap(True)
        self.meaning.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.meaning.setAccessibleName(_("What it means"))
        self.answer = _text(_("Answer"))
        self.answer_headers = _text(_("Headers of the answer"))
        self.request = _text(_("Request as sent"))
        self.request_headers = _text(_("Headers of the request"))
        self.problems = _text(_("Problems when it was sent"))
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Parts of the exchange"))
        for widget in (self.answer, self.answer_headers, self.request, self.request_headers, self.problems):
            self.tabs.addTab(widget, widget.accessibleName())
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        timing = QVBoxLayout()
        timing.setSpacing(HALF)
        timing.addWidget(self.time)
        timing.addWidget(self._bar)
        head.addLayout(timing)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self.meaning)
        column.addWidget(self.tabs, 1)

    def show_exchange(self, exchange: "Exchange") -> None:
        """Show ``exchange`` as it was recorded."""
        from yespo_console.delivery.outcome import explain

        self.exchange = exchange
        told = explain(exchange)
        waits = exchange.answer is None
        role: icons.Role = "success" if told.is_success else "warning" if waits else "error"
        self._icon.setPixmap(icons.pixmap(role, 20, role, self.devicePixelRatioF()))
        self.title.setText(told.title)
        self.meaning.setText("\n".join((*told.sentences, *told.next_steps)))
        self.meaning.setVisible(bool(self.meaning.text()))
        answer = exchange.answer
        self.time.setText(time_in_words(answer.timing) if answer is not None else "")
        if answer is not None:
            self._bar.show_timing(answer.timing)
        self._bar.setVisible(answer is not None and bool(self.time.text()))
        self.answer.setPlainText(_answer_text(answer))
        self.answer_headers.setPlainText(_header_lines(answer.headers) if answer is not None else "")
        self.request.setPlainText(exchange.request_text)
        line = f"{exchange.method} {exchange.url}"
        self.request_headers.setPlainText("\n".join((line, _header_lines(exchange.request_headers))))
        self.problems.setPlainText(
            "\n".join(f"{one.severity.value}: {one.pointer}: {one.message}" for one in exchange.problems) or _("None.")
        )


def _text(name: str) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setReadOnly(True)
    field.setFont(theme().fixed_font())
    field.setTabChangesFocus(True)
    field.setAccessibleName(name)
    return field


def _header_lines(headers: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in headers)


def _answer_text(answer: "Answer | None") -> str:
    """The raw body first; laid out as JSON below it when it is JSON, which no answer promises."""
    if answer is None:
        return _("No answer was recorded.")
    if answer.status is None:
        return _("There was no answer.")
    if not answer.body:
        return _("(empty body)")
    try:
        content = json.loads(answer.text)
    except (ValueError, RecursionError):
        return answer.text
    if not isinstance(content, dict | list):
        return answer.text
    laid_out = json.dumps(content, ensure_ascii=False, indent=2)
    return answer.text if laid_out == answer.text else f"{answer.text}\n\n{_('Laid out as JSON:')}\n{laid_out}"
