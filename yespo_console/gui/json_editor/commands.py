"""What can be done in the JSON editor besides typing, with its keys; the help lists it with all other actions."""

from typing import Final

from yespo_console.gui.actions import ActionSpec, spec
from yespo_console.platform.i18n import N_

_TEXT: Final = N_("In the JSON text")

COMMANDS: Final[tuple[ActionSpec, ...]] = (
    spec("switch-view"),
    spec("format"),
    ActionSpec("find", N_("Find in the text"), ("Ctrl+F",), "search", _TEXT),
    ActionSpec("find-next", N_("Next place found"), ("F3",), "", _TEXT),
    ActionSpec("find-previous", N_("Previous place found"), ("Shift+F3",), "", _TEXT),
    ActionSpec("select-around", N_("Select the value around"), ("Alt+Shift+Up",), "", _TEXT),
    ActionSpec("larger", N_("Larger letters"), ("Ctrl++", "Ctrl+="), "", _TEXT),
    ActionSpec("smaller", N_("Smaller letters"), ("Ctrl+-",), "", _TEXT),
    ActionSpec("usual-size", N_("Letters of the usual size"), ("Ctrl+0",), "", _TEXT),
)
#: Answered by the text field itself; here so that the help knows them.
FIXED_KEYS: Final[tuple[ActionSpec, ...]] = (
    ActionSpec("copy-line", N_("Copy the line (nothing selected)"), ("Ctrl+C",), "", _TEXT),
)
