"""A request written as a command or a program that sends exactly the same bytes."""

from dataclasses import dataclass
from typing import Final, Protocol

from yespo_console.platform.i18n import N_, _
from yespo_console.sharing.http_request import HttpRequest
from yespo_console.sharing.writers import cmd, php, posix_shell, powershell, python


class Write(Protocol):
    """Turn a request into text; the key is a placeholder unless ``reveal_secret``."""

    def __call__(self, request: HttpRequest, *, reveal_secret: bool = False) -> str: ...


@dataclass(frozen=True, slots=True)
class Writer:
    """One way to copy a request.

    Attributes:
        id: stable name, used in settings and on the command line.
        name: English name in a menu; ``title`` is it in the user's language.
        write: see ``Write``.
    """

    id: str
    name: str
    write: Write

    @property
    def title(self) -> str:
        return _(self.name)


def _table(*writers: Writer) -> dict[str, Writer]:
    return {writer.id: writer for writer in writers}


WRITERS: Final[dict[str, Writer]] = _table(
    Writer("curl_bash", N_("curl (bash)"), posix_shell.write),
    Writer("curl_cmd", N_("curl (Windows command prompt)"), cmd.write),
    Writer("powershell", N_("curl (PowerShell)"), powershell.write),
    Writer("python_httpx", N_("Python (httpx)"), python.write),
    Writer("php", N_("PHP (curl)"), php.write),
)
