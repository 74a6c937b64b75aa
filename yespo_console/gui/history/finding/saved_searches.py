"""Searches that the user gave a name, in a file of the profile. No Qt in here.

Only what was saved on purpose is kept: a search may name a person, so what was merely looked for is forgotten when the
window closes.
"""

from dataclasses import asdict, dataclass
from typing import Any, Final

from yespo_console.delivery.config_file import ConfigFile
from yespo_console.platform.i18n import _
from yespo_console.platform.profile import Profile

_LIST: Final = "searches"
_LONGEST_NAME: Final = 80


class SearchNameError(ValueError):
    """A name that a search cannot have; ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search with a name, as typed."""

    name: str
    query: str


class SavedSearches:
    """The saved searches of a profile, as the file has them now. All methods raise ``ConfigError``.

    Names differ in more than case. Entries of the file that this version cannot read stay in it.

    Attributes:
        notices: sentences about a file that was set aside, to be shown once.
    """

    def __init__(self, profile: Profile) -> None:
        self._file = ConfigFile(profile.searches_file)
        self.notices = self._file.notices

    def all(self) -> tuple[SavedSearch, ...]:
        """All of them, in the order in which they were saved."""
        return _readable(_entries(self._file.read()))

    def save(
        self, name: str, query: str, at: int | None = None, instead_of: str | None = None
    ) -> tuple[SavedSearch, int] | None:
        """Keep ``query``; one of the same name gives way. Raises SearchNameError.

        Args:
            at: put it back at this place, and only where no other search has taken its name since.
            instead_of: but for this one, which gives way again.

        Returns:
            the other search that gave way, and its place; None when none did.
        """
        search = SavedSearch(_tidy(name), query)
        replaced: list[tuple[SavedSearch, int]] = []

        def change(content: dict[str, Any]) -> None:
            entries = _entries(content)
            place = _place(entries, search.name)
            if place is not None and at is not None and entries[place].get("query") not in (query, instead_of):
                raise _taken(search.name)
            if place is not None:
                replaced.extend((one, place) for one in _readable([entries[place]]) if one.query != query)
                entries[place] = asdict(search)
            else:
                entries.insert(len(entries) if at is None else at, asdict(search))
            content[_LIST] = entries

        self._file.update(change)
        return replaced[0] if replaced else None

    def rename(self, name: str, new: str) -> None:
        """Give a search another name; one that is gone stays gone. Raises SearchNameError for a name that is taken."""
        tidy = _tidy(new)

        def change(content: dict[str, Any]) -> None:
            entries = _entries(content)
            place, taken = _place(entries, name), _place(entries, tidy)
            if taken is not None and taken != place:
                raise _taken(tidy)
            if place is not None:
                entries[place]["name"] = tidy

        self._file.update(change)

    def remove(self, name: str) -> int | None:
        """Forget a search; the place it had, for ``save`` to put it back there, or None when it was gone."""
        places: list[int] = []

        def change(content: dict[str, Any]) -> None:
            entries = _entries(content)
            place = _place(entries, name)
            if place is not None:
                del entries[place]
                places.append(place)

        self._file.update(change)
        return places[0] if places else None


def _entries(content: dict[str, Any]) -> list[Any]:
    entries = content.get(_LIST)
    return entries if isinstance(entries, list) else []


def _readable(entries: list[Any]) -> tuple[SavedSearch, ...]:
    return tuple(
        SavedSearch(entry["name"], entry["query"])
        for entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("name"), str) and isinstance(entry.get("query"), str)
    )


def _place(entries: list[Any], name: str) -> int | None:
    wanted = name.casefold()
    for place, entry in enumerate(entries):
        if isinstance(entry, dict) and isinstance(entry.get("name"), str) and entry["name"].casefold() == wanted:
            return place
    return None


def _taken(name: str) -> SearchNameError:
    return SearchNameError(_("Another saved search is called “{name}”.").format(name=name))


def _tidy(name: str) -> str:
    """``name`` in one line, without room around it. Raises SearchNameError."""
    tidy = " ".join(name.split())
    if not tidy:
        raise SearchNameError(_("Give the search a name."))
    if len(tidy) > _LONGEST_NAME:
        message = _("This name is too long: at most {count} characters.")
        raise SearchNameError(message.format(count=_LONGEST_NAME))
    return tidy
