"""What is said of the drafts and lists of the window that hold a contact: before it is deleted, and afterwards."""

from collections.abc import Sequence

from yespo_console.gui.open_drafts import Held
from yespo_console.platform.i18n import _, ngettext


def words_about(held: Sequence[Held]) -> str:
    """The question whether they are to be closed."""
    if any(one.stays for one in held):
        return _("Close these, too; a draft that is named as it was read stays, without what it was read from.")
    if any(one.kind == "list" for one in held):
        return _("Close these drafts and lists of this window, too. They cannot be brought back.")
    return ngettext(
        "Close the {count} draft of this window that holds the contact, too. It cannot be brought back.",
        "Close the {count} drafts of this window that hold the contact, too. They cannot be brought back.",
        len(held),
    ).format(count=len(held))


def line_about(held: Held) -> str:
    """Where the contact was found."""
    if held.kind == "list":
        return _("In this window: the list “{name}”.").format(name=held.name)
    if held.where:
        return _("In this window: the draft “{name}”, {where}.").format(name=held.name, where=held.where)
    return _("In this window: the draft “{name}”.").format(name=held.name)


def line_after(held: Held) -> str:
    """What became of it."""
    if held.kind == "list":
        return _("The list “{name}” was closed.").format(name=held.name)
    if held.stays:
        return _("Nothing leads from the draft “{name}” back to what it was read from.").format(name=held.name)
    return _("The draft “{name}” was closed.").format(name=held.name)


def line_kept(held: Held) -> str:
    """That it holds the contact still: nobody said that it may go, and no search of files finds it."""
    if held.kind == "list":
        return _("The list “{name}” of this window was kept, and holds the contact.").format(name=held.name)
    if held.where:
        message = _("The draft “{name}” of this window was kept, and holds the contact {where}.")
        return message.format(name=held.name, where=held.where)
    return _("The draft “{name}” of this window was kept, and holds the contact.").format(name=held.name)
