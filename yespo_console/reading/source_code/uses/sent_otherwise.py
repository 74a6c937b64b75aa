"""How code sends an event: ``post(url, json=json.dumps(event))``, ``post(url, data=event)``, ``if (live) send(event)``.

The first makes it JSON twice, so that what arrives is one text in quotes; the second makes no JSON of it. The event is
followed from where it stands through variables, functions and loops of the text to where it is sent, and each step that
makes JSON of it, or reads it as JSON, is counted. So is told in what it stands then, and on what the sending depends.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.literals import Text
from yespo_console.reading.source_code.languages.powershell_pipes import script_blocks_in
from yespo_console.reading.source_code.node_kinds import (
    ASSIGNMENTS,
    KEEPING,
    LISTS,
    SPREADS,
    WRAPPERS,
    holds_items,
)
from yespo_console.reading.source_code.uses.calls_on_the_way import (
    CHOOSES,
    HANDS_ON,
    MAPS,
    PARTS,
    last_word,
    takes_body,
    times_made_json,
    what_chooses,
)
from yespo_console.reading.source_code.uses.conditions import Condition, Conditions
from yespo_console.reading.source_code.uses.functions_in_code import FunctionsInCode, body_of
from yespo_console.reading.source_code.uses.sending import ITEM, NOTHING, Made, Sending, Sent, nowhere, unused
from yespo_console.reading.source_code.uses.sent_instead import SentInstead
from yespo_console.reading.source_code.uses.sent_raw import SentRaw
from yespo_console.reading.source_code.uses.turns import Turns
from yespo_console.reading.source_code.uses.use_kinds import PUTS_IN, RETURNS, doing_of
from yespo_console.reading.source_code.variables.variable import Change, Step
from yespo_console.reading.word_set import word_set

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: Members and named arguments of a call that sends, of which the library makes JSON itself.
_JSON_OPTION: Final = re.compile(r"['\":]?(?:json|RequestOptions::JSON|\\?GuzzleHttp\\RequestOptions::JSON)['\":]?\Z")
#: Methods that make JSON of what they send.
_SENDS_JSON: Final = ("postasjsonasync", "putasjsonasync")
_NAMED: Final = word_set("pair keyword_argument array_element_initializer argument hash_entry")
#: Nodes between a value and the call that it is given to.
_HOLDING: Final = (
    KEEPING
    | LISTS
    | WRAPPERS
    | word_set(
        "arguments argument_list array await await_expression array_element_initializer array_expression "
        "command_elements object dictionary hash array_creation_expression pipeline pipeline_chain sub_expression "
        "array_literal_expression logical_expression bitwise_expression comparison_expression additive_expression "
        "hash_literal_expression "
        "multiplicative_expression format_expression range_expression unary_expression argument_expression "
        "argument_expression_list"
    )
)
#: So far from a place stands what it is given to; so many places hold an event, and so many hands it goes through.
_MOST_STEPS: Final = 100
_MOST_PLACES: Final = 200
_MOST_HANDS: Final = 8


class SentOtherwise:
    """Follows the events of one text whose nodes are all known."""

    def __init__(
        self, reader: "CodeReader", instead: SentInstead, functions: FunctionsInCode, conditions: Conditions
    ) -> None:
        self._reader = reader
        self._instead = instead
        self._functions = functions
        self._raw = SentRaw(reader, instead, functions)
        self._conditions = conditions
        self._turns = Turns(reader, functions, conditions)
        self._places: dict[tuple[int, Made], Sending] = {}
        self._variables: dict[tuple[str, int, Made], Sending] = {}
        self._left = 0

    def at(self, event: Node, *, is_text: bool) -> Sending:
        """How an event is sent.

        Args:
            event: the object, or the text that holds its JSON.
            is_text: whether it is a text, and so is JSON where it stands.
        """
        self._left = _MOST_PLACES
        found = self._from(event, Made(int(is_text)), 0)
        if self._left > 0:
            return found
        self._places.clear()  # of some it is not known
        self._variables.clear()
        return Sending(found.told)

    def _from(self, place: Node, made: Made, hands: int) -> Sending:
        """How the value at ``place`` is sent; ``made`` is what it is there."""
        key = (place.id, made)
        if key not in self._places:
            self._left -= 1
            if hands > _MOST_HANDS or self._left <= 0:
                self._left = 0
                return NOTHING
            self._places[key] = NOTHING  # meets itself
            found = self._followed(place, made, hands)
            if found.sent is not None or found.given is not None:
                found = found.under(self._conditions.of(place)).by_turn(self._turns.of_use(place))
            self._places[key] = found
        return self._places[key]

    def _followed(self, place: Node, made: Made, hands: int) -> Sending:
        reader = self._reader
        found = NOTHING
        node = place
        for _step in range(_MOST_STEPS):
            reader.budget.spend(5)
            around = reader.parent(node)
            shared = reader.shared.get(node.id, ())
            held = self._instead.variable_of(node)
            is_wrapped = around is not None and (around.start_byte, around.end_byte) == (node.start_byte, node.end_byte)
            is_alone = not shared and held is None
            if is_wrapped and around is not None and around.type in _HOLDING and is_alone and not holds_items(around):
                node = around
                continue
            called = None if around is None else self._called_on(node, around)
            if called is not None and (chooses := what_chooses(reader, called, place)) is not None:
                return found | self._from(called[0], made, hands).under(Condition(chooses.start_byte, chooses.end_byte))
            for parts in shared:
                is_whole = called is not None and HANDS_ON.match(called[1]) is not None
                found |= self._shared(parts, made if is_whole else made.out_of(None), hands)
            if held is not None:
                return found | self._held(held, made, hands)
            if around is None:
                break
            if called is not None and shared:
                return found  # each of it is given to a function that is written there
            if called is None and around.type in reader.CALLS:
                called = around, reader.call(around)[0]
                functions = self._functions.called_by(around)
                if functions:
                    return found | self._given(functions, place, around, made, hands)
            if called is not None and (chooses := what_chooses(reader, called, place)) is not None:
                return found | self._from(called[0], made, hands).under(Condition(chooses.start_byte, chooses.end_byte))
            if called is not None:
                after = self._behind_call(called, place, made, hands)
                if isinstance(after, Sending):
                    return found | after
                node, made = called[0], after
                continue
            if around.type == "pipeline_chain":
                condition: Condition | None = None
                for stage in around.named_children:
                    if stage.start_byte >= node.end_byte and stage.type in reader.CALLS:
                        name = reader.call(stage)[0]
                        if CHOOSES.match(name.lower()):
                            condition = Condition(stage.start_byte, stage.end_byte)
                        if doing_of(name) == "sends":
                            return found | self._end(stage, name, stage, made).under(condition)
                        made = made.by(times_made_json(name) or 0, stage)
                found |= self._piped(around, made, hands).under(condition)
            elif around.type in _NAMED and (member := self._name(around, node)) is not None:
                for use in reader.variables.uses_of(f"this.{member}"):  # as the methods of the object know it
                    found |= self._from(use, replace(made, names=()), hands + 1)
                after = self._in_member(member, around, made)
                if isinstance(after, Sending):
                    return found | after
                made = after
            elif around.type in RETURNS or around.id in self._functions.ids:
                return found | self._given_back(around, made, hands)
            elif around.type in ASSIGNMENTS and node.start_byte >= around.named_children[0].end_byte:
                return found | self._put(around, made, hands)
            elif (step := reader.step(around)) is not None and step[0].end_byte == node.end_byte:
                asked = made.out_of(step[1].traced.text if isinstance(step[1], Text) else None)
                if asked is None:
                    return found
                made = asked
            elif made.other is None and not made.within and (text := self._raw.text_around(node)) is not None:
                if made.is_raw:
                    made = Made(other=text)
                node = text
                continue
            elif made.is_raw and not made.within and self._raw.is_sum(around):
                made = Made(other=around)
            elif around.type in SPREADS and made.names:
                call = self._functions.given_to(around) if made.names[-1] != ITEM else None
                if call is not None:
                    return found | self._in_options(call, around, node, made)
                made = made.spread()
            elif holds_items(around):
                made = made.under(ITEM)
            elif node.type == "shorthand_property_identifier" and around.type in reader.MAPS:
                made = made.under(reader.code.spelled(node))
            elif around.type not in _HOLDING and not is_wrapped:
                break
            node = around
        return found | nowhere(made)

    def _behind_call(self, called: tuple[Node, str], place: Node, made: Made, hands: int) -> Sending | Made:
        """What it is behind a call, or how it is sent where that is the end of its way."""
        call, name = called
        step = times_made_json(name)
        raw = self._raw.by_call(call, name, place) if made.is_raw else None
        if raw is None and made.other is None:
            raw = self._raw.into_form(name)
        if raw is not None:
            return Sending((raw, call))
        if made.other is not None and made.is_option and self._raw.is_sent_by(call):
            return Sending((made.told, made.other))
        other = self._raw.makes_other_text(name, is_json=made.times == 1)
        if other is not None and not made.within and made.times < 2:
            return Made(other=call, told=other)
        if made.times == 1 and not made.within and last_word(name) in _SENDS_JSON:
            return Sending(("encoded_twice", call))
        if name == "compact":
            return made.under(self._reader.code.spelled(place))
        if step is not None:
            return made.by(step, call)
        if PARTS.match(last_word(name)) and not made.within:
            return replace(made, part=True).under(ITEM)
        if made.again is not None:
            return Sending(("encoded_twice", made.again)) if hands == 0 or takes_body(name) else NOTHING
        if PUTS_IN.match(last_word(name)) or last_word(name) in ("update", "store"):
            into = self._put_in(call, place, made, hands)
            if into is not None:
                return into
        return self._end(call, name, place, made)

    def _put_in(self, call: Node, place: Node, made: Made, hands: int) -> Sending | None:
        """The same for what a method puts in a variable: ``list.push(event)``, ``payload.set("event", event)``."""
        target = self._reader.step(call.named_children[0])
        name, path, _end = self._reader.way(call.named_children[0] if target is None else target[0])
        if name is None or not self._reader.variables.is_set(name):
            return None
        arguments = self._reader.call(call)[1]
        if len(arguments) > 1 and arguments[0].end_byte <= place.start_byte:
            key = self._reader.value(arguments[0])
            made = made.under(key.traced.text if isinstance(key, Text) else "?")
        elif not made.within:
            made = made.under(ITEM)
        return self._behind(call, name, path, made, hands)

    def _in_member(self, name: str, member: Node, made: Made) -> Sending | Made:
        """The same for what it is as a member of an object, or a named argument."""
        if _JSON_OPTION.match(name) and (made.times == 1 or made.within) and self._is_option(member):
            if not made.within:
                return Sending(("encoded_twice", member))
            made = Made(wrapped=member)
        if made.is_raw and (raw := self._raw.by_member(name, member)) is not None:
            return Sending((raw, member))
        if made.other is not None and not made.within and self._raw.is_sent_as(name, member):
            return Sending((made.told, made.other))
        return made.under(name)

    def _end(self, call: Node, name: str, place: Node, made: Made) -> Sending:
        """How it is sent by a call that it is given to."""
        doing = doing_of(last_word(name, folded=False).lstrip("$"))
        if made.part or made.other is not None or made.is_beside or doing == "signs":
            return NOTHING
        if doing == "sends" and call.type not in self._reader.CALLS:
            return NOTHING  # a member that is called so: ``event.data``
        if doing == "sends":
            is_plain = made.times > 0 or made.is_option
            is_plain = is_plain and not (
                made.within and self._raw.makes_json(call, name, place, is_text=made.times > 0)
            )
            return Sending(sent=Sent(wrapped=made.wrapped or (None if is_plain else call)))
        if doing == "looks":
            return nowhere(made) if made.times else NOTHING
        return Sending(given=Sent(wrapped=made.wrapped))

    def _piped(self, chain: Node, made: Made, hands: int) -> Sending:
        """The same within the script blocks to which a pipe of PowerShell hands it."""
        found = NOTHING
        each = (made.out_of(None) if made.names else None) or made
        for block in script_blocks_in(chain):
            for use in self._reader.variables.uses_within("$_", block.start_byte, block.end_byte):
                found |= self._from(use, each, hands + 1).in_each(block)
        return found

    def _shared(self, parts: Node, made: Made | None, hands: int) -> Sending:
        """The same within a loop through what holds it, or behind what takes that apart, where it is ``made``."""
        if made is None:
            return NOTHING
        body = body_of(self._reader, parts) or self._reader.code.root
        found = NOTHING
        for name in sorted(self._reader.names_in(parts)):
            for use in self._reader.variables.uses_within(name, body.start_byte, body.end_byte):
                found |= self._from(use, made, hands + 1).in_each(parts)
        run = body.child_by_field_name("body")
        goes_on = None if run is None else self._conditions.of_next_round(run)
        return found if goes_on is None or goes_on.never else found.under(goes_on)

    def _put(self, assignment: Node, made: Made, hands: int) -> Sending:
        """The same for what is put into a part of a variable: ``request.body = json``."""
        name, path, _end = self._reader.way(assignment.named_children[0])
        if name is None:
            return nowhere(made) if made.again is not None else Sending(given=Sent(wrapped=made.wrapped))
        if made.is_raw and (raw := self._raw.by_put(name, path)) is not None:
            return Sending((raw, assignment))
        return self._behind(assignment, name, path, made, hands)

    def _behind(self, statement: Node, name: str, path: Sequence[Step | None], made: Made, hands: int) -> Sending:
        """The same wherever a variable is used behind a statement that puts it into a part of that."""
        for step in reversed(path):
            made = made.under(step.traced.text if isinstance(step, Text) else ITEM)
        uses = [use for use in self._reader.variables.uses_of(name) if use.start_byte >= statement.end_byte]
        found = nowhere(made) if not uses else NOTHING
        for use in uses:
            found |= self._from(use, made, hands + 1)
        return found

    def _held(self, held: tuple[str, Change], made: Made, hands: int) -> Sending:
        """The same for wherever a variable is used that is set to the value."""
        name = held[0]
        key = (name, held[1].start, made)
        if key not in self._variables:
            given = name.removesuffix("()")  # a variable of such a name stands for what a function gives
            uses = self._reader.variables.reached_uses(*held) if given == name else self._functions.calls_named(given)
            found = NOTHING if uses or given != name else unused(made, held[1].values)
            self._variables[key] = NOTHING  # meets itself
            for use in uses:
                found |= self._from(use, made, hands + 1)
            self._variables[key] = found
        return self._variables[key]

    def _given(self, functions: Sequence[Node], place: Node, call: Node, made: Made, hands: int) -> Sending:
        """The same within functions of the text that are given the value."""
        found = NOTHING
        for function in functions:
            for name in sorted(self._functions.names_given(function, call, place) or ()):
                for use in self._reader.variables.uses_within(name, function.start_byte, function.end_byte):
                    found |= self._from(use, replace(made, names=()), hands + 1)
        return found

    def _given_back(self, around: Node, made: Made, hands: int) -> Sending:
        """The same where a function is called that gives the value."""
        function: Node | None = around
        for _step in range(_MOST_STEPS):
            if function is None or function.id in self._functions.ids:
                break
            function = self._reader.parent(function)
        calls = () if function is None else self._functions.calls_of(function)
        given_to = None if function is None else self._given_to(function)
        if given_to is not None:
            word = self._functions.word_of(given_to).lower()
            return self._from(given_to, made.under(ITEM) if MAPS.match(word) else made, hands + 1)
        found = NOTHING if calls else nowhere(made)
        for call in calls:
            found |= self._from(call, made, hands + 1)
        return found

    def _in_options(self, call: Node, spread: Node, place: Node, made: Made) -> Sending:
        """How it is sent by a call whose named arguments it is one of, or stands in one."""
        after = self._in_member(made.names[-1], spread, replace(made, names=made.names[:-1]))
        return after if isinstance(after, Sending) else self._end(call, self._reader.call(call)[0], place, after)

    def _given_to(self, function: Node) -> Node | None:
        """The call that gives what a function gives which is written in it: ``events.map(e => ({event: e}))``."""
        call = self._functions.given_to(function)
        word = "" if call is None else self._functions.word_of(call).lower()
        return call if MAPS.match(word) or HANDS_ON.match(f".{word}") else None

    def _called_on(self, node: Node, around: Node) -> tuple[Node, str] | None:
        """The call of a method on ``node``, and that method."""
        method = self._reader.method_on(node)
        if method is None:
            return None
        if around.type in self._reader.CALLS:
            return around, f".{method}"
        call = self._reader.parent(around)
        if call is not None and call.type in self._reader.CALLS and call.named_children[0].id == around.id:
            return call, f".{method}"
        return around, f".{method}"

    def _name(self, around: Node, node: Node) -> str | None:
        """The name of the member or the named argument that ``node`` is the value of."""
        first = around.named_children[0]
        return None if around.named_child_count < 2 or first.id == node.id else self._reader.code.spelled(first)

    def _is_option(self, member: Node) -> bool:
        """Whether a member belongs to what a call that sends is given."""
        around = self._reader.parent(member)
        for _step in range(4):
            if around is None or around.type in self._reader.CALLS or around.type not in _HOLDING:
                break
            around = self._reader.parent(around)
        if around is None or around.type not in self._reader.CALLS:
            return False
        return doing_of(self._functions.word_of(around)) == "sends"
