"""The sandbox as the window has it: started with it, or joined when another program of the profile runs one.

It has a thread of its own, so that asking it where it is, from any other thread, never waits for itself.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from yespo_console.gui.async_runner import AsyncRunner, Outcome
from yespo_console.platform.profile import Profile

if TYPE_CHECKING:
    from yespo_console.sandbox.address import SandboxAddress
    from yespo_console.sandbox.server import SandboxServer
    from yespo_console.sandbox.state import SandboxState


class SandboxHost(QObject):
    """The sandbox.

    Attributes:
        state: what it received and how it is set; stays empty while another program serves it (``joined``).
        address: where it is; None until it runs.
        failure: why it could not be started, a sentence; None while it could.
    Signals:
        started(): it runs; ``address`` and ``joined`` are known.
        failed(str): it does not; the sentence.
    """

    started = Signal()
    failed = Signal(str)

    def __init__(self, profile: Profile, state: "SandboxState", server: "SandboxServer") -> None:
        super().__init__()
        self.state = state
        self.address: SandboxAddress | None = None
        self.failure: str | None = None
        self._profile = profile
        self._server = server
        self._runner = AsyncRunner(self)

    @property
    def joined(self) -> bool:
        """Another program serves it."""
        return self._server.joined

    def start(self) -> None:
        """Have it run; also after a failure, or when the one that was joined has ended."""
        self._runner.start(self._serve, self._answered)

    def stop(self) -> None:
        """End it, unless another program serves it. Waits until its port is free again."""
        self._runner.stop(self._server.stop)

    async def _serve(self) -> "SandboxAddress":
        return await self._server.start(self._profile)

    def _answered(self, outcome: "Outcome[SandboxAddress]") -> None:
        from yespo_console.sandbox.server import SandboxError

        if isinstance(outcome.error, SandboxError):
            self.failure = str(outcome.error)
            self.failed.emit(self.failure)
            return
        self.address = outcome.result()
        self.failure = None
        self.started.emit()
