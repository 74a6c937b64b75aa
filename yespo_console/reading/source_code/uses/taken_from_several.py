"""Which of several events the code takes: ``events[0]``, ``events.find(..)``, ``events[kind]``.

Where a list or an object holds several of them and the code names one by its place, that one is sent. Which one it is
where the place is worked out cannot be told.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from tree_sitter import Node

from yespo_console.reading.literals import Text, is_event_shape, mentions_event
from yespo_console.reading.source_code.languages.powershell_pipes import script_blocks_in
from yespo_console.reading.source_code.node_kinds import COMPREHENSIONS, KEEPING, LISTS
from yespo_console.reading.source_code.uses.conditions import Conditions
from yespo_console.reading.source_code.uses.functions_in_code import FunctionsInCode, body_of
from yespo_console.reading.source_code.uses.use_kinds import LOOPS, doing_of
from yespo_console.reading.source_code.variables.second_names import Key
from yespo_console.reading.word_set import word_set

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: The lists and objects in which an event stands, the outermost first, and where in each.
Places = tuple[tuple[Node, Key], ...]
#: All of them are taken, or this is not about them; this one; another one; nobody knows which.
Taken = Literal["all", "this", "another", "open"]

#: Methods and functions that give the first or the last one, one by its place or name, or whichever fits.
_FIRST: Final = re.compile(r"(?:first|head|reset|current|next|firstordefault)\Z")
_LAST: Final = re.compile(r"(?:last|end|lastordefault)\Z")
_BY_PLACE: Final = re.compile(r"(?:at|get|fetch|dig|item|elementat)\Z")
_ONE: Final = re.compile(
    r"(?:find(?!all)\w*|detect|sample|choice|random\w*|pop|shift|array_pop|array_shift|array_rand|min|max|min_?by|max_?by"
    r"|firstwhere|first_where|lastwhere|sole|get-random)\Z"
)
#: What gives some of them, and the nodes of places that do.
_CUTS: Final = re.compile(
    r"(?:i?slice|splice|array_slice|skip|take(?:_?while)?|drop(?:_?while)?|filter|array_filter|select|reject|find_all|grep|where|partition)\Z"
)
_PIPED_CUTS: Final = re.compile(r"(?:where(?:-object)?|\?)\Z")
RANGES: Final = word_set("slice range range_expression array_literal_expression")
#: How a loop that counts begins behind the first one, ends before the last, or passes some over.
_COUNTS_SOME: Final = re.compile(
    r"\brange[ \t]{0,9}\([ \t]{0,9}[1-9]\d{0,9}[ \t]{0,9},"
    r"|(?<![<>=!+-])=[ \t]{0,9}[1-9]|(?:[+-]=|\bstep)[ \t]{0,9}[2-9]"
    r"|(?:length|count|size|len|\))[ \t]{0,9}[-/][ \t]{0,9}\d"
)
#: What it says where it goes as far as there are any.
_COUNTS_ALL: Final = re.compile(r"length|count|size|len\b", re.IGNORECASE)
_NAME: Final = re.compile(r"\$?\b[^\W\d]\w*")
#: What gives the same ones in another form.
_WRAPS: Final = re.compile(r"(?:collect|list|tuple|iter|enumerate|zip|array|from|freeze|values|array_values)\Z")
#: What gives all of them in another order.
_REORDERS: Final = re.compile(r"(?:sorted|reversed|to_?sorted|to_?reversed|array_reverse|reverse|sort_?by|shuffled?)\Z")
_SELECT: Final = re.compile(r"-(?P<which>First|Last|Index)[ \t:]{1,9}(?P<number>\d{1,4})(?![\d,])", re.IGNORECASE)
#: What says how many there are.
_COUNTS: Final = word_set("length size count len sizeof strlen")
#: Nodes that give names to the items or members of a value.
_PATTERNS: Final = word_set("array_pattern object_pattern list_literal")
_NUMBER: Final = re.compile(r"\[[ \t]{0,9}-?\d{1,6}[ \t]{0,9}\]\Z")
#: Nobody lists more events by the names of variables, or sets one of those more often.
_MOST_MEMBERS: Final = 200
_MOST_SETTINGS: Final = 20
#: So many nodes stand between a value and the loop around it.
_MOST_AROUND: Final = 60


class TakenFromSeveral:
    """Looks at what is taken of the lists and objects of one text."""

    def __init__(self, reader: "CodeReader", functions: FunctionsInCode, conditions: Conditions) -> None:
        self._reader = reader
        self._functions = functions
        self._conditions = conditions
        self._known: dict[int, int] = {}

    def place_in(self, around: Node, node: Node) -> Places:
        """Where in ``around`` the value at ``node`` stands, when that is a list or an object of several events."""
        reader = self._reader
        is_map = around.type in reader.MAPS or around.type in KEEPING
        if not (is_map or around.type in LISTS) or around.type.startswith("argument"):
            return ()
        if self._events_in(around) < 1:
            return ()
        members = [child for child in around.named_children if child.type != "comment"]
        reader.budget.spend(len(members))
        number = next((each for each, one in enumerate(members) if one.end_byte > node.start_byte), None)
        if number is None or (around.type == "array_literal_expression" and len(members) == 1):
            return ()
        member = members[number]
        if member.type in KEEPING:  # in which they stand
            return ()
        if not is_map or (member.type == "array_element_initializer" and member.named_child_count == 1):
            return ((around, number),)
        spelled = reader.code.spelled(member.named_children[0]) if member.named_child_count > 1 else ""
        return ((around, reader.variables.key(spelled.strip("'\": ")) if spelled else None),)

    def of(self, node: Node, places: Places) -> tuple[Taken, Node, Places]:
        """What is taken of the value at ``node`` of which ``places`` are parts, what holds that, and what is left."""
        while places:
            container, key = places[0]
            several = self._events_in(container) > 1
            if several and self._is_left_out(node, key):
                return "another", node, ()
            if several and (self._is_cut(node) or self._are_passed_over(node)):
                return "open", node, ()
            asked = self._asked(node)
            if asked is None:
                return "all", node, places
            outer, step = asked
            if step == "":
                if _REORDERS.match(self._functions.word_of(outer).lower()):
                    places = ((container, None), *places[1:])
                node = outer
                continue
            if step is None or key is None:
                return ("open" if several and not self._is_in_loop(outer) else "all"), node, ()
            if isinstance(step, int) and step < 0:
                step += sum(child.type != "comment" for child in container.named_children)
            if step != key:
                return ("another" if several and self._holds_event(container, step) else "all"), node, ()
            node, places = outer, places[1:]
        return "this", node, ()

    def is_beside(self, node: Node, places: Places) -> bool:
        """Whether what is asked of the value at ``node`` is only how many there are, or what is no event of several."""
        around = self._reader.around(node)
        if around is None:
            return False
        method, call = self._reader.method_on(node), self._call_with(node, around)
        called = method or ("" if call is None else self._functions.word_of(call))
        asked = self._asked(node) if places else None
        if called.lower() in _COUNTS or asked is None:
            return called.lower() in _COUNTS
        container, step = places[0][0], asked[1]
        if step is None or step == "" or (isinstance(step, int) and step < 0):
            return False
        return str(step).lower() in _COUNTS or (
            self._events_in(container) > 1 and not self._holds_event(container, step)
        )

    def _is_left_out(self, node: Node, key: Key) -> bool:
        """Whether what gives names to parts of a value gives none to this one: ``const [first] = events``."""
        around = self._reader.around(node)
        names = None if around is None else around.child_by_field_name("name") or around.child_by_field_name("left")
        if names is None or names.type not in _PATTERNS or names.start_byte >= node.start_byte:
            return False
        if key is None:
            return False
        if isinstance(key, int) and names.type != "object_pattern":
            named = self._named_in(names)
            rest = next((at for at, name in enumerate(named) if name.startswith(("...", "*"))), len(named))
            if key >= rest:
                return rest == len(named)
            name = _NAME.search(named[key])
            return name is None or not self._reader.variables.uses_within(name[0], names.end_byte, 1 << 62)
        named = [self._reader.code.spelled(child) for child in names.named_children]
        if any(name.startswith(("...", "*")) for name in named):
            return False
        return key not in [self._reader.variables.key(name.partition(":")[0].strip("'\" ")) for name in named]

    def _named_in(self, pattern: Node) -> list[str]:
        """What stands at each place of a list of names: nothing in the first one of ``[, second]``."""
        named = [""]
        for child in pattern.children:
            if child.type == ",":
                named.append("")
            elif child.is_named and child.type != "comment":
                named[-1] = self._reader.code.spelled(child)
        return named

    def _is_cut(self, node: Node) -> bool:
        """Whether only some of what stands at ``node`` are taken: ``events[1:]``, ``events.slice(1)``."""
        reader = self._reader
        around = reader.around(node)
        if around is None:
            return False
        receiver = self._functions.call_on(node, reader.parent(node) or around)
        if receiver is not None:  # without a place or a condition all are given
            given = reader.call(receiver[0])[1] or receiver[0].child_by_field_name("block")
            return bool(given) and _CUTS.match(receiver[1].lower()) is not None
        if around.type == "pipeline_chain" and around.named_children[0].end_byte == node.end_byte:
            behind = (
                reader.call(stage)[0].lower() for stage in around.named_children[1:] if stage.type in reader.CALLS
            )
            return any(_PIPED_CUTS.match(called) for called in behind)
        if around.named_child_count > 1 and around.named_children[0].end_byte == node.end_byte:
            place = reader.inner(around.named_children[-1])
            if place.type in RANGES:
                return place.named_child_count > 0
        call = around if around.type in reader.CALLS else reader.parent(around)
        if call is None or call.type not in reader.CALLS or len(reader.call(call)[1]) < 2:
            return False
        return _CUTS.match(self._functions.word_of(call).lower()) is not None

    def _are_passed_over(self, node: Node) -> bool:
        """Whether a loop through what stands at ``node`` leaves some out by what they are, or ends before the last."""
        reader = self._reader
        clause = reader.around(node)
        if clause is not None and clause.type == "for_in_clause":
            within = reader.parent(clause)
            return within is not None and any(child.type == "if_clause" for child in within.named_children)
        for parts in reader.shared.get(node.id, ()):
            body = body_of(reader, parts)
            if body is not None and self._leaves_out(body, reader.names_in(parts) | self._counts(body, node)):
                return True
        if clause is None or clause.type != "pipeline_chain":
            return False
        return any(self._leaves_out(block, {"$_"}) for block in script_blocks_in(clause))

    def _counts(self, loop: Node, node: Node) -> set[str]:
        """What a loop names beside each of those at ``node``, such as their numbers."""
        if loop.type not in LOOPS:
            return set()
        return {*_NAME.findall(self._header(loop))} - {*_NAME.findall(self._reader.code.spelled(node))}

    def _leaves_out(self, body: Node, names: set[str]) -> bool:
        """Whether a function or a loop that knows each one by ``names`` does so."""
        run = body.child_by_field_name("body") or body.named_children[-1]
        if self._ends_at_once(run):
            return True
        variables = self._reader.variables
        uses = [use for name in sorted(names) for use in variables.uses_within(name, run.start_byte, run.end_byte)]
        return any(self._depends_on(use, run, names) for use in uses[:_MOST_MEMBERS] if not self._is_shown(use))

    def _ends_at_once(self, run: Node) -> bool:
        """Whether a loop ends in its first round."""
        goes_on = self._conditions.of_next_round(run)
        return goes_on is not None and goes_on.never

    def _depends_on(self, use: Node, run: Node, names: set[str]) -> bool:
        """Whether it is told by one of ``names`` if what stands there is carried out."""
        return any(
            not names.isdisjoint(_NAME.findall(self._conditions.spelled(each)))
            for each in self._conditions.within(use, run)
        )

    def _is_shown(self, use: Node) -> bool:
        """Whether what stands there is only printed, or is put in something that is."""
        around = self._reader.parent(use)
        for _step in range(_MOST_AROUND):
            if around is None or around.type in self._reader.BLOCKS:
                break
            if around.type in self._reader.CALLS:
                return doing_of(self._functions.word_of(around)) == "looks"
            around = self._reader.parent(around)
        return False

    def _asked(self, node: Node) -> tuple[Node, Key] | None:
        """What is asked of the value at ``node``: what holds the answer, and the place; ``""`` for all of it."""
        reader = self._reader
        around = reader.around(node)
        if around is None:
            return None
        receiver = self._functions.call_on(node, reader.parent(node) or around)
        if receiver is not None:
            call, method = receiver
            return self._given_by(call, method.lower(), reader.call(call)[1], is_method=True)
        step = reader.step(around)
        if step is not None and step[0].start_byte == node.start_byte and step[0].end_byte == node.end_byte:
            return around, self._key(step[1], reader.code.text.text[reader.code.end(node) : reader.code.end(around)])
        if around.type == "pipeline_chain" and around.named_children[0].end_byte == node.end_byte:
            return self._piped(around)
        with_it = self._call_with(node, around)
        if with_it is None:
            return None
        arguments: Sequence[Node]
        called, arguments = self._functions.word_of(with_it).lower(), reader.call(with_it)[1][1:]
        if around.type == "for_in_clause":
            arguments = (around,)  # a condition is there
        elif called == "next":
            arguments = ()  # what else there is is given where there is none
        return self._given_by(with_it, called, arguments, is_method=False)

    def _call_with(self, node: Node, around: Node) -> Node | None:
        """The call of a function that is given the value at ``node`` alone, or first, or goes through it."""
        reader = self._reader
        if around.type == "for_in_clause":  # ``next(e for e in events if ..)``
            node = reader.parent(around) or around
            if node.type not in COMPREHENSIONS:
                return None
            around = reader.around(node) or node
        call: Node | None = around if around.type in reader.CALLS else reader.parent(around)
        if call is None or call.type not in reader.CALLS:
            return None
        given = reader.call(call)[1][:1]
        is_first = bool(given) and given[0].start_byte == node.start_byte and given[0].end_byte == node.end_byte
        return call if is_first or (node.type in COMPREHENSIONS and call.end_byte == node.end_byte) else None

    def _piped(self, chain: Node) -> tuple[Node, Key] | None:
        """What a pipe of PowerShell takes of it."""
        called = self._reader.call(chain.named_children[1])[0].lower() if chain.named_child_count > 1 else ""
        if called not in ("select-object", "select", "get-random"):
            return None
        found = _SELECT.search(self._reader.code.spelled(chain.named_children[1]))
        if found is None or (found["which"].lower() != "index" and found["number"] != "1"):
            return chain, None
        return chain, {"first": 0, "last": -1}.get(found["which"].lower(), int(found["number"]))

    def _given_by(
        self, call: Node, called: str, arguments: Sequence[Node], *, is_method: bool
    ) -> tuple[Node, Key] | None:
        """What a method gives of what it is called on, or a function of its first argument."""
        if _WRAPS.match(called) or _REORDERS.match(called):
            return call, ""
        if _FIRST.match(called) or _LAST.match(called):
            return call, None if arguments else 0 if _FIRST.match(called) else -1
        if _BY_PLACE.match(called) and is_method and arguments:
            value = self._reader.value(arguments[0])
            return call, self._key(value, f"[{self._reader.code.spelled(arguments[0])}]")
        return (call, None) if _ONE.match(called) else None

    def _key(self, step: object, spelled: str) -> Key:
        """The place that is named; where nothing tells it, it may be a number in brackets that counts from the end."""
        if isinstance(step, Text):
            return self._reader.variables.key(step.traced.text)
        if isinstance(step, int):
            return step
        return int(spelled.strip("[] \t")) if _NUMBER.match(spelled) else None

    # -- where events are

    def _is_in_loop(self, node: Node) -> bool:
        """Whether what is taken there is taken ever anew: one after the other, from the first one on."""
        around = self._reader.parent(node)
        for _step in range(_MOST_AROUND):
            if around is None or around.type in LOOPS:
                break
            around = self._reader.parent(around)
        return around is not None and self._goes_through_all(around, node)

    def _goes_through_all(self, loop: Node, node: Node) -> bool:
        """Whether a loop takes each one in turn, by the number at ``node``."""
        header = self._header(loop)
        if _COUNTS_SOME.search(header):
            return False
        if not _COUNTS_ALL.search(header) and self._reader.code.spelled(node.named_children[0]) not in header:
            return False
        run = loop.child_by_field_name("body") or loop.named_children[-1]
        names = {*_NAME.findall(self._reader.code.spelled(self._reader.inner(node.named_children[-1])))}
        return not (self._ends_at_once(run) or self._depends_on(node, run, names))

    def _header(self, loop: Node) -> str:
        """How a loop is spelled as far as what it repeats."""
        body = loop.child_by_field_name("body") or loop.named_children[-1]
        return self._reader.code.text.text[self._reader.code.start(loop) : self._reader.code.start(body)]

    def _events_in(self, container: Node) -> int:
        """How many events stand there, also as variables that are set to one; of a list also what may be one."""
        if container.id not in self._known:
            members = [each.named_children[-1] if each.named_children else each for each in container.named_children]
            self._reader.budget.spend(4 + 4 * len(members))
            named = sum(self._is_event_named(each) for each in members[:_MOST_MEMBERS])
            found = self._spelled_out_in(container) + named
            if found == 1 and container.type in LISTS:
                found += any(map(self._may_be_event, container.named_children[:_MOST_MEMBERS]))
            self._known[container.id] = found
        return self._known[container.id]

    def _spelled_out_in(self, node: Node) -> int:
        return bisect_left(self._starts, node.end_byte) - bisect_left(self._starts, node.start_byte)

    def _is_event_named(self, node: Node) -> bool:
        name = self._reader.variable_name(self._reader.inner(node))
        settings = () if name is None else self._reader.variables.settings_of(name)
        return any(self._spelled_out_in(value) > 0 for each in settings[:_MOST_SETTINGS] for value in each.values)

    def _may_be_event(self, node: Node) -> bool:
        """Whether an item is what a call gives, or a variable that the text does not set."""
        node = self._reader.inner(node.named_children[-1] if node.type == "array_element_initializer" else node)
        if node.type in self._reader.CALLS:
            return self._spelled_out_in(node) == 0
        name = self._reader.variable_name(node)
        return name is not None and not self._reader.variables.is_set(name)

    def _holds_event(self, container: Node, key: Key) -> bool:
        """Whether an event stands under this name or number, so that it is the one that is taken."""
        for member in container.named_children:
            place = self.place_in(container, member.named_children[-1] if member.named_children else member)
            if place and place[0][1] == key:
                return (
                    self._events_in(member) > 0
                    or self._is_event_named(member)
                    or (container.type in LISTS and self._may_be_event(member))
                )
        return False

    @cached_property
    def _starts(self) -> list[int]:
        """Where events begin, in order."""
        reader = self._reader
        reader.budget.spend(10 * (len(reader.maps) + len(reader.texts)))
        found = {node.start_byte for node in reader.maps if is_event_shape(reader.names(node))}
        found |= {node.start_byte for node in reader.texts if mentions_event(reader.spelled_text(node))}
        return sorted(found)
