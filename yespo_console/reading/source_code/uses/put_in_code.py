"""Code of other files that a source text puts in (``include`` of PHP): it knows the variables around by their names."""

from typing import Final

from yespo_console.reading.source_code.variables.blocks import Block
from yespo_console.reading.source_code.variables.variable import Change, Variable

#: No program that is written by hand puts in more files.
_MOST: Final = 100


class PutInCode:
    """Where one text puts in such code, and in which of its functions."""

    def __init__(self) -> None:
        self._places: list[tuple[int, int]] = []

    def __bool__(self) -> bool:
        return bool(self._places)

    def note(self, at: int, block: Block) -> None:
        """Other code is put in there."""
        if len(self._places) <= _MOST:
            self._places.append((at, block.scope_id))

    def may_change(self, variable: Variable, setting: Change) -> bool:
        """Whether it may change a variable between ``setting`` and its last use."""
        last = variable.uses[-1].start_byte if variable.uses else 0
        scope = setting.block.scope_id
        return len(self._places) > _MOST or any(
            setting.start < at < last and where == scope for at, where in self._places
        )
