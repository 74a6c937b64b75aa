"""The history for a command: opened, and brought up to date where it is of an older version, which is said."""

from pathlib import Path

from yespo_console.cli.output import ForPeople
from yespo_console.cli.waiting import Waiting
from yespo_console.history.schema import prepare
from yespo_console.history.store import HistoryStore
from yespo_console.history.upgrading import Stage, Upgrade
from yespo_console.platform.i18n import _


class _Told(Upgrade):
    """Says where the copy is, before anything is changed."""

    def begin(self, stage: Stage, copy: Path) -> None:
        if stage is Stage.CHANGING:
            ForPeople.complain(
                _("The history is brought up to date for this version. As it was it is kept as {copy}.").format(
                    copy=copy
                )
            )
        super().begin(stage, copy)


def open_history(path: Path) -> HistoryStore:
    """As ``HistoryStore.open``, telling on standard error what takes long."""
    prepare_history(path)
    return HistoryStore(path)


def prepare_history(path: Path) -> None:
    """As ``schema.prepare``."""
    upgrade = _Told()
    with Waiting(lambda: upgrade.words or _("Opening the history")):
        prepare(path, upgrade=upgrade)
