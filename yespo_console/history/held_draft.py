"""What the tab of a draft says, for somebody who sees the name of its file only."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from yespo_console.events.locators import usable_text
from yespo_console.events.wire import WireError, read
from yespo_console.platform.i18n import _
from yespo_console.sharing.masking import MASK

#: The members in the file of a draft.
_TEXT: Final = "text"
_TITLE: Final = "title"
_PATH: Final = "path"
_POSITION: Final = "position"


def tab_name(kept: Mapping[str, Any], is_about: Callable[[str], bool]) -> str:
    """The place of the tab, its title and the key of its event; "" for what is no draft.

    Title and key are hidden where ``is_about`` finds the contact in them: this may be handed on as a proof.
    """
    text, position = kept.get(_TEXT), kept.get(_POSITION, 0)
    if not isinstance(text, str) or not isinstance(position, int):
        return ""
    event_type = key = None
    try:
        event = read(text)
        event_type, key = usable_text(event.event_type_key), usable_text(event.key_value)
    except WireError:
        pass  # a draft may be any text
    title = str(kept.get(_TITLE) or Path(str(kept.get(_PATH) or "")).name or event_type or _("Draft"))
    told = {"number": position + 1, "title": MASK if is_about(title) else title}
    if key is None:
        return _("tab {number}, “{title}”").format(**told)
    return _("tab {number}, “{title}”, key {key}").format(**told, key=MASK if is_about(key) else key)
