"""``history export`` and ``history import``: the history handed on, and what others hand on taken in."""

import argparse
import sys
from array import array
from pathlib import Path
from typing import Final

from yespo_console.cli.exit_codes import ExitCode
from yespo_console.cli.interrupting import given_up_by_ctrl_c
from yespo_console.cli.nothing_found import way_on
from yespo_console.cli.opened_history import open_history, open_to_read
from yespo_console.cli.output import ForPeople, print_json
from yespo_console.cli.progress_line import ProgressLine
from yespo_console.cli.results import TakenIn, UnreadablePlace
from yespo_console.cli.unusable import UnusableInputError, unusable_profile
from yespo_console.delivery.config_file import ConfigError
from yespo_console.delivery.environments import EnvironmentStore, hosts_of
from yespo_console.delivery.judging import judge_with
from yespo_console.events.catalog import load_catalog
from yespo_console.history.errors import HistoryError
from yespo_console.history.query import QueryError
from yespo_console.history.query_text import parse_query
from yespo_console.history.transfer.exporting import Exported, StoredExchanges, export, export_file
from yespo_console.history.transfer.importing import Imported, import_file
from yespo_console.history.transfer.progress import TransferCancelledError
from yespo_console.history.transfer.words import export_line, import_lines, redaction_lines, unreadable_lines
from yespo_console.platform.i18n import _
from yespo_console.platform.profile import Profile
from yespo_console.platform.user_file import what_is_at
from yespo_console.sharing.exchanges.formats import FORMATS, Format, format_of

_STANDARD_OUTPUT: Final = "-"


def export_found(arguments: argparse.Namespace) -> ExitCode:
    """Write what matches, oldest first. A file that is there is replaced only by ``--force``, and then whole."""
    format_ = _format(arguments)
    to_screen = arguments.to == _STANDARD_OUTPUT
    path = Path(arguments.to)
    if not to_screen and what_is_at(path) and not arguments.force:
        ForPeople.complain(_("{file} is there already. Add --force to replace it.").format(file=path))
        return ExitCode.PROBLEMS
    try:
        text = " ".join(arguments.query)
        query = parse_query(text)
        with open_to_read() as store:
            exchanges = StoredExchanges(store, array("q", reversed(store.ids(query))))
            if not len(exchanges):
                hint = way_on(text, store)
                ForPeople.complain(_("Nothing found, so nothing was written. {hint}").format(hint=hint))
                return ExitCode.PROBLEMS
            exported = _write(exchanges, format_, None if to_screen else path, redact=arguments.redact)
    except (QueryError, HistoryError) as error:
        raise UnusableInputError(str(error)) from None
    say = ForPeople.complain if to_screen else ForPeople.say
    say(export_line(exported), *(redaction_lines(exported.redaction) if exported.redaction else ()))
    return ExitCode.FINE


def _profile() -> Profile:
    try:
        return Profile.default().ensure()
    except OSError as error:
        raise unusable_profile(error) from None


def _format(arguments: argparse.Namespace) -> Format:
    if arguments.format is not None:
        return FORMATS[arguments.format]
    if arguments.to == _STANDARD_OUTPUT:
        raise UnusableInputError(_("Standard output has no ending: say the format with --format."))
    found = format_of(arguments.to)
    if found is None:
        raise UnusableInputError(
            _("The ending of {file} names no format. Say it with --format: {formats}.").format(
                file=arguments.to, formats=", ".join(FORMATS)
            )
        )
    return found


def _write(exchanges: StoredExchanges, format_: Format, path: Path | None, *, redact: bool) -> Exported:
    progress = ProgressLine()
    try:
        if path is None:
            return export(exchanges, format_, sys.stdout.buffer, redact=redact, progress=progress)
        try:
            return export_file(exchanges, format_, path, redact=redact, progress=progress)
        except OSError as error:
            raise UnusableInputError(
                _("{file} cannot be written: {reason}.").format(file=path, reason=error.strerror or error)
            ) from None
    finally:
        progress.clear()


def import_exchanges(arguments: argparse.Namespace) -> ExitCode:
    """Take in what a file holds. What cannot be read is named and the rest comes in."""
    path = Path(arguments.file)
    progress = ProgressLine()
    given_up = False
    try:
        profile = _profile()
        judge = judge_with(load_catalog(profile.event_types_dir))
        environments = EnvironmentStore(profile)
        hosts = hosts_of(environments.all())
        for notice in environments.notices:
            ForPeople.complain(notice)
        with open_history(profile.history_file) as store:
            try:
                with given_up_by_ctrl_c(progress.cancel):
                    imported = import_file(store, path, judge, progress, hosts)
            except TransferCancelledError:
                given_up = True
                imported = progress.so_far if isinstance(progress.so_far, Imported) else Imported()
            except OSError as error:
                raise UnusableInputError(
                    _("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror or error)
                ) from None
            finally:
                progress.clear()
    except (HistoryError, ConfigError) as error:
        raise UnusableInputError(str(error)) from None
    if arguments.format == "json":
        print_json([_taken_in(imported)])
    else:
        ForPeople.complain(*unreadable_lines(imported))
        ForPeople.say(*import_lines(imported))
    if given_up:
        ForPeople.complain(_("Cancelled. What had come in stays; import the file again to bring the rest."))
        raise KeyboardInterrupt
    if not imported.unreadable_count:
        return ExitCode.FINE
    return ExitCode.PROBLEMS if imported.added or imported.known else ExitCode.UNUSABLE


def _taken_in(imported: Imported) -> TakenIn:
    return TakenIn(
        added=imported.added,
        known=imported.known,
        elsewhere=imported.elsewhere,
        keys_hidden=imported.keys_hidden,
        unreadable=imported.unreadable_count,
        places=tuple(UnreadablePlace(place=each.place, reason=each.reason) for each in imported.unreadable),
    )
