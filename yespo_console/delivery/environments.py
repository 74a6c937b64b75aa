"""Where events can be sent: the sandbox, Yespo, and what the user adds.

Names are unique in any case. The built-in two cannot be renamed or removed and keep their addresses; everything else
about them can be set. The file keeps what this version does not know: members, and whole entries it cannot read.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from yespo_console.delivery.base_url import checked_base_url, is_loopback
from yespo_console.delivery.config_file import ConfigError, ConfigFile
from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.history.exchange import Exchange
from yespo_console.platform.i18n import _
from yespo_console.platform.profile import Profile
from yespo_console.platform.window_state import Kind
from yespo_console.sandbox.address import DEFAULT_PORT, HOST, running

SANDBOX: Final = "Sandbox"
YESPO: Final = "Yespo"
_LONGEST_NAME: Final = 60
#: What an environment has until its user chooses: most that are added are real accounts.
WARNING_COLOUR: Final = "#c2410c"
_DEFAULT_SANDBOX_URL: Final = f"http://{HOST}:{DEFAULT_PORT}/api"


class UnknownEnvironmentError(LookupError):
    """No environment has this name; ``str()`` lists those there are."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.known = known

    def __str__(self) -> str:
        message = _("There is no environment called {name}. There are: {known}.")
        return message.format(name=self.name, known=", ".join(self.known))


class Environment(BaseModel):
    """One place to send to: a base URL and how it is spoken to. Its key is kept elsewhere (``Credentials``).

    Attributes:
        name: what the user calls it.
        base_url: up to the version, without a slash at the end: ``https://yespo.io/api``.
        colour: ``#rrggbb``; marks it in the window, always beside its name.
        api: version of the call.
        native: nested values as JSON rather than as text that holds JSON; only v2 leaves the choice.
        user: user name of Basic authentication; Yespo takes any.
        test_contacts: addresses, phone numbers and ids that may be written to without asking.
        organisation: ``organisationName`` that its key belonged to when it was last checked.
        kind: the local sandbox, or an account.
    """

    model_config = ConfigDict(frozen=True, extra="allow", str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=_LONGEST_NAME)
    base_url: str
    colour: str = Field(default=WARNING_COLOUR, pattern=r"^#[0-9a-fA-F]{6}$")
    api: ApiVersion = ApiVersion.V2
    native: bool = False
    user: str = "api"
    test_contacts: tuple[str, ...] = ()
    organisation: str | None = None
    kind: Literal["sandbox", "account"] = "account"

    @field_validator("name")
    @classmethod
    def _printable(cls, name: str) -> str:
        if not name.isprintable():
            raise ValueError(_("A name must be one line of printable characters."))
        return name

    @field_validator("base_url")
    @classmethod
    def _base_url(cls, url: str) -> str:
        return checked_base_url(url)

    @field_validator("user")
    @classmethod
    def _user(cls, user: str) -> str:
        if ":" in user or not (user.isascii() and user.isprintable()):
            raise ValueError(_("The user name must be Latin letters, digits and signs, without a colon."))
        return user

    @field_validator("test_contacts")
    @classmethod
    def _contacts(cls, contacts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(contact for contact in contacts if contact))

    @property
    def is_real(self) -> bool:
        """It can reach a real account, and through it real people."""
        return self.reaches == "account"

    @property
    def reaches(self) -> Kind:
        """What a send to it reaches. What another server on this computer does with an event nobody here can know."""
        if self.kind == "sandbox":
            return "sandbox"
        return "local" if is_loopback(urlsplit(self.base_url).hostname) else "account"

    @property
    def is_built_in(self) -> bool:
        return self.name in (SANDBOX, YESPO)

    @property
    def encoding(self) -> Encoding:
        """How a new event for it is written."""
        return Encoding(self.api, self.native).normal()

    @property
    def event_url(self) -> str:
        return self.event_url_for(self.api)

    def event_url_for(self, api: ApiVersion) -> str:
        """The address of the Generate event call of one version."""
        return f"{self.base_url}/{api.value}/event"

    @property
    def account_url(self) -> str:
        """The address of the call that names the account of a key."""
        return f"{self.base_url}/v1/account/info"


_BUILT_IN: Final[dict[str, dict[str, Any]]] = {
    SANDBOX: {
        "name": SANDBOX,
        "base_url": _DEFAULT_SANDBOX_URL,
        "kind": "sandbox",
        "colour": "#4b7f6a",
    },
    YESPO: {"name": YESPO, "base_url": "https://yespo.io/api", "kind": "account", "colour": WARNING_COLOUR},
}
#: What the program decides about a built-in environment, whatever its entry in the file says.
_FIXED: Final = ("name", "base_url", "kind")


def reached_by(exchange: Exchange) -> Kind:
    """What an exchange of the history reached; no environment of the user's can be called as the sandbox is."""
    if exchange.is_real:
        return "account"
    return "sandbox" if exchange.environment == SANDBOX else "local"


def describe_invalid(error: ValidationError) -> str:
    """The first thing wrong with a model, in words: ours where we have them, else pydantic's with the field's name."""
    first = error.errors()[0]
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, ValueError):
        return str(cause)
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"


def hosts_of(environments: Iterable[Environment]) -> frozenset[str]:
    """Where they send to, in small letters."""
    return frozenset(urlsplit(one.base_url).hostname or "" for one in environments)


class EnvironmentStore:
    """The environments of a profile, always as the file has them now.

    Attributes:
        notices: sentences about what could not be read, to be shown once; new ones are appended.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._file = ConfigFile(profile.environments_file)
        self._read_at: object = self  # no stamp equals it
        self._saved: tuple[Environment, ...] = ()
        self._sandbox_asked_at: object = None
        self._sandbox_address = _DEFAULT_SANDBOX_URL
        self.notices = self._file.notices

    def all(self) -> tuple[Environment, ...]:
        """Sandbox, Yespo, then the user's in the order they were added. Raises ConfigError."""
        sandbox, yespo, *others = self._load()
        return (sandbox.model_copy(update={"base_url": self._sandbox_url()}), yespo, *others)

    def get(self, name: str) -> Environment:
        """The environment called ``name`` in any case. Raises UnknownEnvironmentError, ConfigError."""
        wanted = _folded(name)
        for environment in self._load():
            if _folded(environment.name) == wanted:
                if environment.kind == "sandbox":
                    return environment.model_copy(update={"base_url": self._sandbox_url()})
                return environment
        raise UnknownEnvironmentError(name, tuple(environment.name for environment in self._load()))

    def save(self, environment: Environment, *, previous_name: str | None = None) -> None:
        """Add ``environment``, or replace the one of its name (of ``previous_name`` when it is being renamed).

        Raises ValueError with a sentence when the name is taken or a built-in one would be renamed, ConfigError.
        """
        previous = _folded(previous_name or environment.name)
        name = _folded(environment.name)
        built_in = _BUILT_IN_NAMES.get(previous)
        if built_in is not None and environment.name != built_in:
            raise ValueError(_("{name} is built in and keeps its name.").format(name=built_in))
        if name in _BUILT_IN_NAMES and built_in is None:
            raise ValueError(_("There is already an environment called {name}.").format(name=environment.name))
        entry = environment.model_dump(mode="json")
        if built_in is not None:
            entry = {key: value for key, value in entry.items() if key == "name" or key not in _FIXED}

        def change(entries: list[Any]) -> None:
            at = _position(entries, previous)
            taken = _position(entries, name)
            if taken is not None and taken != at:
                raise ValueError(_("There is already an environment called {name}.").format(name=environment.name))
            if at is None:
                entries.append(entry)
            else:
                entries[at] = {**entries[at], **entry}

        self._update(change)

    def remove(self, name: str) -> None:
        """Forget an environment; its key is for the caller to delete. Raises UnknownEnvironmentError, ValueError."""
        environment = self.get(name)
        if environment.is_built_in:
            raise ValueError(_("{name} is built in and stays.").format(name=environment.name))

        def change(entries: list[Any]) -> None:
            at = _position(entries, _folded(environment.name))
            if at is not None:
                del entries[at]

        self._update(change)

    @property
    def knows_sandbox(self) -> bool:
        """The sandbox's address can be told without asking it, which waits for its answer.

        Whoever runs on the event loop that serves the sandbox must not wait for it there.
        """
        stamp = ConfigFile(self._profile.sandbox_file).stamp
        return stamp is None or stamp == self._sandbox_asked_at

    def forget_sandbox(self) -> None:
        """Ask again where the sandbox is: it was not where it had been."""
        self._sandbox_asked_at = None

    def _sandbox_url(self) -> str:
        """Where the sandbox runs, or would run. A new note in the profile is checked once by asking who is there."""
        stamp = ConfigFile(self._profile.sandbox_file).stamp
        if stamp is None:
            return _DEFAULT_SANDBOX_URL
        if stamp != self._sandbox_asked_at:
            address = running(self._profile)
            self._sandbox_address = address.base_url if address is not None else _DEFAULT_SANDBOX_URL
            self._sandbox_asked_at = stamp if address is not None else None
        return self._sandbox_address

    def _update(self, change: Callable[[list[Any]], None]) -> None:
        def change_list(content: dict[str, Any]) -> None:
            entries = content.setdefault("environments", [])
            if not isinstance(entries, list):
                raise ConfigError(self._no_list())
            change(entries)

        self._file.update(change_list)
        self._read_at = self

    def _no_list(self) -> str:
        message = _("In {path} the member environments is not a list. Mend the file, or move it away.")
        return message.format(path=self._file.path)

    def _load(self) -> tuple[Environment, ...]:
        stamp = self._file.stamp
        if stamp != self._read_at:
            entries = self._file.read().get("environments", [])
            if not isinstance(entries, list):
                raise ConfigError(self._no_list())
            self._saved = self._parsed(entries)
            self._read_at = stamp
        return self._saved

    def _parsed(self, entries: list[Any]) -> tuple[Environment, ...]:
        found = {_folded(name): Environment(**fixed) for name, fixed in _BUILT_IN.items()}
        added: set[str] = set()
        for entry in entries:
            name = _name(entry)
            if not isinstance(entry, dict):
                self._skipped(entry, _("it is not an object"))
            elif name in added:
                self._skipped(entry, _("its name stands twice"))
            else:
                fixed = found[name].model_dump(include=set(_FIXED)) if name in found else {"kind": "account"}
                default = found[name].model_dump() if name in found else {}
                try:
                    found[name] = Environment.model_validate({**default, **entry, **fixed})
                except ValidationError as error:
                    self._skipped(entry, describe_invalid(error))
                else:
                    added.add(name)
        return tuple(found.values())

    def _skipped(self, entry: object, reason: str) -> None:
        name = entry.get("name") if isinstance(entry, dict) else entry
        message = _("The environment {name} in {path} cannot be used: {reason}. It is kept in the file.")
        notice = message.format(name=name, path=self._file.path, reason=reason.rstrip("."))
        if notice not in self.notices:
            self.notices.append(notice)


def _folded(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip().casefold()


def _name(entry: object) -> str:
    name = entry.get("name") if isinstance(entry, dict) else None
    return _folded(name) if isinstance(name, str) else ""


def _position(entries: list[Any], name: str) -> int | None:
    return next((at for at, entry in enumerate(entries) if _name(entry) == name), None)


_BUILT_IN_NAMES: Final = {_folded(name): name for name in _BUILT_IN}
