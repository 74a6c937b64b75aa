"""Sentences for commands whose events cannot be read for certain."""

from yespo_console.platform.i18n import _


def beside_events() -> str:
    """The sentence for a command that other events stand beside, glued to it."""
    return _("A command and other events stand in this text together. Paste the command and each event by itself.")


def of_two_shells() -> str:
    """The sentence for a body that bash and the Windows prompt read in two ways, with places for line and column."""
    return _(
        "The body that begins in line {line}, column {column} means one thing to bash and another to the Windows "
        "command prompt, because of the backslashes in it, and the command fits both. Paste the JSON alone."
    )


def of_powershell() -> str:
    """The same for bash and PowerShell."""
    return _(
        "The body that begins in line {line}, column {column} means one thing to bash and another to PowerShell, "
        "because of the doubled apostrophes in it, and the command fits both. Paste the JSON alone."
    )
