"""Where the members of one variable are set, and the last place where something within each of them is changed."""

from collections.abc import Iterable

from yespo_console.reading.source_code.variables.second_names import Path
from yespo_console.reading.source_code.variables.variable import How


class ChangedMembers:
    """What is done to the members of one variable."""

    def __init__(self, changes: Iterable[tuple[Path, How, int]]) -> None:
        """``changes`` say which member each changes, how, and where it stands."""
        self._set: dict[Path, list[int]] = {}
        #: Behind the last of these places nothing within a member is changed, or nothing of what it is in.
        self._within: dict[Path, int] = {}
        self._around: dict[Path, int] = {}
        #: The same for what is done within its items, and not only with them.
        self._in_items: dict[Path, int] = {}
        for path, how, start in changes:
            if how in ("set", "put"):
                self._set.setdefault(path, []).append(start)
            if how == "set":
                continue
            whole = path[: path.index(None)] if None in path else path
            for length in range(len(whole)):
                self._within[whole[:length]] = max(start, self._within.get(whole[:length], -1))
            depth = len(path) + {"put": 0, "append": 1}.get(how, 2)
            for length in range(min(len(whole), depth - 2) + 1):
                self._in_items[whole[:length]] = max(start, self._in_items.get(whole[:length], -1))
            if how != "put" or whole != path:
                self._around[whole] = max(start, self._around.get(whole, -1))
        for starts in self._set.values():
            starts.sort()

    def set_at(self, path: Path) -> list[int]:
        """Where the member, or all of the variable, is set, in order."""
        own, whole = self._set.get(path, []), self._set.get((), [])
        return own if not whole or path == () else sorted([*own, *whole])

    def items_changed_behind(self, path: Path, start: int) -> bool:
        """Whether what the member holds is changed behind ``start``: items may still be put in it and taken out."""
        return self._in_items.get(path, -1) > start

    def changed_behind(self, path: Path, start: int) -> bool:
        """Whether something within the member is changed behind ``start``, or all that it is a part of."""
        around = [self._around.get(path[:length], -1) for length in range(len(path) + 1)]
        return max(self._within.get(path, -1), *around) > start
