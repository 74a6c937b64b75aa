"""Functions and patterns that know only the parts of an event: ``({params}) => params[0].value = ".."``."""

from typing import TYPE_CHECKING

from tree_sitter import Node

from yespo_console.reading.source_code.uses.changed_elsewhere import ChangedElsewhere
from yespo_console.reading.source_code.uses.functions_in_code import FunctionsInCode
from yespo_console.reading.source_code.uses.use_kinds import TAKES_APART

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader


class TakenApart:
    """Looks at what is done with such parts."""

    def __init__(self, reader: "CodeReader", elsewhere: ChangedElsewhere, functions: FunctionsInCode) -> None:
        self._reader = reader
        self._elsewhere = elsewhere
        self._functions = functions

    def does_more_than_look(self, names: set[str], function: Node) -> bool:
        """Whether a function knows only parts of what it is given, and does more than look at them."""
        patterns = [
            each for each in self._functions.parameters(function) if self._functions.kind_of(each) in TAKES_APART
        ]
        if not any(names & self._reader.names_in(each) for each in patterns):
            return False
        return not self.is_only_looked_at(names, function)

    def is_only_looked_at(self, names: set[str], within: Node) -> bool:
        """Whether the parts of a value are only looked at, in a function or behind where they get their names."""
        start, end = within.start_byte, within.end_byte if within.id in self._functions.ids else 1 << 62
        uses = [use for name in names for use in self._reader.variables.uses_within(name, start, end)]
        return all(self._elsewhere.is_looked_at(use) for use in uses)
