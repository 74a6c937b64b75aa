"""What the user decided about the program as a whole."""

from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from yespo_console.delivery.config_file import ConfigFile
from yespo_console.platform.i18n import _
from yespo_console.platform.profile import Profile

_LONGEST_WAIT: Final = 600.0


class Settings(BaseModel):
    """The settings. Frozen; a change makes new ones.

    Attributes:
        proxy: ``system`` takes the system's, ``none`` uses none, ``own`` the one in ``proxy_url``. Loopback addresses
            never go through a proxy.
        proxy_url: ``http://host:port`` or ``https://host:port``, without user and password.
        ca_file: further certificate authorities to trust, a PEM file; None for the usual ones alone.
        connect_timeout: seconds to wait for a connection, and as long again until it is secured.
        read_timeout: seconds to wait for the answer.
        theme: colours of the window.
        language: language code; None follows the system.
        motion: whether the window may animate.
        history_days, history_exchanges, history_megabytes: how much of the history is kept; None: no such limit.
        offer_clipboard: whether the window offers to open an event that was copied in another program.
        export_format, export_folder: what was exported last, and where to; an id of ``sharing.exchanges.formats``.
    """

    model_config = ConfigDict(frozen=True, extra="allow", str_strip_whitespace=True)

    proxy: Literal["system", "none", "own"] = "system"
    proxy_url: str = ""
    ca_file: Path | None = None
    connect_timeout: float = Field(default=10.0, gt=0, le=_LONGEST_WAIT)
    read_timeout: float = Field(default=30.0, gt=0, le=_LONGEST_WAIT)
    theme: Literal["system", "light", "dark"] = "system"
    language: str | None = None
    motion: bool = True
    offer_clipboard: bool = True
    export_format: str = "jsonl"
    export_folder: str = ""
    history_days: int | None = Field(default=None, gt=0)
    history_exchanges: int | None = Field(default=None, gt=0)
    history_megabytes: int | None = Field(default=None, gt=0)

    @field_validator("proxy_url")
    @classmethod
    def _proxy_url(cls, url: str) -> str:
        if not url:
            return url
        if "@" in url:  # asked before anything else, for the other sentence repeats the address
            raise ValueError(
                _("A proxy's user name and password are not kept in a file. Set them in the system's proxy instead.")
            )
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), 0
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or port == 0:
            raise ValueError(_("{url} is not a proxy address; it looks like http://host:port.").format(url=url))
        return url.rstrip("/")


class SettingsStore:
    """The settings of a profile, always as the file has them now.

    Attributes:
        notices: sentences about what could not be read, to be shown once; new ones are appended.
    """

    def __init__(self, profile: Profile) -> None:
        self._file = ConfigFile(profile.settings_file)
        self._read_at: object = self  # no stamp equals it
        self._settings = Settings()
        self.notices = self._file.notices

    def load(self) -> Settings:
        """The settings; a member that is not valid falls back to its default and is named. Raises ConfigError."""
        stamp = self._file.stamp
        if stamp != self._read_at:
            self._settings = self._valid(self._file.read())
            self._read_at = stamp
        return self._settings

    def save(self, settings: Settings) -> None:
        """Write ``settings``; members of the file that this version does not know stay. Raises ConfigError."""
        self._file.update(lambda content: content.update(settings.model_dump(mode="json")))
        self._read_at = self

    def change(self, **members: str | int | bool | None) -> None:
        """Write these members alone, and leave to the others what anybody wrote since. Raises ConfigError."""
        self._file.update(lambda content: content.update(members))
        self._read_at = self

    def _valid(self, content: dict[str, Any]) -> Settings:
        try:
            return Settings.model_validate(content)
        except ValidationError as error:
            wrong = {str(part["loc"][0]) for part in error.errors()}
        message = _("In {path} these settings cannot be used and keep their defaults: {names}.")
        self.notices.append(message.format(path=self._file.path, names=", ".join(sorted(wrong))))
        return Settings.model_validate({name: value for name, value in content.items() if name not in wrong})
