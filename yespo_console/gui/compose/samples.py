"""What new drafts begin with."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from yespo_console.events import wire
from yespo_console.events.catalog import Catalog
from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.events.fresh_sample import Contact, fresh_sample
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.environment_selection import EnvironmentSelection

if TYPE_CHECKING:
    from yespo_console.delivery.environments import Environment

FIRST_TYPE: Final = "pageViewed"


class Samples(QObject):
    """Makes samples for the environment that is chosen. On a real account they name one of its test contacts.

    Who that is is known only once the environments are read; until then a sample for a real account names nobody.
    """

    def __init__(
        self,
        catalog: Callable[[], Catalog],
        selection: EnvironmentSelection,
        drafts: Callable[[], Sequence[Draft]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._selection = selection
        self._drafts = drafts
        self._early = ""  # the sample that was made before it was known whom it is to name
        selection.changed.connect(self._environment_known)

    def new(self) -> tuple[str, Encoding]:
        """An event that can be sent at once, and how it is written; an empty one where its type is not known."""
        encoding = Encoding(ApiVersion(self._selection.marking.api)).normal()
        known = self._catalog().get(FIRST_TYPE)
        event = fresh_sample(known, self._contact()) if known is not None else wire.read("{}")
        text = wire.write(event, encoding)
        if self._selection.environment is None and self._selection.marking.real:
            self._early = text
        return text, encoding

    def contacts(self) -> tuple[Contact, ...]:
        """Whom a sample that nobody touched may name; first whom a new one names."""
        return self._contact(), None, {}, *map(_contact_of, self._selection.environments)

    def _contact(self) -> Contact:
        environment = self._selection.environment
        if environment is None:
            return {} if self._selection.marking.real else None
        return _contact_of(environment)

    def _environment_known(self) -> None:
        early, self._early = self._early, ""
        if not early or self._selection.environment is None:
            return
        for draft in self._drafts():
            if draft.text == early and draft.path is None and not draft.modified:
                draft.restate(*self.new(), self)
                draft.mark_saved()


def _contact_of(environment: "Environment") -> Contact:
    from yespo_console.delivery.test_contacts import sample_contact  # not wanted before there are environments

    return sample_contact(environment)
