"""Prints and languages that are not read: what they are, and what to paste instead.

They are looked for where nothing could be read: what else is said of them takes them for broken JSON.
"""

import re
from typing import Final

from yespo_console.platform.i18n import N_, _

_TYPE: Final = r"(?:eventTypeKey|eventKey)"
_KINDS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (
        re.compile(rf"[{{;]s:\d{{1,3}}:\\?\"{_TYPE}\\?\";"),
        N_("This is an event as serialize() of PHP writes it. Print it with json_encode and paste that."),
    ),
    (
        re.compile(
            r"^[0-9a-fA-F]{6,8}:?[ \t]{1,3}(?:[0-9a-fA-F]{2} {0,2}){8,16}[^\r\n]{0,40}\r?\n[0-9a-fA-F]{6,8}:?[ \t]{1,3}"
            r"[0-9a-fA-F]{2}",
            re.MULTILINE,
        ),
        N_(
            "This is a dump of bytes (hexdump, xxd), and its columns of digits are not read. Copy the text itself, "
            "from the file or the message, and paste that."
        ),
    ),
    (
        re.compile(rf"\bmap\[(?:[^\[\]\n]{{0,400}} )?{_TYPE}:"),
        N_(
            "This is a map as Go prints it, without quotes, so that where its values end cannot be told. Print the "
            "event with json.Marshal and paste that."
        ),
    ),
    (
        re.compile(rf"\{{(?:[^{{}}\n\"']{{0,400}}, )?{_TYPE}=[^\s\"'{{}}]"),
        N_(
            "This is a map as Java prints it, without quotes, so that where its values end cannot be told. Write the "
            "event as JSON, with the library that the program has for it, and paste that."
        ),
    ),
    (
        re.compile(rf"%\{{\s{{0,99}}(?::|\")?{_TYPE}"),
        N_("This is a map of Elixir, which is not read here. Print the event as JSON (Jason.encode!) and paste that."),
    ),
    (
        re.compile(r"^[ \t]{0,40}(?:my|our)[ \t]{1,9}[$%]\w{1,60}\s{0,9}=\s{0,9}[{(]", re.MULTILINE),
        N_("This is code of Perl, which is not read here. Print the event as JSON (encode_json) and paste that."),
    ),
    (
        re.compile(rf"\b(?:let|var|def)[ \t]{{1,9}}[\w: \[\]]{{1,60}}=\s{{0,9}}\[\s{{0,99}}\"{_TYPE}\"\s{{0,9}}:"),
        N_(
            "This is a dictionary of Swift or a map of Groovy, which are not read here. Print the event as JSON and "
            "paste that."
        ),
    ),
)


def unread_kind(text: str) -> str | None:
    """What a text is that holds no event which can be read, and what to do; None when it is none of these."""
    return next((_(sentence) for pattern, sentence in _KINDS if pattern.search(text)), None)
