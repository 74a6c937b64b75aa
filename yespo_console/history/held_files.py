"""The files of a profile that hold a contact and are no history, and what is done about each.

Drafts that a window left behind are deleted, saved searches that name the contact are taken out of their file, logs are
overwritten in place. A draft that is open in a window, the user's own settings (a test contact, an event type) and what
is no file of this program are named and left alone: they are changed where they were made.
"""

import contextlib
import json
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from yespo_console.history.aside import Aside
from yespo_console.history.held_draft import tab_name
from yespo_console.history.traces import Traces
from yespo_console.platform.profile import DRAFT_LOCK, Profile, is_left_unfinished, write_atomically

#: The list in the file of saved searches.
_SEARCHES: Final = "searches"

#: How long another window may hold the saved searches, in seconds; a write takes milliseconds.
_LOCK_WITHIN: Final = 5.0


class Way(Enum):
    """What is done about a file of the profile that is no history."""

    DELETE = "delete"
    MASK = "mask"
    SEARCHES = "searches"
    DRAFT = "draft"
    SET_ASIDE = "set-aside"
    ENVIRONMENTS = "environments"
    EVENT_TYPE = "event-type"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class HeldBy:
    """A file of the profile that holds the contact.

    Attributes:
        way: what is done about it. A ``DRAFT`` is open in a window, and what was ``SET_ASIDE`` is of a newer version or
            of another program; they and what is to be left stay as they are.
        entries: how many of its saved searches name the contact.
        tab: what the tab of a draft says; see ``held_draft``.
    """

    path: Path
    way: Way
    entries: int = 0
    tab: str = ""


def files_of(profile: Profile) -> Iterator[Path]:
    """Every file of a profile, and of the one that lent it its history. Raises OSError."""
    folders = dict.fromkeys(
        folder.resolve() for one in profile.with_lender for folder in (one.config, one.data, one.state)
    )
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def held_by(
    profile: Profile, histories: Collection[Path], traces: tuple[Traces, ...], stands_in: Callable[[Path], bool]
) -> Iterator[HeldBy]:
    """The files that hold the contact, without ``histories``. Raises OSError, and what ``stands_in`` raises.

    ``stands_in`` says whether the contact stands in a file byte for byte: one that was set aside may be large.
    """
    for path in files_of(profile):
        if path not in histories and _holds(profile, path, traces, stands_in):
            yield _way(profile, path, traces)


def _holds(profile: Profile, path: Path, traces: tuple[Traces, ...], stands_in: Callable[[Path], bool]) -> bool:
    """Whether the contact stands in a file; False when another window has taken it away. Raises OSError."""
    if holds_whole_words(profile, path):
        return is_about(path, traces)
    try:
        return stands_in(path)
    except FileNotFoundError:
        return False


def holds_whole_words(profile: Profile, path: Path) -> bool:
    """Whether a file is somebody's work that is read as a whole: in it a longer word is told from the contact.

    In all others a place counts even when it is a part of a longer word.
    """
    is_draft = path.suffix == ".json" and _drafts_around(profile, path) is not None
    return is_draft or any(one.config.resolve() in path.parents for one in profile.with_lender)


def open_windows(profile: Profile) -> int:
    """How many windows of the profile are open: drafts that one has in its memory are in no file. Raises OSError."""
    every = (one.drafts_dir for one in profile.with_lender)
    folders = (path for drafts in every if drafts.exists() for path in drafts.iterdir() if path.is_dir())
    return sum(not _is_left_behind(folder) for folder in folders)


def is_about(path: Path, traces: tuple[Traces, ...]) -> bool:
    """Whether the contact stands in a file, not as a part of a longer word; False when it is gone. Raises OSError."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return False
    return any(one.in_content(content) for one in traces)


def deal_with(one: HeldBy, traces: tuple[Traces, ...]) -> HeldBy:
    """Do what is to be done; what was done. Raises OSError when the file cannot be changed."""
    if one.way is Way.DELETE:
        one.path.unlink(missing_ok=True)
    elif one.way is Way.MASK:
        _mask(one.path, traces)
    elif one.way is Way.SEARCHES:
        return replace(one, entries=_remove_searches(one.path, traces))
    return one


def _way(profile: Profile, path: Path, traces: tuple[Traces, ...]) -> HeldBy:
    drafts = _drafts_around(profile, path)
    if drafts is not None:
        is_open = path.parent != drafts and not _is_left_behind(path.parent)
        tab = tab_name(_read(path), lambda text: any(one.is_part_of(text) for one in traces))
        return HeldBy(path, Way.DRAFT if is_open else Way.DELETE, tab=tab)
    if any(one.log_dir.resolve() in path.parents for one in profile.with_lender):
        return HeldBy(path, Way.MASK)
    if ".broken-" in path.name or is_left_unfinished(path):
        return HeldBy(path, Way.DELETE)
    if _is_set_aside(profile, path):
        return HeldBy(path, Way.SET_ASIDE)
    if any(path == one.searches_file.resolve() for one in profile.with_lender):
        naming = sum(_names(search, traces) for search in _searches(_read(path)))
        return HeldBy(path, Way.SEARCHES, naming) if naming else HeldBy(path, Way.LEAVE)
    if any(path == one.environments_file.resolve() for one in profile.with_lender):
        return HeldBy(path, Way.ENVIRONMENTS)
    if any(one.event_types_dir.resolve() in path.parents for one in profile.with_lender):
        return HeldBy(path, Way.EVENT_TYPE)
    return HeldBy(path, Way.LEAVE)


def _drafts_around(profile: Profile, path: Path) -> Path | None:
    """The folder of drafts that a file is in; None when it is in none."""
    every = (one.drafts_dir.resolve() for one in profile.with_lender)
    return next((drafts for drafts in every if drafts in path.parents), None)


def _is_set_aside(profile: Profile, path: Path) -> bool:
    """Whether it is a file that could not be used as a history, or a journal of one."""
    every = (aside for one in profile.with_lender for aside in Aside.NOT_OURS.every(one.history_file.resolve()))
    return path in every


def _is_left_behind(folder: Path) -> bool:
    """Whether the window whose drafts these are is gone."""
    lock = FileLock(folder / DRAFT_LOCK, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return False
    lock.release()
    return True


# -- saved searches


def _read(path: Path) -> dict[str, Any]:
    """The content of a JSON file; empty when it is none."""
    try:
        content = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _searches(content: dict[str, Any]) -> list[Any]:
    searches = content.get(_SEARCHES)
    return searches if isinstance(searches, list) else []


def _names(search: object, traces: tuple[Traces, ...]) -> bool:
    text = json.dumps(search, ensure_ascii=False)
    return any(one.in_text(text) for one in traces)


def _remove_searches(path: Path, traces: tuple[Traces, ...]) -> int:
    """Take the saved searches that name the contact out of their file, as the windows write it; how many they were."""
    try:
        with FileLock(f"{path}.lock", timeout=_LOCK_WITHIN):
            content = _read(path)
            kept = [search for search in _searches(content) if not _names(search, traces)]
            removed = len(_searches(content)) - len(kept)
            if removed:
                written = json.dumps(content | {_SEARCHES: kept}, indent=2, ensure_ascii=False)
                write_atomically(path, written.encode() + b"\n")
    except Timeout as error:
        raise OSError(f"{path}: {error}") from error
    return removed


# -- logs


def _mask(path: Path, traces: tuple[Traces, ...]) -> None:
    """Write asterisks over the contact, in place: a program that writes on at the end of the file is not disturbed."""
    with path.open("r+b") as file:
        spans = [span for one in traces for span in one.spans(file)]
        for start, end in spans:
            file.seek(start)
            file.write(b"*" * (end - start))
        file.flush()
        with contextlib.suppress(OSError):
            os.fsync(file.fileno())
