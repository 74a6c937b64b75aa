"""How far long work on a history is: what is done now, how much of it, and the words for that."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from yespo_console.platform.i18n import N_, _


class Stage(Enum):
    """What is done, nearly in this order. The values say it."""

    LOOKING = N_("Looking through the history")
    OTHERS = N_("Looking for what else finds the contact")
    REMOVING = N_("Removing exchanges")
    FORGETTING = N_("Having the search index forget them")
    GIVING_BACK = N_("Giving room back")
    COPIES = N_("Deleting in copies and other files")
    SEARCHING = N_("Searching every file")
    READING = N_("Reading the pages of the file")
    INDEXES = N_("Looking in the indexes for what is destroyed elsewhere")
    RECOVERING = N_("Recovering exchanges")
    ANNOTATING = N_("Changing exchanges")


#: How many exchanges are done says more than a share where it is they that are counted.
_COUNTED: Final = {
    Stage.REMOVING: N_("Removed {done} of {all} exchanges"),
    Stage.RECOVERING: N_("Recovered {done} of {all} exchanges"),
    Stage.ANNOTATING: N_("Changed {done} of {all} exchanges"),
}


@dataclass(frozen=True, slots=True)
class Reached:
    """A place on the way.

    Attributes:
        done, every: how much of the stage is done, and all of it, both in the same, whatever it is; ``every`` 0: there
            is no measure.
    """

    stage: Stage
    done: int = 0
    every: int = 0

    @property
    def words(self) -> str:
        if self.share is None:
            return _(self.stage.value)
        counted = _COUNTED.get(self.stage)
        if counted is not None:
            return _(counted).format(done=f"{self.done:,}", all=f"{self.every:,}")
        return _("{what}: {share}").format(what=_(self.stage.value), share=f"{self.share:.0%}")

    @property
    def share(self) -> float | None:
        """How much of the stage is done, from 0 to 1; None where there is no measure."""
        return min(1.0, self.done / self.every) if self.every else None


#: What is told of long work, by the thread that does it.
Progress = Callable[[Reached], object]


def unheard(_reached: Reached) -> None:
    """Progress that nobody watches."""
