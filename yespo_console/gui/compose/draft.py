"""One event being composed: its text, which is the truth, and the one undo history of everything that edits it.

The form, both views of the JSON editor, fixes and the encoding switch all change the text through ``replace``; none of
them talks to another. Offsets are code points.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, Signal

from yespo_console.events import wire
from yespo_console.events.event import Encoding, Event
from yespo_console.events.problems import Problem
from yespo_console.events.text_edit import TextEdit
from yespo_console.gui.compose.identity import Identity
from yespo_console.gui.compose.undo_step import Step, as_one, brought_back
from yespo_console.gui.text_ends import common_ends
from yespo_console.gui.text_sizes import LONGEST_TEXT

if TYPE_CHECKING:
    from yespo_console.events.checking import Check

MOST_STEPS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Change:
    """What just happened to a draft's text.

    Attributes:
        start: the first place that changed; the same in the old and the new text.
        removed: the old text from there that is gone.
        inserted: what stands there now.
        origin: who did it, as given to ``replace``; the draft itself for undo and redo.
        edits: the same change piece by piece, last place first, so that each can be applied in turn.
        caret: after undo and redo, where a text cursor belongs; else None.
    """

    start: int
    removed: str
    inserted: str
    origin: object
    edits: tuple[TextEdit, ...]
    caret: int | None = None


class ChecksTexts(Protocol):
    """Checks a draft's text now or later and calls ``draft.take_check``; asked again, it may forget the older text."""

    def submit(self, draft: "Draft") -> None: ...

    def forget(self, draft: "Draft") -> None: ...


class Draft(QObject):
    """An event in the making.

    A slot of ``changed`` must not change the text again: the others would see the two changes in the wrong order
    (RuntimeError). It may do so from a zero timer.

    Attributes:
        identity: which draft it is, and what it was sent as last.
    Signals:
        changed(Change): the text changed.
        checked(Check): a check of the current text arrived.
        encoding_changed(Encoding): by the user, or by undo.
        details_changed(): its path, or what it was sent as last, changed.
        modified_changed(bool): whether the text differs from what its file (or its beginning) holds.
        undo_changed(): what ``can_undo`` and ``can_redo`` say may be different.
    """

    changed = Signal(object)
    checked = Signal(object)
    encoding_changed = Signal(object)
    details_changed = Signal()
    modified_changed = Signal(bool)
    undo_changed = Signal()

    def __init__(
        self,
        text: str = "",
        encoding: Encoding | None = None,
        *,
        title: str = "",
        path: Path | None = None,
        checker: ChecksTexts | None = None,
        clock: Callable[[], float] = time.monotonic,
        identity: Identity | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.identity = Identity() if identity is None else identity
        self._text = text
        self._saved_text = text
        self._was_modified = False
        self._encoding = (encoding or Encoding()).normal()
        self._title = title
        self._path = path
        self._clock = clock
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._reading: Event | wire.WireError | None = None
        self._check: Check | None = None
        self._checker = checker
        self._telling = False
        if checker is not None:
            checker.submit(self)

    # -- what it is

    @property
    def text(self) -> str:
        """The exact text that would travel."""
        return self._text

    @property
    def encoding(self) -> Encoding:
        return self._encoding

    @property
    def reading(self) -> Event | None:
        """The text read as an event; None while it cannot be read (then ``unreadable`` says why)."""
        found = self._read()
        return found if isinstance(found, Event) else None

    @property
    def unreadable(self) -> wire.WireError | None:
        found = self._read()
        return None if isinstance(found, Event) else found

    @property
    def is_read(self) -> bool:
        """Whether asking for ``reading`` takes no time: it is known, or its check is there."""
        return self._reading is not None or self._known() is not None

    def _known(self) -> "Check | None":
        """The check of the present text; of an endless one it knows the outline only, and does not count."""
        check = self._check if len(self._text) <= LONGEST_TEXT else None
        return check if check is not None and self._is_current(check) else None

    def _read(self) -> Event | wire.WireError:
        if self._reading is None and (known := self._known()) is not None:
            self._reading = known.event
        if self._reading is None:
            try:
                self._reading = wire.read(self._text, self._encoding.api)
            except wire.WireError as error:
                self._reading = error
        return self._reading

    @property
    def title(self) -> str:
        """The name the user gave it; empty when none was given."""
        return self._title

    @property
    def path(self) -> Path | None:
        """The file it was opened from or saved to."""
        return self._path

    # -- saving

    @property
    def modified(self) -> bool:
        """True when the text differs from its file, or from what it began with when it has none."""
        return self._text != self._saved_text

    def mark_saved(self, path: Path | None = None, saved_text: str | None = None) -> None:
        """The text (or ``saved_text``, when the text moved on or comes back from a crash) is what ``path`` holds."""
        self._saved_text = self._text if saved_text is None else saved_text
        self._seal()
        if path is not None and path != self._path:
            self._path = path
            self.details_changed.emit()
        self._tell_modified()

    @property
    def saved_text(self) -> str:
        return self._saved_text

    def _tell_modified(self) -> None:
        if self.modified != self._was_modified:
            self._was_modified = self.modified
            self.modified_changed.emit(self._was_modified)

    # -- editing

    def replace(
        self,
        edit: TextEdit | Sequence[TextEdit],
        origin: object,
        merge: bool = False,
        caret: int | None = None,
        after: str | None = None,
    ) -> bool:
        """Change the text; False when that changes nothing.

        Args:
            edit: one edit or several that do not overlap, all in offsets of the present text.
            origin: who asks; comes back in ``Change.origin``.
            merge: the edit is a piece of typing: it joins the undo step before it when that came from the same
                origin, next to it, less than a second ago and within one word.
            caret: where the text cursor stood before, to be put back by undo; the edit's end when not given.
            after: the text that this comes to, when it was made already: to make an endless one takes some frames.
        """
        self._require_quiet()
        edits = [edit] if isinstance(edit, TextEdit) else sorted(edit, key=lambda one: one.start, reverse=True)
        edits = [small for one in edits if (small := self._trimmed(one)) is not None]
        if not edits:
            return False
        start, end = edits[-1].start, edits[0].end
        inserted = self._text[start:end]
        for one in edits:
            inserted = inserted[: one.start - start] + one.text + inserted[one.end - start :]
        place = end if caret is None else caret
        step = Step(
            start,
            self._text[start:end],
            inserted,
            origin,
            place,
            (self._encoding, self._encoding),
            merge,
            self._clock(),
        )
        if not (merge and self._joined(step)):
            self._seal()
            self._done.append(step)
            del self._done[:-MOST_STEPS]
        self._undone.clear()
        self._put(Change(start, step.before, inserted, origin, tuple(edits)), after=after)
        return True

    def set_encoding(self, encoding: Encoding, origin: object = None) -> tuple[Problem, ...]:
        """Rewrite the text in another encoding, as one undoable step, and return what that could not carry over.

        A text that cannot be read stays as it is; only the encoding changes.
        """
        target = encoding.normal()
        if target == self._encoding:
            return ()
        try:
            conversion = wire.convert(self._text, self._encoding, target)
        except wire.WireError:
            conversion = wire.Conversion(self._text, ())
        self.restate(conversion.text, target, origin)
        return conversion.losses

    def restate(self, text: str, encoding: Encoding, origin: object) -> None:
        """Have ``text``, which is written in ``encoding``, in place of what is there, as one undoable step."""
        self._require_quiet()
        target = encoding.normal()
        edit = self._trimmed(TextEdit(0, len(self._text), text)) or TextEdit(0, 0, "")
        self._seal()
        before = self._text[edit.start : edit.end]
        codes = (self._encoding, target)
        self._done.append(Step(edit.start, before, edit.text, origin, edit.start, codes, False, self._clock()))
        self._undone.clear()
        self._put(Change(edit.start, before, edit.text, origin, (edit,)), target)

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def undo(self) -> None:
        """Take back the last step, whoever made it. Nothing happens when there is none."""
        self._require_quiet()
        if self._done:
            step = self._done.pop()
            step.open = False
            self._undone.append(step)
            self._step(step.start, step.after, step.before, step.caret, step.encodings[0])

    def redo(self) -> None:
        """Do the last undone step again. Nothing happens when there is none."""
        self._require_quiet()
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._step(step.start, step.before, step.after, step.start + len(step.after), step.encodings[1])

    def brought_back(self) -> Iterator[str]:
        """What undo and redo may bring back, see ``undo_step.brought_back``."""
        yield from brought_back(self._text, self._done, undo=True)
        yield from brought_back(self._text, self._undone, undo=False)

    @property
    def last_step(self) -> Step | None:
        """What undo would take back now; to be handed to ``join_since``."""
        return self._done[-1] if self._done else None

    def join_since(self, last: Step | None) -> None:
        """Have one undo take back all that one writer did since ``last`` was the last step.

        Nothing is joined where that step is gone, somebody else wrote in between, or the encoding changed.
        """
        since = next((at + 1 for at, step in enumerate(self._done) if step is last), 0 if last is None else None)
        steps = self._done[since:] if since is not None else []
        alike = all((one.origin, one.encodings) == (steps[0].origin, (self._encoding,) * 2) for one in steps)
        if steps and alike:
            joined = as_one(self._text, steps)
            self._done[since:] = [joined] if joined is not None else []
            self.undo_changed.emit()

    def end_typing(self) -> None:
        """What is typed next is an undo step of its own (the focus or the cursor moved)."""
        self._seal()

    def _step(self, start: int, old: str, new: str, caret: int, encoding: Encoding) -> None:
        edit = TextEdit(start, start + len(old), new)
        self._put(Change(start, old, new, self, (edit,), caret), encoding)

    def _put(self, change: Change, encoding: Encoding | None = None, after: str | None = None) -> None:
        end = change.start + len(change.removed)
        self._text = self._text[: change.start] + change.inserted + self._text[end:] if after is None else after
        recoded = encoding is not None and encoding != self._encoding
        if encoding is not None:
            self._encoding = encoding
        self._reading = None
        if recoded:
            self.encoding_changed.emit(self._encoding)
        if change.removed or change.inserted:
            self._telling = True
            try:
                self.changed.emit(change)
            finally:
                self._telling = False
        self._tell_modified()
        self.undo_changed.emit()
        if self._checker is not None:
            self._checker.submit(self)

    def _require_quiet(self) -> None:
        if self._telling:
            raise RuntimeError("a draft was changed by a slot of its own changed signal")

    def _trimmed(self, edit: TextEdit) -> TextEdit | None:
        """``edit`` without what stays the same at its two ends: typing in a form field is then one letter too."""
        old, new = self._text[edit.start : edit.end], edit.text
        if old == new:
            return None
        head, tail = common_ends(old, new)
        return TextEdit(edit.start + head, edit.end - tail, new[head : len(new) - tail])

    def _seal(self) -> None:
        if self._done:
            self._done[-1].open = False

    def _joined(self, step: Step) -> bool:
        """Merge ``step``, which is not yet in the text, into the step before it when they are one piece of typing."""
        if not self._done:
            return False
        last = self._done[-1]
        if not last.takes(step):
            return False
        end = last.start + len(last.after)
        start = min(last.start, step.start)
        stop = max(end, step.start + len(step.before))
        lead, rest = self._text[start : last.start], self._text[end:stop]
        after = self._text[start : step.start] + step.after + self._text[step.start + len(step.before) : stop]
        last.start, last.before, last.after, last.at = start, lead + last.before + rest, after, step.at
        return True

    # -- checking

    @property
    def check(self) -> "Check | None":
        """The latest check; of an older text while a new one is under way (compare ``check.text``)."""
        return self._check

    def set_checker(self, checker: ChecksTexts | None) -> None:
        """Have the text checked by ``checker`` from now on."""
        if self._checker is not None:
            self._checker.forget(self)
        self._checker = checker
        if checker is not None:
            checker.submit(self)

    def take_check(self, check: "Check") -> None:
        """Called by the checker. A check of a text or version that is no longer current is dropped."""
        if self._is_current(check):
            self._check = check
            self.checked.emit(check)

    def _is_current(self, check: "Check") -> bool:
        return check.api is self._encoding.api and check.text == self._text
