"""What a press of a button, or an action of a menu, carries out."""

from collections.abc import Callable


def on_press(command: Callable[[], object]) -> Callable[[], None]:
    """``command``, to be connected to ``clicked`` or ``triggered``: Qt tells besides whether it is checked.

    A method can be connected as it is, for PySide sees how many arguments that takes; of a ``partial`` it does not.
    """

    def press() -> None:
        command()

    return press
