"""What waited for its turn and was not sent: nothing of it is lost, and the user sees what it was."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from yespo_console.events.event import Encoding
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.compose.draft_tabs import DraftTabs
from yespo_console.gui.compose.handover import OpenDraft
from yespo_console.platform.i18n import _, ngettext

if TYPE_CHECKING:
    from yespo_console.gui.compose.doubts import Wish


class Unsent(QObject):
    """Hands back the texts of one composer that were not sent. What is sent again from the history still stands there.

    Signals:
        noticed(str, str, tuple): a sentence with its buttons, as ``Page.offered``.
        listed(Payload, Reading): several of them are to be shown.
        opened(OpenDraft): the one there is.
    """

    noticed = Signal(str, str, object)
    listed = Signal(object, object)
    opened = Signal(object)

    def __init__(self, tabs: DraftTabs, open_draft: Callable[[OpenDraft], Draft], parent: QObject) -> None:
        super().__init__(parent)
        self._tabs = tabs
        self._open_draft = open_draft

    def offer(self, wishes: "tuple[Wish, ...]") -> None:
        """Say that they were not sent, and lead to what they were."""
        words = ngettext(
            "{count} event that waited for its turn was not sent.",
            "{count} events that waited for their turn were not sent.",
            len(wishes),
        )
        texts = _texts(wishes)
        show = ((ngettext("Open it", "Show them", len(texts)), partial(self._show, texts)),) if texts else ()
        self.noticed.emit("warning", words.format(count=len(wishes)), show)

    def keep(self, wishes: "tuple[Wish, ...]") -> None:
        """Have a draft for each that no draft holds, behind the one that is shown."""
        held = {(draft.text, draft.encoding) for draft in self._tabs.drafts}
        with self._tabs.behind():
            for one in dict.fromkeys(_texts(wishes)):
                if (one.text, one.encoding) not in held:
                    self._open_draft(one).mark_saved(saved_text="")  # no file has it: a disk that is full is told
        if wishes:
            words = ngettext(
                "{count} event that waited for its turn was not sent; what was written here is kept as a draft.",
                "{count} events that waited for their turn were not sent; what was written here is kept as drafts.",
                len(wishes),
            )
            self.noticed.emit("warning", words.format(count=len(wishes)), ())

    def _show(self, texts: list[OpenDraft]) -> None:
        from yespo_console.gui.reading.payload import Payload
        from yespo_console.reading.reading import ReadEvent, Reading

        if len(texts) == 1:
            self.opened.emit(texts[0])
            return
        events = tuple(ReadEvent(None, one.text, one.encoding) for one in texts)
        payload = Payload("\n".join(one.text for one in texts), title=_("Sends that were given up"))
        self.listed.emit(payload, Reading("json", events))


def _texts(wishes: "tuple[Wish, ...]") -> list[OpenDraft]:
    """What was written here, as it stood when it was wanted."""
    return [OpenDraft(wish.text, _encoding(wish)) for wish in wishes if isinstance(wish.text, str)]


def _encoding(wish: "Wish") -> Encoding:
    return Encoding(wish.api, wish.draft is not None and wish.draft.encoding.native).normal()
