"""Keys that only one part of the window answers, for the list of all keys."""

from typing import Final

from PySide6.QtGui import QKeySequence

from yespo_console.gui.actions import ACTIONS, ActionSpec
from yespo_console.gui.forms.items_view import KEYS
from yespo_console.gui.forms.value_edit import STATE_KEY
from yespo_console.gui.json_editor.commands import COMMANDS, FIXED_KEYS
from yespo_console.platform.i18n import N_

_MESSAGES: Final = N_("Messages over the page")
_FORM: Final = N_("In the form")
_TABLE: Final = N_("In a table of the form")
_SEVERAL: Final = N_("In the list of several events")
_HISTORY: Final = N_("In the history")


def _portable(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.PortableText)


SEVERAL_KEYS: Final[tuple[ActionSpec, ...]] = (
    ActionSpec("several-choose", N_("Choose the event, or no longer"), ("Space",), "", _SEVERAL),
    ActionSpec("several-all", N_("Choose all; again, none"), ("Ctrl+A",), "", _SEVERAL),
    ActionSpec("several-send", N_("Send those chosen, as a series"), ("Ctrl+Return",), "", _SEVERAL),
    ActionSpec("several-open", N_("Open the event"), ("Return",), "", _SEVERAL),
    ActionSpec("several-aside", N_("Put the list aside"), ("Esc",), "", _SEVERAL),
)

PART_KEYS: Final[tuple[ActionSpec, ...]] = (
    ActionSpec("notice-close", N_("Close the message, where nothing else takes the key"), ("Esc",), "", _MESSAGES),
    ActionSpec("form-list", N_("Show what there is to choose from"), ("Alt+Down", "F4"), "", _FORM),
    ActionSpec(
        "form-state", N_("Take the value away; then empty text, null, not sent"), (_portable(STATE_KEY),), "", _FORM
    ),
    ActionSpec("table-row", N_("Insert a row"), (_portable(KEYS["insert"]),), "", _TABLE),
    ActionSpec("table-duplicate", N_("Duplicate the row"), (_portable(KEYS["duplicate"]),), "", _TABLE),
    ActionSpec("table-remove", N_("Remove the row"), (_portable(KEYS["remove"]),), "", _TABLE),
    ActionSpec("table-clear", N_("Empty the cell"), ("Del",), "", _TABLE),
    *(row for row in COMMANDS if row not in ACTIONS),
    *FIXED_KEYS,
    *SEVERAL_KEYS,
    ActionSpec("history-open", N_("Open the exchange in the composer"), ("Return",), "", _HISTORY),
    ActionSpec(
        "history-offers", N_("List the filters, or what may stand behind the colon"), ("Alt+Down", "F4"), "", _HISTORY
    ),
    ActionSpec("history-take", N_("Take what the list offers"), ("Tab",), "", _HISTORY),
    ActionSpec("history-chip", N_("Take the filter away"), ("Del", "Return"), "", _HISTORY),
    ActionSpec("history-bar", N_("In the chart: the bar before or after"), ("Left", "Right"), "", _HISTORY),
    ActionSpec("history-bar-take", N_("In the chart: search only the time of the bar"), ("Return",), "", _HISTORY),
    ActionSpec("history-bar-back", N_("In the chart: back to the search before"), ("Backspace",), "", _HISTORY),
    ActionSpec("history-tag", N_("Take the tag away"), ("Del", "Backspace"), "", _HISTORY),
    ActionSpec("history-tags", N_("Leave the tags"), ("Esc",), "", _HISTORY),
    ActionSpec("history-note", N_("Leave the note; it is kept"), ("Ctrl+Return", "Esc"), "", _HISTORY),
    ActionSpec("history-down", N_("From the search to the list"), ("Down", "Return"), "", _HISTORY),
    ActionSpec("history-up", N_("From the first row of the list to the search"), ("Up", "Esc"), "", _HISTORY),
    ActionSpec("history-more", N_("Select the row above or below, too"), ("Shift+Up", "Shift+Down"), "", _HISTORY),
    ActionSpec(
        "history-toggle", N_("Select the row, or no longer; Ctrl+Up and Ctrl+Down move"), ("Ctrl+Space",), "", _HISTORY
    ),
    ActionSpec("history-clear", N_("Empty the search"), ("Esc",), "", _HISTORY),
)
