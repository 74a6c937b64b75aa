"""The sandbox as the window has it: started with it, or joined when another program of the profile runs one.

It has a thread of its own, so that asking it where it is, from any other thread, never waits for itself.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from yespo_console.gui.async_runner import AsyncRunner, Outcome
from yespo_console.platform.profile import Profile

if TYPE_CHECKING:
    from yespo_console.gui.environment_selection import EnvironmentSelection
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
        started(): it runs, perhaps elsewhere than before; ``address`` and ``joined`` are known.
        failed(str): it does not; the sentence.
        answered(): one of the two, or it runs where it did before: whatever ``start`` came to.
    """

    started = Signal()
    failed = Signal(str)
    answered = Signal()

    def __init__(self, profile: Profile, state: "SandboxState", server: "SandboxServer") -> None:
        super().__init__()
        self.state = state
        self.address: SandboxAddress | None = None
        self.failure: str | None = None
        self._profile = profile
        self._server = server
        self._runner = AsyncRunner(self)
        self._starting = False
        self._selection: EnvironmentSelection | None = None

    @property
    def joined(self) -> bool:
        """Another program serves it."""
        return self._server.joined

    def begin(self, selection: "EnvironmentSelection") -> None:
        """Have it run, and again whenever it is chosen in ``selection`` and the program that served it has ended."""
        self._selection = selection
        selection.changed.connect(self._chosen)
        self.start()

    def _chosen(self) -> None:
        chosen = self._selection.environment if self._selection is not None else None
        if self.joined and chosen is not None and chosen.kind == "sandbox":
            self.start()

    def start(self) -> None:
        """Have it run; also after a failure, or when the one that was joined has ended."""
        if not self._starting:  # a second start beside it would find the first, and take that for another program's
            self._starting = True
            self._runner.start(self._serve, self._started)

    def stop(self) -> None:
        """End it, unless another program serves it. Waits until its port is free again."""
        self._runner.stop(self._server.stop)

    async def _serve(self) -> "SandboxAddress":
        return await self._server.start(self._profile)

    def _started(self, outcome: "Outcome[SandboxAddress]") -> None:
        self._starting = False
        if not outcome.cancelled:
            self._take(outcome)
            self.answered.emit()

    def _take(self, outcome: "Outcome[SandboxAddress]") -> None:
        from yespo_console.sandbox.server import SandboxError

        if isinstance(outcome.error, SandboxError):
            self.failure = str(outcome.error)
            self.failed.emit(self.failure)
            return
        before, self.address = self.address, outcome.result()
        is_new, self.failure = self.failure is not None or self.address != before, None
        if is_new:
            self.started.emit()
