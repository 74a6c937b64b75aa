"""Drafts on disk, so that nothing typed is lost: each is one file, and each window has a folder that it holds locked.

A window that ended, or was killed, leaves its folder behind unlocked; the next window to start takes the drafts in it.
Two windows never touch one another's files.
"""

import json
import logging
import shutil
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.platform.i18n import _
from yespo_console.platform.profile import DRAFT_LOCK, Profile, write_atomically

log = logging.getLogger(__name__)

_GUARD: Final = "windows.lock"
#: Taking over reads a few small files; another window that starts waits for it at most this long, in seconds.
_GUARD_S: Final = 5.0
_SUFFIX: Final = ".json"
_PART: Final = 200_000


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A draft as it is kept.

    Attributes:
        text: exactly as typed, JSON or not.
        saved_text: what its file holds, or what it began with; differs from ``text`` when it was changed since.
        path: the file it was opened from or saved to; "" for none.
        position: which tab it was, from 0.
        current: it was the one shown.
        sent, sent_at: the history number of its last send and when that was; None and "" before the first.
        read_from, read_at, refused: see ``ReadFrom``; "" for a draft that was not read.
    """

    text: str
    saved_text: str
    api: str = "v2"
    native: bool = False
    title: str = ""
    path: str = ""
    position: int = 0
    current: bool = False
    sent: int | None = None
    sent_at: str = ""
    read_from: str = ""
    read_at: int = 0
    refused: Sequence[str] = ()

    @property
    def encoding(self) -> Encoding:
        return Encoding(ApiVersion(self.api), self.native).normal()


class DraftStore:
    """The drafts of one window.

    Attributes:
        folder: where they are kept.
        notices: sentences about what could not be read, to be shown once.
    """

    def __init__(self, profile: Profile) -> None:
        self.notices: list[str] = []
        self._root = profile.drafts_dir
        self.folder = self._root / uuid.uuid4().hex
        # Taken in one thread, given back in another.
        self._lock = FileLock(self.folder / DRAFT_LOCK, thread_local=False)
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Held while folders appear or change hands: one that is not locked yet would look like one left behind.
        self._guard = FileLock(self._root / _GUARD, timeout=_GUARD_S)
        with self._guard:
            self.folder.mkdir(mode=0o700)
            self._lock.acquire(timeout=0)
        #: Never changed in place: it is asked about while another thread writes.
        self._written: dict[str, SavedDraft] = {}
        #: What the folders that are taken over hold, until they are not needed any more.
        self._taken: tuple[SavedDraft, ...] = ()
        self._left: list[tuple[Path, FileLock]] = []

    def take_over(self) -> tuple[SavedDraft, ...]:
        """The drafts of windows that are gone, in the order of their tabs. They are this window's from now on.

        They leave the other folder, which stays locked, only once this window has written its own, see ``save``.
        """
        with self._guard:
            return self._take_over()

    def _take_over(self) -> tuple[SavedDraft, ...]:
        found: list[SavedDraft] = []
        for folder in sorted(self._root.iterdir()):
            if folder == self.folder or not folder.is_dir():
                continue
            lock = FileLock(folder / DRAFT_LOCK, thread_local=False)
            try:
                lock.acquire(timeout=0)
            except (Timeout, OSError):
                continue  # its window lives
            self._left.append((folder, lock))
            for file in sorted(folder.glob(f"*{_SUFFIX}")):
                draft = self._read(file)
                if draft is not None:
                    found.append(draft)
        self._taken = tuple(sorted(found, key=lambda draft: draft.position))
        return self._taken

    def save(self, drafts: Sequence[SavedDraft]) -> None:
        """Have exactly these on disk. Only what changed is written.

        Raises OSError; what was written until then stays, and ``lacks`` tells whether that is enough.
        """
        wanted = {f"{at:04d}{_SUFFIX}": draft for at, draft in enumerate(drafts)}
        for name, draft in wanted.items():
            if self._written.get(name) != draft:
                write_atomically(self.folder / name, _content(draft))
                self._written = {**self._written, name: draft}
        for name in self._written.keys() - wanted.keys():
            (self.folder / name).unlink(missing_ok=True)
        self._written = wanted
        for folder, lock in self._left:
            shutil.rmtree(folder, ignore_errors=True)
            lock.release()
        self._left, self._taken = [], ()

    def lacks(self, drafts: Sequence[SavedDraft]) -> bool:
        """Whether something typed in one of these would be lost now: it is neither here nor in a file of the user."""
        on_disk = {_typed(draft) for draft in (*self._written.values(), *self._taken)}
        return any(draft.text != draft.saved_text and _typed(draft) not in on_disk for draft in drafts)

    def close(self) -> None:
        """The window ends; the next one may take what is here, and what was taken over but never written again."""
        for _folder, lock in self._left:
            lock.release()
        self._left = []
        self._lock.release()

    def _read(self, file: Path) -> SavedDraft | None:
        try:
            stored: Any = json.loads(file.read_bytes())
            draft = SavedDraft(**stored)
            if not isinstance(draft.text, str) or not isinstance(draft.saved_text, str):
                raise TypeError("a text is no text")
            if not isinstance(draft.sent, int | None) or not isinstance(draft.sent_at, str):
                raise TypeError("a place in the history is none")
            if not isinstance(draft.read_from, str) or not isinstance(draft.read_at, int):
                raise TypeError("what it was read from is no place in a text")
            draft = replace(draft, refused=tuple(map(str, draft.refused)))
            draft.encoding  # noqa: B018  (raises ValueError for a version that does not exist)
        except (OSError, ValueError, TypeError, RecursionError) as error:
            aside = self._root / f"{uuid.uuid4().hex}.broken"
            try:
                file.replace(aside)
            except OSError:
                aside = file
            log.warning("a draft could not be read: %s", type(error).__name__)
            self.notices.append(_("A draft could not be read. Its file is kept as {path}.").format(path=aside))
            return None
        return draft


def _typed(draft: SavedDraft) -> tuple[str, str, bool, str]:
    """What a person made of a draft; which tab it is in is no loss."""
    return draft.text, draft.api, draft.native, draft.title


def _content(draft: SavedDraft) -> Iterator[bytes]:
    """``draft`` as JSON. Escaped, so that half a character (a lone surrogate) comes back as it was.

    In parts: whatever makes, or copies, 30 MB in one call keeps the window's thread from the interpreter all the while.
    """
    before = "{"
    for name, value in asdict(draft).items():
        yield f"{before}{json.dumps(name)}: ".encode("ascii")
        before = ", "
        if isinstance(value, str):
            yield b'"'
            for at in range(0, len(value), _PART):
                yield json.dumps(value[at : at + _PART])[1:-1].encode("ascii")
            yield b'"'
        else:
            yield json.dumps(value).encode("ascii")
    yield b"}"
