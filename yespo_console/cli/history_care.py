"""``history forget`` and ``history check``: deleting what there is about a contact, and looking after the file."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from yespo_console.cli.care_results import CheckedHistory, ForgottenContact, KeptCopy, KeptFile, KeptLocator, LeftInFile
from yespo_console.cli.exit_codes import ExitCode
from yespo_console.cli.interrupting import given_up_by_ctrl_c
from yespo_console.cli.opened_history import open_history, open_to_read, prepare_history, refusals_in_words
from yespo_console.cli.output import ForPeople, print_json
from yespo_console.cli.unusable import UnusableInputError
from yespo_console.cli.waiting import told_from
from yespo_console.history import checking, forgetting, recovery
from yespo_console.history.errors import (
    HistoryDamagedError,
    HistoryError,
    HistoryFullError,
    HistoryReadOnlyError,
    SearchCancelledError,
    told,
)
from yespo_console.history.forgetting import Forgotten, Found
from yespo_console.history.forgetting_texts import BROKEN_OFF, found_lines, proof_lines, windows_lines
from yespo_console.history.held_files import open_windows
from yespo_console.history.reached import Progress, Stage
from yespo_console.history.reading import Cancellation
from yespo_console.history.schema import is_empty
from yespo_console.history.traces import TooShortError, of_all
from yespo_console.platform.i18n import _, ngettext
from yespo_console.platform.profile import Profile


def forget(arguments: argparse.Namespace) -> ExitCode:
    """Show what there is about a contact, ask, delete it, and prove that it is gone."""
    try:
        traces = of_all(arguments.contact)
    except TooShortError:
        message = _(
            "A contact is looked for everywhere, so its value needs at least 4 characters. For a shorter id search the"
            " history in the window (“key:” and the id), select what is of this contact, and delete it."
        )
        raise UnusableInputError(message) from None
    people = arguments.format == "text"
    try:
        with refusals_in_words():
            profile = Profile.default().ensure()
            with open_history(profile.history_file) as store:
                with _heard() as (progress, cancel):
                    found = forgetting.look(profile, store, traces, progress, cancel)
                if not found.complete:
                    raise KeyboardInterrupt
                if people:
                    ForPeople.say(*found_lines(found), *windows_lines(open_windows(profile)))
                if not found.is_nothing and not _is_confirmed(arguments):
                    if not people:
                        print_json([_printed(found, None, open_windows(profile))])
                    ForPeople.complain(_("Nothing was deleted. --yes deletes without asking."))
                    return ExitCode.PROBLEMS
                try:
                    with _heard() as (progress, cancel):
                        forgotten = forgetting.forget(profile, store, traces, found, progress, cancel)
                except (HistoryError, OSError) as error:
                    raise UnusableInputError(_(BROKEN_OFF).format(reason=told(error))) from None
                windows = open_windows(profile)
    except SearchCancelledError:
        raise KeyboardInterrupt from None
    if people:
        ForPeople.say(*proof_lines(forgotten), *windows_lines(windows))
    else:
        print_json([_printed(found, forgotten, windows)])
    proof = forgotten.proof
    if proof is None:
        raise KeyboardInterrupt
    return ExitCode.FINE if proof.is_clean else ExitCode.PROBLEMS


@contextmanager
def _heard(first: Stage = Stage.LOOKING) -> Iterator[tuple[Progress, Cancellation]]:
    """A line of the terminal that tells how far it is, from ``first`` on, and what Ctrl+C cancels."""
    cancel = Cancellation()
    with given_up_by_ctrl_c(cancel.cancel), told_from(first) as note:
        yield note, cancel


def _is_confirmed(arguments: argparse.Namespace) -> bool:
    if arguments.yes:
        return True
    if arguments.format != "text" or not sys.stdin.isatty():
        return False
    word = _("delete")
    question = _("This cannot be undone. Type “{word}” to go on: ").format(word=word)
    try:
        return input(question).strip().casefold() == word.casefold()
    except EOFError:  # Ctrl+D; the terminal stays in the line of the question
        ForPeople.say("")
        return False


def _printed(found: Found, forgotten: Forgotten | None, windows: int) -> ForgottenContact:
    proof = forgotten.proof if forgotten is not None else None
    left_in_copies = dict(forgotten.copies) if forgotten is not None else {}
    return ForgottenContact(
        found=len(found.exchanges),
        removed=forgotten.removed if forgotten is not None else 0,
        copies=tuple(
            KeptCopy(path=str(path), found=count, left=left_in_copies.get(path)) for path, count in found.copies
        ),
        files=tuple(KeptFile(path=str(one.path), way=one.way.value, tab=one.tab) for one in found.files),
        others=tuple(KeptLocator(name=one.name, value=one.value, exchanges=one.exchanges) for one in found.others),
        searched_files=proof.files if proof else None,
        searched_bytes=proof.size if proof else None,
        left=tuple(LeftInFile(path=str(path), places=places) for path, places in proof.left) if proof else None,
        part_of_others=proof.part_of_others if proof else None,
        journal_emptied=proof.journal_emptied if proof else None,
        clean=proof.is_clean if proof else False,
        open_windows=windows,
    )


def check(arguments: argparse.Namespace) -> ExitCode:
    """Look through the history file; with ``--repair`` put what can be read in the place of a damaged one."""
    path = Profile.default().history_file
    if not path.exists():
        raise UnusableInputError(_("There is no history yet: {path} does not exist.").format(path=path))
    recovered = None
    try:
        with refusals_in_words():
            health = _look(path)
            if arguments.repair and not health.is_sound and not is_empty(path):
                recovered = _repair(path)
                health = _checked(path)
    except SearchCancelledError:
        raise KeyboardInterrupt from None
    printed = CheckedHistory.of(health, recovered)
    if arguments.format == "json":
        print_json([printed])
    else:
        if recovered is not None:
            kept = _("The damaged file is kept as {path}.").format(path=recovered.aside)
            ForPeople.say(f"{recovered.words} {kept}")
        ForPeople.say(*_lines(printed, health.harm))
    return ExitCode.FINE if health.is_sound else ExitCode.PROBLEMS


def _repair(path: Path) -> recovery.Recovered:
    try:
        with _heard(Stage.READING) as (progress, cancel):
            return recovery.repair(path, progress, cancel)
    except SearchCancelledError:
        ForPeople.complain(_("The recovery was given up. The damaged file is in its place, as it was."))
        raise


def _checked(path: Path) -> checking.Health:
    with _heard() as (_progress, cancel):
        return checking.check(path, cancel)


def _look(path: Path) -> checking.Health:
    if is_empty(path):
        return checking.empty(path)
    try:
        return _look_at_it_or_a_copy(path)
    except HistoryDamagedError as error:
        return checking.damaged(path, path.stat().st_size, 0, error)


def _look_at_it_or_a_copy(path: Path) -> checking.Health:
    try:
        prepare_history(path)
    except (HistoryReadOnlyError, HistoryFullError):
        with open_to_read() as copy:
            return replace(_checked(copy.path), path=path)
    return _checked(path)


def _lines(health: CheckedHistory, harms: Sequence[checking.Harm]) -> list[str]:
    if health.sound:
        return [
            _("The history {path} is sound.").format(path=health.path),
            ngettext(
                "{exchanges} exchange, {pinned} of them pinned, {unanswered} without an answer.",
                "{exchanges} exchanges, {pinned} of them pinned, {unanswered} without an answer.",
                health.exchanges,
            ).format(exchanges=health.exchanges, pinned=health.pinned, unanswered=health.unanswered),
            ngettext(
                "{size} MB, {journal} MB of journal, {free} MB free inside; {unindexed} exchange not indexed yet.",
                "{size} MB, {journal} MB of journal, {free} MB free inside; {unindexed} exchanges not indexed yet.",
                health.unindexed,
            ).format(
                size=_mb(health.size), journal=_mb(health.journal), free=_mb(health.free), unindexed=health.unindexed
            ),
        ]
    if harms == (checking.Harm.EMPTY,):
        return [_("There is nothing in the history {path}.").format(path=health.path), checking.Harm.EMPTY.words]
    return [
        _("The history {path} is damaged.").format(path=health.path),
        *(harm.words for harm in harms),
        _("Close all windows and run “history check --repair”: what can be read is put into a new file."),
        "",
        _("In the words of the database:"),
        *(f"  {fault}" for fault in health.faults),
    ]


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.1f}"
