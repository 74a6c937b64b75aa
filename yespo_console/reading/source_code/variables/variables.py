"""What is known of the variables in a source text: where each is set, changed and used.

Only what can be followed without running anything counts: a variable that is set once, by a statement that is surely
carried out before it is used, and changed only by plain statements that stand beside that one, before it is used.
Everything else makes the value unknown.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set

from tree_sitter import Node

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import Items, Text, Value
from yespo_console.reading.source_code.members import applied, size_of
from yespo_console.reading.source_code.uses.put_in_code import PutInCode
from yespo_console.reading.source_code.variables.aliases import Alias, followed
from yespo_console.reading.source_code.variables.blocks import WHOLE_TEXT, Block
from yespo_console.reading.source_code.variables.changed_members import ChangedMembers
from yespo_console.reading.source_code.variables.second_names import Key, Path, SecondNames
from yespo_console.reading.source_code.variables.variable import Change, Step, Variable

#: What can make a variable hold something else than what it was set to.
_LATER = ("put", "append", "lost")
#: More changes of one variable are not followed.
_MOST_CHANGES = 500


def _is_never_looked_at(_use: Node) -> bool:
    return False


class Variables:
    """The variables of one text, by name."""

    def __init__(
        self,
        evaluate: Callable[[Node], Value],
        budget: Budget,
        fold: Callable[[str], str],
        note_held: Callable[[str, Path, Node], None],
    ) -> None:
        """``evaluate`` gives the value of a node, ``fold`` what spellings of a name share; see also ``SecondNames``."""
        self._budget = budget
        self._evaluate = evaluate
        self._known: defaultdict[str, Variable] = defaultdict(Variable)
        #: The function or class in which each use stands, by its node.
        self._used_in: dict[int, int] = {}
        self._values: dict[tuple[str, int, bool], Value | None] = {}
        self.seconds = SecondNames(budget, note_held)
        #: Whose value is changed by way of others, and the first steps to where; known at the end of the text.
        self._changed_by_others: dict[str, set[Path]] = {}
        #: Where each variable is set or changed, in order; known when it was asked for.
        self._changes_at: dict[str, list[int]] = {}
        self._changed_members: dict[str, ChangedMembers] = {}
        self._is_looked_at: Callable[[Node], bool] = _is_never_looked_at
        self._aliases: list[Alias] = []
        #: What is put into these is put into what they are a part of, by the name of that.
        self._followed_aliases: dict[str, list[Alias]] = {}
        self.followed_names: set[str] = set()
        self._faults: Sequence[int] = ()
        #: Something may change any of them.
        self._all_lost = False
        self.put_in = PutInCode()
        self._handed: list[tuple[str, Node]] = []
        self.fold = fold

    def same_name(self, name: str, other: str) -> bool:
        """Whether two names of members mean the same one: PowerShell does not look at the case."""
        return self.fold(name) == self.fold(other)

    def handed(self, name: str, node: Node) -> None:
        """At ``node`` the variable is handed to something that may change what it holds."""
        self._handed.append((name, node))

    def changed(self, name: str, change: Change) -> None:
        """A statement sets or changes the variable."""
        self._known[name].add(change)

    def used(self, name: str, node: Node, block: Block) -> None:
        """The variable is read at ``node``, in that run of statements."""
        variable = self._known[name]
        variable.uses.append(node)
        variable.starts.append(node.start_byte)
        self._used_in[node.id] = block.scope_id

    def uses_of(self, name: str) -> list[Node]:
        """Where a variable is read; the name may be that of nothing."""
        return self._known[name].uses if name in self._known else []

    def uses_of_unset(self) -> Iterator[Node]:
        """Where names are read that nothing in the text sets."""
        for variable in self._known.values():
            if not variable.changes:
                yield from variable.uses

    def uses_within(self, name: str, start: int, end: int) -> list[Node]:
        """Where a variable is read between two places."""
        variable = self._known.get(name)
        if variable is None:
            return []
        starts = variable.starts
        return variable.uses[bisect_left(starts, start) : bisect_left(starts, end)]

    def is_changed_within(self, name: str, start: int, end: int) -> bool:
        """Whether a variable, or what it holds, is changed or set anew between two places, or by way of another."""
        variable = self._known.get(name)
        if variable is None:
            return False
        if name not in self._changes_at:
            self._changes_at[name] = sorted([each.start for each in variable.changes if each.how != "shadow"])
        at = self._changes_at[name]
        return bisect_left(at, start) < bisect_left(at, end) or name in self._changed_by_others

    def is_altered_within(self, name: str, start: int, end: int) -> bool:
        """Whether what a variable holds is changed between two places, otherwise than by setting it anew."""
        changes = self._known[name].changes if name in self._known else []
        found = (each for each in changes if start <= each.start < end and each.how in _LATER)
        return any(each.how != "lost" or not each.values for each in found)

    def note_effects(self, faults: Sequence[int]) -> None:
        """What else changes variables, once all is seen; ``faults`` are where something could not be read, in order."""
        self._faults = faults
        self._note_own_use()
        for alias in followed(self._aliases, self._known):
            self._followed_aliases.setdefault(alias.other, []).append(alias)
        self.followed_names = {alias.name for aliases in self._followed_aliases.values() for alias in aliases}
        for name, node in self._handed:
            variable = self._known[name]
            # What a second name holds is used by way of the first one.
            if name in self.seconds or (variable.uses and variable.uses[-1].start_byte >= node.end_byte):
                variable.add(Change("lost", (), (), node.start_byte, WHOLE_TEXT))
        self._changed_by_others = self.seconds.changed(
            [
                (name, (*self.keys(change.path), *((None,) if change.how == "append" else ())), change.how == "lost")
                for name, variable in self._known.items()
                if not variable.hows.isdisjoint(_LATER) and name in self.seconds and name not in self.followed_names
                for change in variable.changes
                if change.how in _LATER
            ]
        )

    def set_from_outside(self, owners: Iterable[str], literals: frozenset[str], classes: Set[str]) -> None:
        """Lose what an object knows as its own (``this.key``) where that member of another variable is set.

        ``owners`` are what such names begin with. A variable that is only set to ``literals``, these types of nodes,
        is no object of a class; one that is named as one of the ``classes`` is that.
        """
        owners = tuple(owners)
        members: set[str] = set()
        for name, variable in self._known.items():
            made = variable.settings or "shadow" in variable.hows or name in classes
            spelled_out = variable.settings and all(
                len(each.values) == 1 and each.values[0].type in literals for each in variable.settings
            )
            if made and not spelled_out and not name.startswith(owners):
                steps = [each.path[0] for each in variable.changes if each.path and each.how in _LATER]
                members.update([step.traced.text for step in steps if isinstance(step, Text)])
        self._budget.spend(len(owners) * len(members))
        for owner in owners:
            for member in members:
                if owner + member in self._known:
                    self._known[owner + member].add(Change("lost", (), (), 0, WHOLE_TEXT))

    def _note_own_use(self) -> None:
        """A variable set to something made of itself (``text = text.replace(..)``) is changed, not set anew."""
        for variable in self._known.values():
            if len(variable.settings) < 2:
                continue
            starts = variable.starts
            for change in variable.settings:
                for value in change.values:
                    first = bisect_left(starts, value.start_byte)
                    if first < len(starts) and starts[first] < value.end_byte:
                        variable.add(change._replace(how="lost"))

    def key(self, spelled: str) -> str | int:
        """What the spellings of a member's name have in common; a number is that of an item."""
        folded = self.fold(spelled)
        return int(folded[:9]) if folded.isdecimal() and folded.isascii() else folded

    def keys(self, path: Iterable[Step | None]) -> Path:
        """A way into a variable, as names and numbers."""
        return tuple([self.key(step.traced.text) if isinstance(step, Text) else step for step in path])

    def now_known(self, is_looked_at: Callable[[Node], bool]) -> None:
        """The whole text is known, and what is only printed or checked in a place."""
        self._is_looked_at = is_looked_at
        self._values.clear()

    def alias(self, alias: Alias) -> None:
        """A variable is set to a part of another one."""
        self._aliases.append(alias)

    def is_set(self, name: str) -> bool:
        """Whether a variable is set, as far as the text was read."""
        return name in self._known and "set" in self._known[name].hows

    def is_parameter(self, name: str) -> bool:
        """Whether a variable of that name is a parameter, as far as the text was read."""
        return name in self._known and "shadow" in self._known[name].hows

    def lose_all(self) -> None:
        """A statement may change variables whose names are not told."""
        self._all_lost = True

    def settings_of(self, name: str) -> list[Change]:
        """The statements that set a variable."""
        return self._known[name].settings if name in self._known else []

    def all_settings(self) -> list[tuple[str, list[Change]]]:
        """For every variable the statements that set it to one value, in no particular order."""
        return [
            (name, [change for change in variable.settings if len(change.values) == 1])
            for name, variable in self._known.items()
        ]

    def all_puts(self) -> list[tuple[str, Change]]:
        """Every statement that makes one value a member of a variable, in no particular order."""
        return [
            (name, change)
            for name, variable in self._known.items()
            if "put" in variable.hows
            for change in variable.changes
            if change.how == "put" and len(change.values) == 1 and None not in change.path
        ]

    def is_changed_below(self, name: str, path: tuple[Step | None, ...], start: int) -> bool:
        """Whether something is changed behind ``start`` within what stands at ``path`` in the variable."""
        return self._members(name).changed_behind(self.keys(path), start)

    def are_items_changed(self, name: str, path: tuple[Step | None, ...], start: int) -> bool:
        """The same for what the list or the like holds that stands there."""
        return self._members(name).items_changed_behind(self.keys(path), start)

    def settings(self) -> list[tuple[str, Change]]:
        """Every statement that sets a variable which others change afterwards, in no particular order."""
        return [
            (name, change)
            for name, changes in self.all_settings()
            if self._all_lost
            or self.put_in
            or not self._known[name].hows.isdisjoint(_LATER)
            or name in self._changed_by_others
            for change in changes
        ]

    def made_by_members(self) -> list[tuple[str, Change, Node]]:
        """The variables that are never set, but get members: where a language makes an object for the first of them.

        Each with a change that sets it to nothing, and the node of the first value it is given.
        """
        found = []
        for name, variable in self._known.items():
            first = variable.changes[0] if variable.changes else None
            if first is None or not first.path or not first.values or not variable.hows <= {"put", "append"}:
                continue
            if not variable.uses or variable.uses[0].start_byte > first.start:  # else it holds something already
                made = first._replace(how="set", path=(), values=(), start=first.start - 1)
                found.append((name, made, first.values[0]))
        return found

    def later(self, name: str, setting: Change) -> Iterator[tuple[Key, bool]]:
        """What is done to a variable after ``setting``, apart from setting it anew.

        Yields, for each change, the first step to where (None: it is the whole, or not told), and whether it only adds
        something behind the items of the whole.
        """
        self._budget.spend(4 * len(self._known[name].changes))
        for each in self._known[name].changes:
            if each.how in _LATER and each.start > setting.start:
                keys = self.keys(each.path)
                yield (keys[0], False) if keys else (None, each.how == "append")
        for path in self._changed_by_others.get(name, ()):
            yield path[0] if path else None, False
        if self._all_lost or self.put_in.may_change(self._known[name], setting):
            yield None, False

    def names_put(self, name: str, setting: Change) -> set[str]:
        """The members that statements put directly into the variable after it was set."""
        members = self._known[name].members
        self._budget.spend(4 + 4 * len(members))
        return {member for member, last in members.items() if last > setting.start}

    def holds(self, setting: Change, use: Node) -> bool:
        """Whether ``setting`` was surely carried out before what stands at ``use``, and sets the variable named there.

        Another setting may have been carried out in between.
        """
        seen = setting.only_in is None or setting.only_in == self._used_in.get(use.id)
        fault = bisect_left(self._faults, setting.start)
        sound = fault == len(self._faults) or self._faults[fault] > use.start_byte
        return seen and sound and setting.since <= use.start_byte < setting.until

    def held_uses(self, name: str, setting: Change) -> list[Node]:
        """Where the variable is used that ``setting`` sets, surely before that."""
        variable = self._known[name]
        first = bisect_left(variable.starts, setting.since)
        behind = bisect_left(variable.starts, setting.until)
        self._budget.spend(behind - first)
        return [use for use in variable.uses[first:behind] if self.holds(setting, use)]

    def reached_uses(self, name: str, setting: Change) -> list[Node]:
        """Where the variable that ``setting`` sets may hold that: also in functions that stand before it."""
        found = []
        for use in self.uses_within(name, setting.block.start, max(setting.until, setting.block.end)):
            self._budget.spend()
            scope = self._used_in.get(use.id)
            seen = setting.only_in is None or setting.only_in == scope
            if seen and (use.start_byte >= setting.since or scope != setting.block.scope_id):
                found.append(use)
        return found

    def uses_behind(self, name: str, change: Change) -> list[Node]:
        """Where a variable is read behind ``change``, in the same function."""
        scope = change.block.scope
        uses = self.uses_within(name, change.start, 1 << 62 if scope is None else scope.end_byte)
        self._budget.spend(len(uses))
        return [use for use in uses if self._used_in.get(use.id) == change.block.scope_id]

    def put_at(self, name: str, put: Change) -> list[int]:
        """Where the member that ``put`` sets, or all of the variable, is set, in order."""
        return self._members(name).set_at(self.keys(put.path))

    def _members(self, name: str) -> ChangedMembers:
        if name not in self._changed_members:
            changes = self._known[name].changes if name in self._known else []
            self._budget.spend(8 * len(changes))
            self._changed_members[name] = ChangedMembers(
                [(self.keys(each.path), each.how, each.start) for each in changes if each.how != "shadow"]
            )
        return self._changed_members[name]

    def value(self, name: str, use: Node) -> Value | None:
        """The value of a variable where it is used, when it is set once; None when it cannot be told."""
        variable = self._known.get(name)
        if self._all_lost or variable is None or len(variable.settings) != 1 or "shadow" in variable.hows:
            return None
        if not self.holds(variable.settings[0], use):
            return None
        # Used once, it is only reached by way of what holds it there, and the changes of that are followed there.
        return self.value_set(name, variable.settings[0], reached_by_others=len(variable.uses) > 1)

    def value_set(self, name: str, setting: Change, *, reached_by_others: bool = True) -> Value | None:
        """What a variable holds where it is used, when ``setting`` sets it; None when it cannot be told.

        ``reached_by_others`` asks for what it holds after all that is done to it by way of other variables.
        """
        key = (name, setting.start, reached_by_others)
        if key not in self._values:
            self._values[key] = None  # meets itself: not known
            changed = self._all_lost or self.put_in.may_change(self._known[name], setting)
            changed = changed or (reached_by_others and name in self._changed_by_others)
            self._values[key] = None if changed else self._followed(name, setting)
        return self._values[key]

    def _followed(self, name: str, setting: Change) -> Value | None:
        variable = self._known[name]
        if len(setting.values) > 1 or "lost" in variable.hows:
            return None
        if variable.hows.isdisjoint(_LATER):
            return self._set_to(setting, variable)
        if len(variable.settings) > 1:
            return None
        later = [change for change in variable.changes if change.how in ("put", "append")]
        if len(later) > _MOST_CHANGES:
            return None
        used = min((start for start in self._reads(name, variable) if start > setting.start), default=None)
        value = self._set_to(setting, variable)
        for change in sorted(later, key=lambda each: each.start):
            beside = change.block == setting.block and change.start > setting.start
            if not beside or (used is not None and change.start > used):
                return None
            for node in change.values:
                self._budget.spend(size_of(value))
                changed = applied(value, change.path, change.how, self._evaluate(node), self.same_name)
                if changed is None:
                    return None
                value = changed
        return value

    def _reads(self, name: str, variable: Variable) -> Iterator[int]:
        """Where a variable is read, also by way of those whose changes are followed; naming these reads nothing."""
        own = self._followed_aliases.get(name, ())
        named = {alias.end.id for alias in own}
        uses = [use for use in variable.uses if use.id not in named]
        for alias in own:
            uses += self._known[alias.name].uses
        yield from [use.start_byte for use in uses if not self._is_looked_at(use)]

    def _set_to(self, setting: Change, variable: Variable) -> Value:
        """The value of a setting; without one it is an empty list, which members make an object."""
        if setting.values:
            return self._evaluate(setting.values[0])
        return Items((), self._evaluate(variable.changes[0].values[0]).offset)
