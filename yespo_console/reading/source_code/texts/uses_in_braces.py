"""Where code whose grammar is not known uses an event in the end: what it is given names by, and where these stand."""

import re
from collections.abc import Iterator
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.source_code.texts.blocks_in_braces import FAR, Block, Blocks
from yespo_console.reading.source_code.typed.typed_calls import SHOWS

_NAMES: Final = re.compile(r"[A-Za-z_]\w{0,60}")
#: What a value is given to: a name, or a member of something that has one.
_GIVEN_TO: Final = re.compile(
    r"(?<![\w.])(?P<name>[A-Za-z_]\w{0,60})(?:,[ \t]{0,9}\w{1,60}){0,3}(?:(?:\.|->)\w{1,60}){0,4}"
    r"(?:[ \t]{0,9}:[^=:;\n(){}]{1,80})?\s{0,9}:?=(?![=>~])"
)
#: What keeps a value for something that has a name.
_KEPT_BY: Final = re.compile(
    r"(?<![\w.])(?P<name>[A-Za-z_]\w{0,60})(?:\.|->|[ \t])(?:[sS]et|[aA]dd|[aA]ppend|content)\w{0,40}[(:]"
)
_CALL_AROUND: Final = re.compile(r"(\w{1,60})!?\([^()]{0,300}\Z")
#: So many places are followed, of so many in the text of one name.
_MOST_PLACES: Final = 60


class Uses:
    """Follows the names of one text."""

    def __init__(self, blocks: Blocks, budget: Budget) -> None:
        self._blocks = blocks
        self._budget = budget
        self._places: dict[str, list[int]] = {}
        for name in _NAMES.finditer(blocks.code):
            self._places.setdefault(name[0], []).append(name.start())

    def ends(self, place: int) -> list[int]:
        """The last places to which what stands at ``place`` comes, as far as its names tell; itself where none do."""
        found: list[int] = []
        seen: set[int] = set()
        pending = [place]
        while pending and len(seen) < _MOST_PLACES:
            at = pending.pop()
            if at in seen:
                continue
            seen.add(at)
            further = [each for each in self._further(at) if not self._is_shown(each)]
            pending += further
            if not further:
                found.append(at)
        return sorted(found)

    def _further(self, place: int) -> Iterator[int]:
        """The uses of the name that what stands at ``place`` is given."""
        given = self._holder(place)
        if given is None:
            return
        code = self._blocks.code
        end = self._blocks.block_at(place).end or len(code)
        for each in self._places[given][:_MOST_PLACES]:
            if place < each < end and code[each - 1] != ".":
                yield each

    def _holder(self, place: int) -> str | None:
        """The name of what the statement gives to it that stands at ``place``."""
        code, begin = self._blocks.code, self._blocks.begin_of(place)
        for pattern in (_GIVEN_TO, _KEPT_BY):
            for given in reversed(list(pattern.finditer(code, begin, place))):
                self._budget.spend((place - begin) // 10)
                is_argument = code.count("(", begin, given.start()) > code.count(")", begin, given.start())
                if not is_argument and self._blocks.is_one_statement(given.end() - 1, place):
                    return given["name"]
        return None

    def _is_shown(self, place: int) -> bool:
        call = _CALL_AROUND.search(self._blocks.code[self._blocks.begin_of(place) : place])
        return call is not None and call[1] != "write" and SHOWS.match(call[1].lower()) is not None

    def calls_of(self, block: Block) -> list[int]:
        """Where the function is called, outside of itself, whose body a block may be."""
        code, name = self._blocks.code, block.function
        if not name:
            return []
        places = [each for each in self._places[name][:_MOST_PLACES] if code.startswith("(", each + len(name))]
        head = max(self._blocks.begin_of(block.start - 1), block.start - FAR)
        return [each for each in places if not head <= each < (block.end or len(code))]
