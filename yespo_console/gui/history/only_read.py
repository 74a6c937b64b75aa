"""What is said for as long as the window is open when the history, or the whole profile, may only be read."""

from typing import TYPE_CHECKING

from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.history.errors import HistoryError
    from yespo_console.platform.profile import Profile


def only_read_words(profile: "Profile", refusal: "HistoryError | None") -> list[str]:
    """A sentence or two for each of them; none as a rule."""
    words = []
    if profile.lent_by is not None:
        words.append(
            _(
                "The profile in {folder} is read-only here. Drafts and settings that you make now are gone when the"
                " window closes: save an event as a file to keep it."
            ).format(folder=profile.lent_by.config.parent)
        )
    if refusal is not None:
        words.append(
            _("{complaint} You see a copy of it: search, compare and export it. Nothing can be sent meanwhile.").format(
                complaint=refusal.complaint
            )
        )
    return words
