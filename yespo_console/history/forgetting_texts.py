"""What was found about a contact, and what became of it, in sentences."""

from typing import Final

from yespo_console.history.forgetting import Forgotten, Found, Proof
from yespo_console.history.held_files import HeldBy, Way
from yespo_console.history.other_locators import OtherLocator
from yespo_console.platform.i18n import N_, _, ngettext

#: So many values that stand beside the contact are told one by one.
_MOST_OTHERS: Final = 5

#: Where a fault ended a deletion.
BROKEN_OFF: Final = N_("It broke off: {reason} What was deleted by then stays deleted; start again for the rest.")

_WAYS: Final = {
    Way.DELETE: N_("{path}: will be deleted."),
    Way.MASK: N_("{path}: asterisks will be written over it."),
    Way.DRAFT: N_(
        "{path}: stays as it is. It is a draft in an open window: close its tab there, and then start again, or it "
        "comes back with the next window."
    ),
    Way.SET_ASIDE: N_(
        "{path}: stays as it is. It was set aside, for this version cannot change it: delete the contact with the "
        "program that it is of, or delete the file."
    ),
    Way.ENVIRONMENTS: N_("{path}: stays as it is. It is a setting of yours: take the contact out in Environments."),
    Way.EVENT_TYPE: N_("{path}: stays as it is. It is an event type of yours: take the contact out of the file."),
    Way.LEAVE: N_("{path}: stays as it is. Take the contact out of the file, or delete the file."),
}


def found_lines(found: Found) -> list[str]:
    """What there is, and what would be done about it."""
    if found.is_nothing:
        return [_("Nothing about this contact was found."), *_part_of_others_line(found)]
    count = len(found.exchanges)
    lines = [
        ngettext(
            "{count} exchange of the history is about this contact.",
            "{count} exchanges of the history are about this contact.",
            count,
        ).format(count=f"{count:,}")
    ]
    if found.is_residue:
        lines.append(_("What is left of exchanges that were removed stands in the file. It will be overwritten."))
    for path, inside in found.copies:
        if inside == 0:
            words = _("{path}: what is left of exchanges that were removed stands in a copy. It will be overwritten.")
            lines.append(words.format(path=path))
        elif inside is None:
            words = _(
                "{path}: a damaged copy. What can be read of it is kept without the contact; the rest is deleted."
            )
            lines.append(words.format(path=path))
        else:
            words = ngettext("{path}: {count} exchange in a copy.", "{path}: {count} exchanges in a copy.", inside)
            lines.append(words.format(path=path, count=f"{inside:,}"))
    lines += [_file_line(one) for one in found.files]
    lines += _part_of_others_line(found)
    lines += [_other_line(one) for one in found.others[:_MOST_OTHERS]]
    if len(found.others) > _MOST_OTHERS:
        lines.append(_("And {count} more such values.").format(count=len(found.others) - _MOST_OTHERS))
    return lines


def _part_of_others_line(found: Found) -> list[str]:
    if not found.part_of_others:
        return []
    words = ngettext(
        "{count} exchange holds it as a part of a longer word, which is somebody else. It stays.",
        "{count} exchanges hold it as a part of a longer word, which is somebody else. They stay.",
        found.part_of_others,
    )
    return [words.format(count=f"{found.part_of_others:,}")]


def _other_line(one: OtherLocator) -> str:
    return ngettext(
        "{count} further exchange holds {name} {value}, which stands beside the contact in one that was found. Is it"
        " the same contact? Then look for both.",
        "{count} further exchanges hold {name} {value}, which stands beside the contact in one that was found. Is it"
        " the same contact? Then look for both.",
        one.exchanges,
    ).format(count=f"{one.exchanges:,}", name=one.name, value=one.value)


def _file_line(one: HeldBy) -> str:
    if one.way is Way.SEARCHES:
        return ngettext(
            "{path}: {count} saved search names the contact and will be removed.",
            "{path}: {count} saved searches name the contact and will be removed.",
            one.entries,
        ).format(path=one.path, count=one.entries)
    path = _("{path} ({tab})").format(path=one.path, tab=one.tab) if one.tab else one.path
    return _(_WAYS[one.way]).format(path=path)


def windows_lines(open_windows: int, *, from_window: bool = False) -> list[str]:
    """What was not looked at while so many windows are open; nothing when none is.

    A window that says this (``from_window``) does not count itself.
    """
    if not open_windows:
        return []
    if from_window:
        open_now = ngettext(
            "{count} other window of this program is open. What it has in its memory was not looked at and stays there"
            " until it is closed: its drafts, what undo brings back in them, and closed ones that it can bring back.",
            "{count} other windows of this program are open. What they have in their memory was not looked at and stays"
            " there until they are closed: their drafts, what undo brings back in them, and closed ones that they can"
            " bring back.",
            open_windows,
        )
    else:
        open_now = ngettext(
            "{count} window of this program is open. What it has in its memory was not looked at and stays there until"
            " it is closed: its drafts, what undo brings back in them, and closed ones that it can bring back.",
            "{count} windows of this program are open. What they have in their memory was not looked at and stays there"
            " until they are closed: their drafts, what undo brings back in them, and closed ones that they can bring"
            " back.",
            open_windows,
        )
    return [
        open_now.format(count=open_windows),
        _("Use “Delete everything about a contact” there (F1 lists it), or close it first and then start again."),
    ]


def proof_lines(forgotten: Forgotten) -> list[str]:
    """What was done, and what a search of every file found afterwards."""
    lines = [
        ngettext("{count} exchange was deleted.", "{count} exchanges were deleted.", forgotten.removed).format(
            count=f"{forgotten.removed:,}"
        )
    ]
    searches = sum(one.entries for one in forgotten.files)
    if searches:
        lines.append(
            ngettext("{count} saved search was removed.", "{count} saved searches were removed.", searches).format(
                count=searches
            )
        )
    if forgotten.proof is None:
        lines.append(_("It was given up before the end. Start again to delete the rest and to have it proved."))
        return lines
    return lines + _proof(forgotten.proof)


def _proof(proof: Proof) -> list[str]:
    lines = []
    searched = _("All {files} files of the profile ({size} MB) were searched byte for byte").format(
        files=proof.files, size=f"{proof.size / 1_000_000:.1f}"
    )
    if not proof.left:
        lines.append(_("{searched}: the contact is in none of them.").format(searched=searched))
        lines.append(
            _(
                "Looked for were all its spellings, with the escapes of JSON, links and HTML, and in base64. What is"
                " compressed, encrypted or twice in base64 cannot be searched."
            )
        )
    else:
        lines.append(_("{searched}. The contact is still in:").format(searched=searched))
        for path, places in proof.left:
            words = ngettext("{path}: {count} place.", "{path}: {count} places.", places)
            lines.append("  " + words.format(path=path, count=f"{places:,}"))
    if proof.part_of_others:
        lines.append(
            ngettext(
                "{count} exchange was kept that holds it as a part of a longer word, which is somebody else.",
                "{count} exchanges were kept that hold it as a part of a longer word, which is somebody else.",
                proof.part_of_others,
            ).format(count=f"{proof.part_of_others:,}")
        )
    if not proof.journal_emptied:
        lines.append(
            _("Another window was reading all the time, so old pages may be in the journal. Close it and start again.")
        )
    lines.append(_("Files that you exported or saved elsewhere, and what Yespo itself keeps, are not touched by this."))
    return lines
