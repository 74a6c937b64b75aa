"""The draft that the next new tab begins with, made with its form while nobody waits: a form takes two frames."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from yespo_console.events.catalog import Catalog
from yespo_console.events.event import Encoding
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.compose.draft_forms import DraftForms
from yespo_console.gui.compose.samples import Samples

#: So long after a new draft the next one is made, in steps with as much between them.
_PAUSE_MS: Final = 1_000


class NextDraft(QObject):
    """Has a draft ready. One that would not be as a new one is now, is let go."""

    def __init__(
        self,
        samples: Samples,
        make: Callable[[str, Encoding], Draft],
        forms: Callable[[], DraftForms],
        catalog: Callable[[], Catalog],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._samples = samples
        self._make = make
        self._forms = forms
        self._catalog = catalog
        self._draft: Draft | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._make_ready)

    def take(self) -> Draft:
        """A draft with a sample that can be sent at once."""
        text, encoding = self._samples.new()
        ready, self._draft = self._draft, None
        self._pause.start()
        if ready is not None and (ready.text, ready.encoding) == (text, encoding):
            return ready
        if ready is not None:
            self._forms().forget(ready)
            ready.set_checker(None)
            ready.deleteLater()
        return self._make(text, encoding)

    def _make_ready(self) -> None:
        """One step."""
        forms = self._forms()
        if self._draft is None:
            self._draft = self._make(*self._samples.new())
        elif not forms.has_ahead(self._draft):
            forms.make_ahead(self._draft, self._catalog())
        else:
            forms.lay_out_ahead(self._draft)
            return
        self._pause.start()
