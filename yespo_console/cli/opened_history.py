"""The history for a command: opened, and brought up to date where it is of an older version, which is said."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yespo_console.cli.output import ForPeople
from yespo_console.cli.unusable import UnusableInputError, unusable_profile
from yespo_console.cli.waiting import Waiting
from yespo_console.history.errors import HistoryError
from yespo_console.history.query import QueryError
from yespo_console.history.reading_copy import open_or_copy
from yespo_console.history.schema import prepare
from yespo_console.history.store import HistoryStore
from yespo_console.history.upgrading import Stage, Upgrade
from yespo_console.platform.i18n import _
from yespo_console.platform.profile import Profile


class _Told(Upgrade):
    """Says where the copy is, before anything is changed."""

    def begin(self, stage: Stage, copy: Path | None) -> None:
        if stage is Stage.CHANGING and copy is not None:
            ForPeople.complain(
                _("The history is brought up to date for this version. As it was it is kept as {copy}.").format(
                    copy=copy
                )
            )
        super().begin(stage, copy)

    def find_empty(self, path: Path) -> None:
        super().find_empty(path)
        ForPeople.complain(self.notice)


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Have what the history or the folder of the profile refuses end the command with the sentence about it.

    Raises UnusableInputError for it, also for a search that cannot be understood.
    """
    try:
        yield
    except (QueryError, HistoryError) as error:
        raise UnusableInputError(str(error)) from None
    except OSError as error:
        raise unusable_profile(error) from None


def open_history(path: Path) -> HistoryStore:
    """As ``HistoryStore.open``, telling on standard error what takes long."""
    prepare_history(path)
    return HistoryStore(path)


def open_to_read() -> HistoryStore:
    """The history of this profile for a command that changes nothing; a copy of one that may not be written.

    Raises the errors of the history, and UnusableInputError for a profile that cannot be made or read.
    """
    profile = Profile.default()
    try:
        profile.ensure()
    except OSError as error:
        if not os.access(profile.history_file, os.R_OK):
            raise unusable_profile(error) from None
    upgrade = _Told()
    with Waiting(lambda: upgrade.words or _("Opening the history")):
        store = open_or_copy(profile.history_file, upgrade)
    if store.refusal is not None:
        ForPeople.complain(_("{complaint} A copy of it is read.").format(complaint=store.refusal.complaint))
    return store


def prepare_history(path: Path) -> None:
    """As ``schema.prepare``."""
    upgrade = _Told()
    with Waiting(lambda: upgrade.words or _("Opening the history")):
        prepare(path, upgrade=upgrade)
