"""The formats in which exchanges are handed on, each with its ending and what it is good for."""

from dataclasses import dataclass
from typing import Final

from yespo_console.platform.i18n import N_, _
from yespo_console.sharing.exchanges import (
    csv_table,
    curl_script,
    har,
    html_page,
    json_lines,
    markdown_page,
    postman,
)
from yespo_console.sharing.exchanges.shape import Write


@dataclass(frozen=True, slots=True)
class Format:
    """One way to hand exchanges on.

    Attributes:
        id: stable name, used in settings and on the command line.
        name, purpose: English words; ``title`` and ``good_for`` are them in the user's language.
        endings: how files of it end, the usual one first.
        write: see ``Write``.
        can_be_imported: the history reads it again.
    """

    id: str
    name: str
    purpose: str
    endings: tuple[str, ...]
    write: Write
    can_be_imported: bool = False

    @property
    def title(self) -> str:
        return _(self.name)

    @property
    def good_for(self) -> str:
        return _(self.purpose)


def _table(*formats: Format) -> dict[str, Format]:
    return {each.id: each for each in formats}


FORMATS: Final[dict[str, Format]] = _table(
    Format(
        "jsonl",
        N_("JSON Lines"),
        N_("All that is kept of an exchange: for another Yespo Console, a backup, or a program that reads lines."),
        (".jsonl",),
        json_lines.write,
        can_be_imported=True,
    ),
    Format(
        "har",
        N_("HAR recording"),
        N_("Requests, answers and times: for the network tools of browsers and for proxies."),
        (".har",),
        har.write,
        can_be_imported=True,
    ),
    Format(
        "csv",
        N_("CSV table"),
        N_("A row for each exchange, values decoded: for Excel and other spreadsheets."),
        (".csv",),
        csv_table.write,
    ),
    Format(
        "curl",
        N_("curl script"),
        N_("The same requests as commands for bash: for a developer who wants to send them again."),
        (".sh",),
        curl_script.write,
    ),
    Format(
        "postman",
        N_("Postman collection"),
        N_("Requests with their answers as examples: for Postman and whatever reads its collections."),
        (".postman_collection.json", ".json"),
        postman.write,
    ),
    Format(
        "markdown",
        N_("Markdown page"),
        N_("Event, answer and problems to read: for a ticket, a wiki or a chat."),
        (".md",),
        markdown_page.write,
    ),
    Format(
        "html",
        N_("HTML page"),
        N_("The same for a browser: one file to attach or to print."),
        (".html", ".htm"),
        html_page.write,
    ),
)


def format_of(name: str) -> Format | None:
    """The format that a file name ends like, in any case of its letters; None for any other name."""
    folded = name.casefold()
    return next((each for each in FORMATS.values() if folded.endswith(each.endings)), None)
