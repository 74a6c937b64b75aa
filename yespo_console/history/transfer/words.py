"""What an export or an import came to, in sentences for people."""

from typing import Final

from yespo_console.history.transfer.exporting import Exported, Redaction
from yespo_console.history.transfer.importing import Imported
from yespo_console.platform.i18n import _, ngettext
from yespo_console.sharing.personal_names import look_through_words

#: So many places that cannot be read are told; the others are counted.
MOST_TOLD: Final = 20


def export_line(exported: Exported) -> str:
    """How many were written."""
    message = ngettext("{count:,} exchange written.", "{count:,} exchanges written.", exported.exchanges)
    return message.format(count=exported.exchanges)


def redaction_lines(redaction: Redaction) -> list[str]:
    """What was replaced, a line for each kind, and what a person has to look through."""
    lines: list[str] = []
    for each in redaction.replaced:
        times = ngettext("{count:,} place", "{count:,} places", each.times).format(count=each.times)
        lines.append(_("Replaced: {what}, {times}").format(what=each.title, times=times))
    if redaction.left_out:
        message = ngettext(
            "Left out: {count:,} body in which nobody can tell what is personal data",
            "Left out: {count:,} bodies in which nobody can tell what is personal data",
            redaction.left_out,
        )
        lines.append(message.format(count=redaction.left_out))
    return [*(lines or [_("No personal data was found.")]), look_through_words()]


def unreadable_lines(imported: Imported) -> list[str]:
    """What was left out, a line for each place."""
    place = _("Entry {number}: {reason}") if imported.is_recording else _("Line {number}: {reason}")
    lines = [
        place.format(number=each.place, reason=each.reason) if each.place else each.reason
        for each in imported.unreadable[:MOST_TOLD]
    ]
    if more := imported.unreadable_count - len(lines):
        lines.append(ngettext("… and {count:,} more", "… and {count:,} more", more).format(count=more))
    return lines


def import_lines(imported: Imported) -> list[str]:
    """What became of the import, in sentences."""
    counted = (
        (imported.added, ngettext("{count:,} exchange came in.", "{count:,} exchanges came in.", imported.added), True),
        (
            imported.known,
            ngettext(
                "{count:,} was in the history already and was left as it is.",
                "{count:,} were in the history already and were left as they are.",
                imported.known,
            ),
            False,
        ),
        (
            imported.elsewhere,
            ngettext(
                "{count:,} request was no event call to Yespo and was left out.",
                "{count:,} requests were no event calls to Yespo and were left out.",
                imported.elsewhere,
            ),
            False,
        ),
        (
            imported.keys_hidden,
            ngettext(
                "{count:,} key or password stood in the file and was not taken along.",
                "{count:,} keys or passwords stood in the file and were not taken along.",
                imported.keys_hidden,
            ),
            False,
        ),
        (
            imported.unreadable_count,
            ngettext(
                "{count:,} could not be read and was left out.",
                "{count:,} could not be read and were left out.",
                imported.unreadable_count,
            ),
            False,
        ),
    )
    return [sentence.format(count=count) for count, sentence, always in counted if count or always]
