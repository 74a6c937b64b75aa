"""The question that is asked before a window closes."""

from PySide6.QtWidgets import QWidget

from yespo_console.gui.meant_question import MeantQuestion


class QuitQuestion(MeantQuestion):
    """Whoever wants to quit is asked already: wanting it once more is no answer."""

    def __init__(self, name: str, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName(name)

    def leave_to_quit(self) -> bool:
        """See ``Quitting``."""
        return False
