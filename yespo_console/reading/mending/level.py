"""The state of one walk over a text: what is open, what was written, what was changed.

JSON inside a text whose quotes are not escaped is walked on a level of its own over the same characters; the level
knows the outer one, because its closing quote is where the outer JSON has to go on.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from yespo_console.reading.budget import Budget
from yespo_console.reading.mending.placeholders import Placeholders, Way
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.mending.tokens import LINE_BREAK, ODD_SPACE, gap, gap_code
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair, repair_at

#: JSON in a text in JSON in a text: deeper than this is not mended.
MAX_LEVELS: Final = 4

#: Texts from this length on are files of many events rather than an event.
LONG: Final = 65_536

#: Changes that are the same all over a text are listed once, with their number.
COUNTED: Final = frozenset(
    (
        "single_quotes",
        "typographic_quotes",
        "backquotes",
        "odd_space",
        "unquoted_name",
        "layout_tag",
        "line_backslash",
        "semicolon",
    )
)

#: Members that are known to be meant for another one, and its name.
MISNAMED: Final = {"eventKey": "eventTypeKey", "parameters": "params"}


@dataclass(slots=True)
class Frame:
    """An open bracket.

    Attributes:
        bracket: ``{`` or ``[``.
        opened: where it stands.
        count: items begun so far.
        name: the name of the current member.
        last: the bracket of the last item, when that is an object or a list that was closed; else ``""``.
        last_shiftable: the same as ``shiftable`` for that item.
        shiftable: one of its closing brackets could have been the stray one, with another result.
        names: the names in it, kept where a misnamed member is possible.
        misnamed: members to rename: (place in the output, from, to, name).
    """

    bracket: str
    opened: int
    count: int = 0
    name: str = ""
    last: str = ""
    last_shiftable: bool = False
    shiftable: bool = False
    names: set[str] = field(default_factory=set)
    misnamed: list[tuple[int, int, int, str]] = field(default_factory=list)

    @property
    def closer(self) -> str:
        return "}" if self.bracket == "{" else "]"


@dataclass(slots=True)
class Item:
    """An item of a list at the very top.

    Attributes:
        first, last: the pieces of the output that it is written in, ``last`` exclusive.
        start, end: where it stands in the text.
    """

    first: int
    start: int
    last: int = 0
    end: int = 0

    def ends(self, last: int, end: int) -> None:
        if not self.last:
            self.last, self.end = last, end


@dataclass(slots=True)
class Level:
    """One walk.

    Attributes:
        text: what is read; ``raw`` is its str.
        budget: the steps left.
        refused: identities of repairs that a person does not want.
        placeholders: texts in quotes that are to become empty, and those that hold JSON with such texts.
        outer: the level around a text with JSON in it, or None.
        closers: which quotes may end that text.
        doubled: backslashes stand in pairs in here, because only the quotes lost theirs.
        path: steps of the pointer to this level.
        depth: levels around this one.
        stack: the open brackets, outermost first.
        out: the JSON written so far, in pieces.
        repairs: in the order in which they were found.
        compact: line breaks between values are left out, because a text in quotes cannot hold them.
        root: the outermost bracket, once it is closed.
        odd_text: the first text in quotes with a no-break space in it, or -1.
        items: the items of a list at the very top, each of which is an event.
        counts: changes of which only the first of an item is listed: by code and item, its index and their number.
        touched: the items of the outermost bracket that ``placeholders`` lead into.
        loose: the texts with bare quotes that were read as data though it has names without quotes, which another text
            with quotes may look like: by the way to each, where it stands.
        unopened: the values behind which a ``]`` was left out that may be the end of a list: by the steps to each, what
            is to be said if it may.
    """

    text: Traced
    budget: Budget
    refused: Set[str]
    placeholders: Placeholders = field(default_factory=dict)
    outer: "Level | None" = None
    closers: str = ""
    doubled: bool = False
    path: tuple[str | int, ...] = ()
    depth: int = 0
    raw: str = ""
    stack: list[Frame] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    odd_text: int = -1
    compact: bool = False
    breaks_noted: bool = False
    root: Frame | None = None
    items: list[Item] = field(default_factory=list)
    counts: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    touched: Set[int] = frozenset()
    loose: dict[Way, int] = field(default_factory=dict)
    unopened: dict[tuple[str | int, ...], RefusedError] = field(default_factory=dict)
    unclosed: dict[tuple[str | int, ...], RefusedError] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.raw = self.text.text
        self.touched = frozenset(way[0] for way in self.placeholders if way)

    def listed(self) -> list[Repair]:
        """The repairs, those that are counted with their number. Not in the order of the text."""
        for index, number in self.counts.values():
            if number == 1:  # as it was noted
                continue
            args = {**dict(self.repairs[index].args), "count": str(number)}
            self.repairs[index] = replace(self.repairs[index], args=tuple(args.items()))
        return self.repairs

    @property
    def lists_events(self) -> bool:
        """Whether a list at the bottom of the stack would be one of events."""
        return self.depth == 0

    @property
    def may_skip(self) -> bool:
        """Whether the current value may be copied without a walk where it is sound, for the time a long text takes.

        That is for values near the top in which nothing is to be mended or emptied.
        """
        if len(self.raw) <= LONG or self.depth or len(self.stack) > 1:
            return False
        return not self.placeholders or (bool(self.stack) and self.stack[0].count - 1 not in self.touched)

    @property
    def may_hold_members(self) -> bool:
        """Whether the innermost object may be the body of an event."""
        return self.depth == 0 and (len(self.stack) == 1 or (len(self.stack) == 2 and self.stack[0].bracket == "["))

    def repair(self, code: str, start: int, end: int, after: str = "", pointer: str | None = None, **args: str) -> None:
        """List a change; without it the text cannot be read.

        Raises:
            RefusedError: a person refused it.
        """
        if code in COUNTED:
            counted = self.counts.setdefault((code, len(self.items)), [len(self.repairs), 0])
            counted[1] += 1
            if counted[1] > 1:
                return
            args["count"] = "1"
        self.budget.spend(160)
        made = repair_at(self.text, start, end, code, after, pointer, **args)
        if self.refused and made.identity in self.refused:
            raise RefusedError(self.text, start, "without_repair", final=True, repair=made.message)
        self.repairs.append(made)

    def left_unopened(self, steps: tuple[str | int, ...], position: int) -> None:
        """A ``]`` at ``position`` was left out behind the value that ``steps`` lead to."""
        refusal = RefusedError(self.text, position, "opening_bracket", final=True, bracket="]")
        self.unopened.setdefault(steps, refusal)

    def left_unclosed(self) -> None:
        """The innermost list has no ``]``, so that one is put in."""
        refusal = RefusedError(self.text, self.stack[-1].opened, "not_closed", final=True, bracket="}")
        self.unclosed.setdefault(self.pointer_steps()[:-1], refusal)

    def gap(self, start: int) -> tuple[int, str]:
        """Where the white space and the comments from ``start`` on end, and what is written for them."""
        end, comments = gap(self.raw, start, self.budget)
        if end == start:
            return end, ""
        for begin, stop in comments:
            self.repair(gap_code(self.raw, begin), begin, stop)
        space = self.raw[start:end] if not comments else self._without(start, end, comments)
        if (odd := ODD_SPACE.search(space)) is not None:
            place = ODD_SPACE.search(self.raw, start) or odd
            self.repair("odd_space", place.start(), place.start() + 1, " ")
            space = ODD_SPACE.sub(" ", space)
        if self.compact and LINE_BREAK.search(space):
            if not self.breaks_noted:
                self.breaks_noted = True
                self.repair("nested_layout", start, end)
            return end, ""
        return end, space

    def _without(self, start: int, end: int, comments: Sequence[tuple[int, int]]) -> str:
        """The white space without the comments in it, and without the lines that held nothing else."""
        pieces: list[str] = []
        for begin, stop in comments:
            pieces.append(self.raw[start:begin])
            start = stop
        pieces.append(self.raw[start:end])
        space = "".join(pieces)
        at = max(space.rfind("\n"), space.rfind("\r"))
        if at < 0:
            return " " if space else ""
        line_end = "\r\n" if space[at - 1 : at + 1] == "\r\n" else space[at]
        return line_end + space[at + 1 :]

    def way(self) -> Way:
        """The way to the current value within this level."""
        return tuple([frame.count - 1 for frame in self.stack])

    @property
    def is_to_hold_json(self) -> bool:
        """Whether the current text is known to be meant for JSON, by its event type or by placeholders in it."""
        return isinstance(self.placeholders.get(self.way()), dict)

    def placeholders_within(self) -> Placeholders:
        """The placeholders in the JSON that the current text holds."""
        within = self.placeholders.get(self.way(), {}) if self.placeholders else {}
        return within if isinstance(within, dict) else {}

    def pointer_steps(self) -> tuple[str | int, ...]:
        """The way from the whole text to the current value."""
        own = (frame.name if frame.bracket == "{" else frame.count - 1 for frame in self.stack)
        return (*self.path, *own)


Following = Literal["no", "weak", "unclear", "strong"]
