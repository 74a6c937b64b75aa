"""Where code whose grammar is not known uses an event in the end: what it is given names by, and where these stand."""

import re
from collections.abc import Iterator
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.source_code.texts.blocks_in_braces import FAR, Block, Blocks
from yespo_console.reading.source_code.typed.typed_calls import SHOWS
from yespo_console.reading.spans import Span
from yespo_console.reading.word_set import word_set

_NAMES: Final = re.compile(r"[A-Za-z_]\w{0,60}")
#: What a value is given to: a name, or a member of something that has one.
_GIVEN_TO: Final = re.compile(
    r"(?<![\w.:])(?P<name>[A-Za-z_]\w{0,60})(?:,[ \t]{0,9}\w{1,60}){0,3}(?:(?:\.|->)\w{1,60}){0,4}"
    r"(?:[ \t]{0,9}:(?:[^=:;\n(){}]|::){1,80})?\s{0,9}:?=(?![=>~])"
)
#: What keeps a value for something that has a name.
_KEPT_BY: Final = re.compile(
    r"(?<![\w.])(?P<name>[A-Za-z_]\w{0,60})(?:\.|->|[ \t])(?:[sS]et|[aA]dd|[aA]ppend|content)\w{0,40}[(:]"
)
#: Words that stand before a call, too, and name nothing.
_NO_NAMES: Final = word_set("return await else new in do throw yield go defer if case")
#: What is given the body of a request, a member that is set to it, and arguments of that name.
_BODY: Final = re.compile(
    r"\b(?:StringContent|ByteArrayContent|P(?:ost|ut)AsJsonAsync|StringEntity|of(?:String|ByteArray)|setBody|Add(?:String|Json)Body"
    r"|NewReader|NewBuffer(?:String)?|postFor(?:Object|Entity)|RequestBody\.create|(?<=\.)(?:body|json))"
    r"\s{0,9}\((?P<given>[^(){};\n]{0,200})[,)]|\bhttpBody\s{0,9}=\s{0,9}(?P<set>\w{1,60})"
    r"|(?:\bContent\s{0,9}=>\s{0,9}\$|\bbody:\s{0,9})(?P<named>\w{1,60})"
)
#: Behind the name of a parameter.
_OF_FUNCTION: Final = re.compile(r"[^(){};=\n]{0,200}\)[^(){};=]{0,80}\{|\s{0,9}(?:=>|->)")
_VARIABLE: Final = re.compile(r"&?[\s*]{0,9}(?P<name>[a-zA-Z]\w{0,60})\Z")
#: What others may use whom nobody sees here.
_FOR_OTHERS: Final = re.compile(r"\b(?:public|export|internal|protected|pub|static|const)\b")
_CALL_AROUND: Final = re.compile(r"(\w{1,60})!?\([^()]{0,300}\Z")
#: So many places are followed, of so many in the text of one name.
_MOST_PLACES: Final = 60


class Uses:
    """Follows the names of one text."""

    def __init__(self, blocks: Blocks, budget: Budget) -> None:
        self._blocks = blocks
        self._budget = budget
        self._places: dict[str, list[int]] = {}
        #: What was followed from a place, and the names of what stands there.
        self._followed_from: dict[int, tuple[list[int], set[int]]] = {}
        self._holders: dict[int, str | None] = {}
        for name in _NAMES.finditer(blocks.code):
            self._places.setdefault(name[0], []).append(name.start())

    def ends(self, place: int) -> list[int]:
        """The last places to which what stands at ``place`` comes, as far as its names tell; itself where none do."""
        return sorted(self._followed(place)[0])

    def names_of(self, place: int) -> set[str]:
        """The names by which what stands at ``place`` is known on its way there."""
        return {name for each in self._followed(place)[1] if (name := self._holders.get(each)) is not None}

    def _followed(self, place: int) -> tuple[list[int], set[int]]:
        """The last places and all of them."""
        if place not in self._followed_from:
            self._followed_from[place] = self._follow(place)
        return self._followed_from[place]

    def _follow(self, place: int) -> tuple[list[int], set[int]]:
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
        return found, seen

    def _further(self, place: int) -> Iterator[int]:
        """The uses of the name that what stands at ``place`` is given."""
        given = self._holders[place] = self._holder(place)
        if given is None:
            return
        code = self._blocks.code
        end = self._blocks.block_at(place).end or len(code)
        for each in self._places.get(given, [])[:_MOST_PLACES]:
            if place < each < end and code[each - 1] != ".":
                yield each

    def _holder(self, place: int) -> str | None:
        """The name of what the statement gives to it that stands at ``place``."""
        code, begin = self._blocks.code, self._blocks.begin_of(place)
        for pattern in (_GIVEN_TO, _KEPT_BY):
            for given in reversed(list(pattern.finditer(code, begin, place))):
                self._budget.spend((place - begin) // 10)
                is_argument = code.count("(", begin, given.start()) > code.count(")", begin, given.start())
                is_name = not is_argument and given["name"] not in _NO_NAMES
                if is_name and self._blocks.is_one_statement(given.end() - 1, place):
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
        places = [each for each in self._places.get(name, [])[:_MOST_PLACES] if code.startswith("(", each + len(name))]
        head = max(self._blocks.begin_of(block.start - 1), block.start - FAR)
        return [each for each in places if not head <= each < (block.end or len(code))]

    def other_body(self, event: int) -> Span | None:
        """Where what is sent stands when it is something else than an event which the code names and only shows."""
        code, name = self._blocks.code, self._holder(event)
        line = code[code.rfind("\n", 0, event) + 1 : event]
        if name is None or _FOR_OTHERS.search(line) or not all(map(self._is_shown, self._further(event))):
            return None
        for body in _BODY.finditer(code):
            for group in ("given", "set", "named"):
                found = self._variable_in(body, group)
                if found is not None and code[slice(*found)] != name:
                    return found
        return None

    def _variable_in(self, body: re.Match[str], group: str) -> Span | None:
        """Where the first variable stands that is given, if it is none of a function around."""
        at = body.start(group)
        for given in (body[group] or "").split(","):
            variable = _VARIABLE.match(given)
            if variable is not None and not self._is_parameter(variable["name"]):
                return at + variable.start("name"), at + variable.end("name")
            at += len(given) + 1
        return None

    def _is_parameter(self, name: str) -> bool:
        """Whether a function is given something of that name."""
        code = self._blocks.code
        return any(
            _OF_FUNCTION.match(code, each + len(name)) is not None for each in self._places.get(name, [])[:_MOST_PLACES]
        )
