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
    from yespo_console.reading.reading import ReadEvent


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
        events = _events(wishes)
        show = ((ngettext("Open it", "Show them", len(events)), partial(self._show, events)),) if events else ()
        self.noticed.emit("warning", words.format(count=len(wishes)), show)

    def keep(self, wishes: "tuple[Wish, ...]") -> None:
        """Have a draft for each that no draft holds, behind the one that is shown."""
        held = {(draft.text, draft.encoding) for draft in self._tabs.drafts}
        with self._tabs.behind():
            for text, encoding in dict.fromkeys((event.text, event.encoding) for event in _events(wishes)):
                if (text, encoding) not in held:
                    draft = self._open_draft(OpenDraft(text, encoding))
                    draft.mark_saved(saved_text="")  # no file has it: a disk that is full is told
        if wishes:
            words = ngettext(
                "{count} event that waited for its turn was not sent; what was written here is kept as a draft.",
                "{count} events that waited for their turn were not sent; what was written here is kept as drafts.",
                len(wishes),
            )
            self.noticed.emit("warning", words.format(count=len(wishes)), ())

    def _show(self, events: "tuple[ReadEvent, ...]") -> None:
        from yespo_console.gui.reading.payload import Payload
        from yespo_console.reading.reading import Reading

        if len(events) == 1:
            self.opened.emit(OpenDraft(events[0].text, events[0].encoding))
            return
        payload = Payload("\n".join(event.text for event in events), title=_("Sends that were given up"))
        self.listed.emit(payload, Reading("json", events))


def _events(wishes: "tuple[Wish, ...]") -> "tuple[ReadEvent, ...]":
    """What was written here, as it stood when it was wanted, and where it was to go."""
    from yespo_console.reading.reading import ReadEvent

    return tuple(
        ReadEvent(wish.environment.event_url_for(wish.api), wish.text, _encoding(wish))
        for wish in wishes
        if isinstance(wish.text, str)
    )


def _encoding(wish: "Wish") -> Encoding:
    return Encoding(wish.api, wish.draft is not None and wish.draft.encoding.native).normal()
