"""Whether every use of an event in a source text is one whose effect is understood.

An event may be kept, handed on, looked at, made JSON and sent. Each place that holds it is followed from there through
variables, functions of the text, loops and what functions give, and each step must be one of those few. Any other one
may change the event (an exception that carries it, a function of unknown doing whose argument is sent afterwards, a
loop that sets a member of it): then what was spelled out is not surely what is sent.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

from tree_sitter import Node

from yespo_console.reading.source_code.node_kinds import ASSIGNMENTS
from yespo_console.reading.source_code.uses.called_in_turn import CalledInTurn
from yespo_console.reading.source_code.uses.calls_on_the_way import last_word
from yespo_console.reading.source_code.uses.changed_elsewhere import ChangedElsewhere
from yespo_console.reading.source_code.uses.functions_in_code import FunctionsInCode, body_of
from yespo_console.reading.source_code.uses.held_by_others import HeldByOthers
from yespo_console.reading.source_code.uses.sent_instead import SentInstead
from yespo_console.reading.source_code.uses.taken_apart import TakenApart
from yespo_console.reading.source_code.uses.trail import Trail, Way
from yespo_console.reading.source_code.uses.use_kinds import (
    BINDS,
    ENDS,
    FIELDS,
    GIVES_BACK,
    HOLDS,
    NAME_AT_END,
    OF_OWN,
    OPERATIONS,
    PUTS_IN,
    RETURNS,
    SAFE_TEXTS,
    STATEMENTS,
    TAKES_APART,
    TEXT_PARTS,
    calls_given,
    doing_of,
    doing_of_method,
    makes_another_by_name,
)
from yespo_console.reading.source_code.variables.variable import Change

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: So far from a place stands what it is given to, at most; so many functions and variables hand an event on.
_MOST_STEPS: Final = 200
_MOST_HANDS: Final = 12
#: More uses of one event are not followed.
_MOST_USES: Final = 300
#: So far from a value stands the function that gives it.
_MOST_AROUND: Final = 60
#: Longer names of functions are not looked at.
_LONGEST_NAME: Final = 100

#: What is done with the value at a node: nothing more, something that is not understood, or it goes on.
_Step = Literal["ends", "lost", "on"]


class UnderstoodUses:
    """Follows the events of one text."""

    def __init__(
        self, reader: "CodeReader", instead: SentInstead, elsewhere: ChangedElsewhere, functions: FunctionsInCode
    ) -> None:
        """``instead`` knows the variables, ``elsewhere`` what is changed within a function or loop."""
        self._reader = reader
        self._instead = instead
        self._elsewhere = elsewhere
        self._functions = functions
        self._others = HeldByOthers(reader, functions)
        self._apart = TakenApart(reader, elsewhere, functions)
        self._in_turn = CalledInTurn(reader, elsewhere, functions)

    def all(self, event: Node, holder: tuple[str, Change] | None = None) -> bool:
        """Whether what becomes of ``event``, the object or text that stands there, is understood everywhere.

        ``holder`` is the change that sets a variable to it, where the node alone does not tell that.
        """
        trail = Trail(event.start_byte)
        if not (self._goes_well(event, trail, (), 0) if holder is None else self._held(holder, trail, (), 0)):
            return False
        return trail.ends_with_unknown(self._reader, self._functions)

    # -- following

    def _goes_well(self, place: Node, trail: Trail, before: Way, hands: int, part: bool = False) -> bool:
        """Whether what becomes of the value at ``place`` is understood; ``part``: only a part of the event is there."""
        reader = self._reader
        way = (*before, place.start_byte)
        node = place
        for _step in range(_MOST_STEPS):
            reader.budget.spend(60)
            if hands > _MOST_HANDS or len(trail.seen) > _MOST_USES:
                return False
            for parts in reader.shared.get(node.id, ()):
                if parts.type in TAKES_APART and not self._apart.is_only_looked_at(reader.names_in(parts), parts):
                    return False
                body = body_of(reader, parts) or reader.code.root
                if not self._named(reader.names_in(parts), body, trail, before, hands):
                    return False
            holders = self._instead.holders_of(node)
            if holders:
                if hands and any(self._others.is_changed_as(*held, node) for held in holders):
                    return False
                return all(self._held(held, trail, before, hands) for held in holders)
            around = reader.parent(node)
            if around is None:
                return True
            if (around.start_byte, around.end_byte) != (node.start_byte, node.end_byte) or around.type in RETURNS:
                is_part = reader.step(around) is not None and self._is_owner(around, node)
                done = self._done(place, node, around, trail, way, hands, part)
                if done != "on":
                    return done == "ends"
                part = part or is_part
            node = around
        return False

    def _held(self, held: tuple[str, Change], trail: Trail, before: Way, hands: int) -> bool:
        """Whether all is well wherever a variable is used that is set to the event, or holds it."""
        name, setting = held
        key = (name, setting.start, 0)
        if key in trail.seen:
            return True
        trail.seen.add(key)
        uses: Sequence[Node] = self._reader.variables.reached_uses(name, setting)
        value = setting.values[0] if setting.values else None
        if self._others.is_changed_where_given(name, setting, trail.origin):
            return False
        if name.endswith("()"):  # what a function gives
            uses = self._functions.called_or_given(name.removesuffix("()"))
        if name.startswith(OF_OWN):
            if self._functions.owner_is_handed_over:
                return False
            uses = [*self._reader.variables.uses_of(name), *self._others.uses_from_outside(name)]  # in whatever method
        if self._reader.is_of_all(name, setting) or name.startswith(OF_OWN):
            self._reached(name, value, trail, before)
        if not uses and value is not None:  # it is for who has the rest of the code
            trail.used.append(((*before, setting.start), value))
        return all(self._goes_well(use, trail, before, hands + 1) for use in uses)

    def _named(self, names: set[str], body: Node, trail: Trail, before: Way, hands: int) -> bool:
        """The same for the names of a function or a loop, within it; what it changes is looked for too."""
        if self._elsewhere.changes(names, body):
            return False
        for name in sorted(names):
            key = (name, body.start_byte, body.end_byte)
            if key in trail.seen:
                continue
            trail.seen.add(key)
            for use in self._reader.variables.uses_within(name, body.start_byte, body.end_byte):
                if not self._goes_well(use, trail, before, hands + 1):
                    return False
        return True

    # -- one step outwards

    def _done(self, place: Node, node: Node, around: Node, trail: Trail, way: Way, hands: int, part: bool) -> _Step:
        """What ``around`` does with the value at ``node``."""
        reader, kind = self._reader, around.type
        receiver = self._functions.call_on(node, around)
        if receiver is not None:
            return self._called_on(node, *receiver, trail, way, hands)
        if kind in reader.CALLS:
            return self._given(place, node, around, trail, way, hands, part)
        if kind in ASSIGNMENTS:
            return self._assigned(node, around, trail, way, hands)
        if reader.step(around) is not None:
            if not self._is_owner(around, node):
                return "ends" if part else "lost"  # the key of another object
            step = (reader.step(around) or (around, None))[1]
            named = reader.code.spelled(around)[-20:].rstrip("'\"])")
            return "ends" if step is not None and named.endswith(SAFE_TEXTS) and not reader.TEXTS_CHANGE else "on"
        if kind == "yield" and reader.ENDS_GIVE:  # to a block of whoever calls the method
            trail.given.append((way, around))
            return "ends"
        if kind in RETURNS or self._functions.is_ending(node, around):
            return self._given_back(around, trail, way, hands)
        if kind == "pipeline_chain":
            return self._piped(node, around, trail, way)
        if kind in TEXT_PARTS:
            return "ends"
        if any(child.type == "<<" for child in around.children) and node.start_byte > around.start_byte:
            return "ends" if self._in_root(around.named_children[0], around, trail, way, hands) else "lost"
        if kind in OPERATIONS and not any(child.type in GIVES_BACK for child in around.children):
            return "ends"  # a new value, which others look at
        if kind == "export_statement":
            trail.used.append((way, node))
        if kind in HOLDS or kind in reader.MAPS:
            return "on" if kind != "pair" or self._is_well_owned(node, trail, way, hands) else "lost"
        if kind in STATEMENTS:
            if (place.start_byte, place.end_byte) == (node.start_byte, node.end_byte):  # what is shown at the end
                trail.used.append((way, node))
            field_name = around.child_by_field_name("left") or around.child_by_field_name("pattern")
            return "lost" if field_name is not None and field_name.id == node.id else "ends"
        return "lost"

    def _is_well_owned(self, node: Node, trail: Trail, way: Way, hands: int) -> bool:
        """Whether the methods that an object has beside a member, which know it as one of ``this``, do it no harm."""
        name = f"this.{self._reader.name_of(node)}"
        variables = self._reader.variables
        if (name, 0, 2) in trail.seen:
            return True
        trail.seen.add((name, 0, 2))
        if variables.is_changed_below(name, (), -1):
            return False
        return all(self._goes_well(use, trail, way[:-1], hands + 1) for use in variables.uses_of(name))

    def _is_owner(self, step: Node, node: Node) -> bool:
        whole = self._reader.step(step)
        return whole is not None and whole[0].start_byte == node.start_byte and whole[0].end_byte == node.end_byte

    def _called_on(self, node: Node, call: Node, method: str, trail: Trail, way: Way, hands: int) -> _Step:
        doing = doing_of_method(method)
        if doing in ("sends", "encodes"):
            trail.used.append((way, node))
            return "lost" if self._reader.changes_arguments(call) else "ends"
        if not self._callbacks(call, None, trail, way, hands, higher=calls_given(method)):
            return "lost"
        if doing == "looks":
            return "ends"
        functions = self._functions.named(method)
        if doing == "unknown" and not functions:
            trail.given.append((way, call))
            return "lost" if self._instead.is_made_of(node) else "ends"
        return self._on_from(call, trail, way, hands)

    def _on_from(self, call: Node, trail: Trail, way: Way, hands: int) -> _Step:
        """What a call gives holds the event, or a part of it."""
        return "ends" if self._goes_well(call, trail, way[:-1], hands + 1, part=True) else "lost"

    def _given(self, place: Node, node: Node, call: Node, trail: Trail, way: Way, hands: int, part: bool) -> _Step:
        """What a call does with its argument."""
        if call.start_byte == node.start_byte and call.named_children[0].id == node.id:
            return "on"  # it is what is called: a function that gives the event, or something put on it
        called = self._functions.word_of(call)
        functions = self._functions.called_by(call) or self._functions.named(called)
        if node.id in self._functions.ids:  # what a function gives that is written there
            return self._on_from(call, trail, way, hands)
        if functions and not part:
            return self._given_to_own(functions, place, call, trail, way, hands)
        doing = self._functions.doing_of(call)
        if doing == "looks" or (doing == "signs" and not self._functions.is_for_its_effect(call)):
            return "ends"
        if not self._callbacks(call, place, trail, way, hands, higher=calls_given(called)):
            return "lost"
        first = self._functions.is_first(call, place)  # ``queue.put(event)``, and not ``client.put(url, json=event)``
        if BINDS.match(last_word(self._reader.call(call)[0])) and self._in_turn.makes_another(call):
            return "lost"
        if PUTS_IN.match(called.lower()) and (first or doing != "sends"):
            put = self._put_into(call, trail, way, hands)
            if put is not None:
                return put
        if doing in ("sends", "encodes"):
            trail.used.append((way, node))
            return "lost" if self._in_turn.goes_through(call) or self._reader.changes_arguments(call) else "ends"
        if FIELDS.match(called.lower()) and self._functions.is_object_made_with_values(call):
            return "lost"
        if doing == "gives" and not self._in_turn.is_replaced(call):
            if self._functions.is_alone(call):  # ``resolve(event)``: whoever waits for it is given it
                trail.used.append((way, node))
            return self._on_from(call, trail, way, hands)
        if doing == "gives" or self._in_turn.is_one_of_several(call, trail.origin) or self._instead.is_made_of(place):
            return "lost"
        if makes_another_by_name(called) and not self._functions.is_for_its_effect(call):
            return "lost"
        trail.given.append((way, call))
        return "ends"

    def _given_to_own(
        self, functions: Sequence[Node], node: Node, call: Node, trail: Trail, way: Way, hands: int
    ) -> _Step:
        """A function of the text is given it, and must do nothing else either."""
        known = False
        for function in functions:
            names = self._functions.names_given(function, call, node)
            if names is None:
                continue
            known = True
            if not self._named(names, function, trail, way, hands) or self._apart.does_more_than_look(names, function):
                return "lost"
        if known:
            trail.used.append((way, node))
        return "ends" if known else "lost"

    def _callbacks(self, call: Node, place: Node | None, trail: Trail, way: Way, hands: int, *, higher: bool) -> bool:
        """Whether the functions that a call is given beside the event leave it as it is."""
        reader = self._reader
        for argument in reader.callbacks(call, self._functions.handed_over(call, place)):
            if argument.id in self._functions.ids:
                continue  # what it is given there, it shares
            if argument.type in reader.CALLS:
                if not self._are_harmless(argument, trail, way, hands):
                    return False
                continue
            match = NAME_AT_END.search(reader.code.spelled(argument)[-_LONGEST_NAME:])
            spelled = "" if match is None else match[1]
            functions = self._functions.named(spelled)
            for function in functions:
                for parameter in self._functions.parameters(function):
                    if not self._named(reader.names_in(parameter), function, trail, way, hands):
                        return False
            if higher and spelled and not functions and doing_of(spelled) in ("unknown", "signs"):
                return False
        return True

    def _are_harmless(self, call: Node, trail: Trail, way: Way, hands: int) -> bool:
        """The same of the functions in a call beside it: ``pipe(map(fill), tap(send))``."""
        higher = calls_given(self._functions.word_of(call))
        return not higher or self._callbacks(call, None, trail, way, hands + 1, higher=True)

    def _put_into(self, call: Node, trail: Trail, way: Way, hands: int) -> _Step | None:
        """A list or the like is given it, which is followed from there on; None where it has no name."""
        first = call.named_children[0]
        target = self._reader.step(first)
        owner = first if target is None else target[0]
        name, path = self._reader.place(owner)
        if name is None:
            return None
        if self._reader.variables.are_items_changed(name, path, call.start_byte):
            return "lost"
        return "ends" if self._in_root(owner, call, trail, way, hands) else "lost"

    def _in_root(self, owner: Node, at: Node, trail: Trail, way: Way, hands: int) -> bool:
        """The variable that ``owner`` is a part of holds it from ``at`` on: that must be used well, too."""
        name, _path = self._reader.place(owner)
        if name is None:
            return False
        key = (name, at.start_byte, 1)
        if key in trail.seen:
            return True
        trail.seen.add(key)
        if name.startswith(OF_OWN) or self._others.holds(name):
            self._reached(name, at, trail, way[:-1])
        uses = [use for use in self._reader.variables.uses_of(name) if use.start_byte >= at.end_byte]
        return all(self._goes_well(use, trail, way[:-1], hands + 1) for use in uses)

    def _reached(self, name: str, at: Node | None, trail: Trail, before: Way) -> None:
        """From ``at`` on the variable ``name`` holds it, which others hold, or the methods of an object."""
        if at is None:
            return
        call = self._others.first_call_behind(at, own=name.startswith(OF_OWN))
        if call is not None:
            trail.reached.append(((*before, call.start_byte), call))

    def _assigned(self, node: Node, around: Node, trail: Trail, way: Way, hands: int) -> _Step:
        target = around.named_children[0]
        if node.start_byte < target.end_byte:
            return "lost"
        if node.id in self._reader.shared:
            return "ends"
        trail.used.append((way, node))
        name, path = self._reader.place(target)
        if name is not None and self._reader.variables.is_changed_below(name, path, around.start_byte):
            return "lost"
        return "ends" if self._in_root(target, around, trail, way, hands) else "lost"

    def _given_back(self, around: Node, trail: Trail, way: Way, hands: int) -> _Step:
        """A function gives it: to where that is called, or to what was given the function."""
        if around.type in ENDS:
            return "on"
        if self._reader.code.spelled(around).lower().startswith(("throw", "raise", "exit")):
            return "lost"
        function: Node | None = around
        for _step in range(_MOST_AROUND):
            if function is None or function.id in self._functions.ids or function.type in ("lambda", "arrow_function"):
                break
            function = self._reader.parent(function)
        calls = () if function is None else self._functions.calls_of(function)
        if not calls:  # to whoever calls what was pasted
            trail.used.append((way, around))
        if function is None:
            return "ends"
        key = ("()", function.start_byte, function.end_byte)
        if key in trail.seen:
            return "ends"
        trail.seen.add(key)
        if calls and self._reader.is_wrapped(function):
            return "lost"
        if not all(self._goes_well(call, trail, way[:-1], hands + 1) for call in calls):
            return "lost"
        around_it = self._reader.parent(function)
        written_in_call = around_it is not None and "argument" in around_it.type
        return self._on_from(function, trail, way, hands) if written_in_call else "ends"

    def _piped(self, node: Node, chain: Node, trail: Trail, way: Way) -> _Step:
        """A pipe of PowerShell hands it to the commands behind."""
        behind = [stage for stage in chain.named_children if stage.start_byte >= node.end_byte]
        if not behind:
            return "on"
        names = [self._reader.call(stage)[0].lower() for stage in behind]
        if any(name == "convertto-json" for name in names):
            trail.used.append((way, node))
        elif any(doing_of(name) == "unknown" for name in names):
            trail.given.append((way, chain))
        return "ends"
