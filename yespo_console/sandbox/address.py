"""Where the sandbox of a profile can be reached, and whether it is really there. Imports the standard library only.

The file in the profile outlives a program that is killed, and the port may then belong to another program, so whoever
reads it asks the sandbox who it is: the answer must hold the token of the file.
"""

import hashlib
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from yespo_console.platform.profile import Profile, write_atomically

HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8377
IDENTITY_PATH: Final = "/_sandbox/identity"

_PROBE_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class SandboxAddress:
    """One running sandbox.

    Attributes:
        pid: the process that serves it.
        token: random, different for every start; tells this sandbox from any other.
        profile: which profile it serves, see ``profile_mark``.
    """

    port: int
    pid: int
    token: str
    profile: str

    @property
    def base_url(self) -> str:
        """What stands before ``/v2/event``."""
        return f"http://{HOST}:{self.port}/api"

    def identity(self) -> dict[str, Any]:
        """What the sandbox says of itself, and what stands in the profile's file."""
        return {"port": self.port, "pid": self.pid, "token": self.token, "profile": self.profile}


def profile_mark(profile: Profile) -> str:
    """Tells profiles apart without telling where they are."""
    return hashlib.sha256(str(profile.state.absolute()).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def running(profile: Profile) -> SandboxAddress | None:
    """The sandbox that runs for ``profile``, when it answers; None when there is none. Takes a second at most."""
    try:
        noted = _read(json.loads(profile.sandbox_file.read_bytes()))
    except (OSError, ValueError):
        return None
    found = None if noted is None else probe(noted.port)
    return found if found is not None and found == noted else None


def probe(port: int) -> SandboxAddress | None:
    """The sandbox, of whatever profile, that answers at ``port``; None for anything else there."""
    connection = http.client.HTTPConnection(HOST, port, timeout=_PROBE_SECONDS)
    try:
        connection.request("GET", IDENTITY_PATH)
        found = _read(json.loads(connection.getresponse().read(4096)))
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return found if found is not None and found.port == port else None


def register(profile: Profile, address: SandboxAddress) -> None:
    """Note in the profile where the sandbox is. Raises OSError."""
    write_atomically(profile.sandbox_file, json.dumps(address.identity()).encode())


def unregister(profile: Profile, address: SandboxAddress) -> None:
    """Remove the note, unless it has become another sandbox's."""
    try:
        if _read(json.loads(profile.sandbox_file.read_bytes())) == address:
            profile.sandbox_file.unlink()
    except (OSError, ValueError):
        return


def _read(content: object) -> SandboxAddress | None:
    if not isinstance(content, Mapping):
        return None
    port, pid, token, profile = (content.get(name) for name in ("port", "pid", "token", "profile"))
    if isinstance(port, int) and isinstance(pid, int) and isinstance(token, str) and isinstance(profile, str):
        return SandboxAddress(port, pid, token, profile) if 0 < port < 65536 else None
    return None
