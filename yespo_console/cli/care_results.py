"""What ``history forget`` and ``history check`` print for programs; see ``results``."""

from typing import TYPE_CHECKING, Self

from yespo_console.cli.results import Printed

if TYPE_CHECKING:
    from yespo_console.history.checking import Health
    from yespo_console.history.recovery import Recovered


class KeptCopy(Printed):
    """``history forget``: a copy beside the history; ``found`` is null when it is damaged, ``left`` until done."""

    path: str
    found: int | None
    left: int | None


class KeptFile(Printed):
    """``history forget``: another file that holds the contact, and what is done about it.

    ``way`` is ``delete``, ``mask``, ``searches`` (saved searches that name it are removed), ``draft`` (it is open in a
    window and stays), ``set-aside`` (a file of a newer version or of another program, which stays), ``environments``,
    ``event-type`` or ``leave`` (settings of the user's and other files, which stay).
    ``tab`` is what the tab of a draft says, and "" for all others.
    """

    path: str
    way: str
    tab: str


class KeptLocator(Printed):
    """``history forget``: what stands beside the contact, and in how many exchanges that do not hold the contact."""

    name: str
    value: str
    exchanges: int


class LeftInFile(Printed):
    """``history forget``: a file that still holds the contact."""

    path: str
    places: int


class ForgottenContact(Printed):
    """``history forget``: what was found, what was deleted, and what a search of every file found afterwards.

    Attributes:
        clean: nothing is left in any file; false as well when nothing was deleted.
        open_windows: so many windows of the program are open. What they have in their memory was not looked at and
            stays there until they are closed: their drafts, what undo brings back, and closed drafts.
        searched_files, searched_bytes, left, part_of_others, journal_emptied: null when nothing was deleted.
    """

    found: int
    removed: int
    copies: tuple[KeptCopy, ...]
    files: tuple[KeptFile, ...]
    others: tuple[KeptLocator, ...]
    searched_files: int | None
    searched_bytes: int | None
    left: tuple[LeftInFile, ...] | None
    part_of_others: int | None
    journal_emptied: bool | None
    clean: bool
    open_windows: int


class CheckedHistory(Printed):
    """``history check``: sizes in bytes. Null without a repair: ``recovered``, ``recovered_in_part`` (so many of them),
    ``lost`` (at least so many others) and ``aside``.
    """

    path: str
    sound: bool
    faults: tuple[str, ...]
    version: int
    exchanges: int
    pinned: int
    unanswered: int
    unindexed: int
    next_pair_block: int
    pair_blocks: int
    size: int
    journal: int
    free: int
    shrinks: bool
    recovered: int | None
    recovered_in_part: int | None
    lost: int | None
    aside: str | None

    @classmethod
    def of(cls, health: "Health", recovered: "Recovered | None") -> Self:
        return cls(
            path=str(health.path),
            sound=health.is_sound,
            faults=health.faults,
            version=health.version,
            exchanges=health.exchanges,
            pinned=health.pinned,
            unanswered=health.unanswered,
            unindexed=health.unindexed,
            next_pair_block=health.next_pair_block,
            pair_blocks=health.pair_blocks,
            size=health.size,
            journal=health.journal,
            free=health.free,
            shrinks=health.shrinks,
            recovered=recovered.kept if recovered else None,
            recovered_in_part=recovered.in_part if recovered else None,
            lost=recovered.lost if recovered else None,
            aside=str(recovered.aside) if recovered else None,
        )
