"""What can be wrong with an event: the one list of codes, and a Problem that names one at a place.

A problem is stored and compared as code and arguments; its sentence is made when it is shown, in the reader's language.
Severity and effect follow the contract: an *error* breaks a documented requirement, a *warning* is documented as
accepted or left open but likely wrong, *info* is a hint.
"""

import enum
from dataclasses import dataclass
from typing import Any

from yespo_console.events.event import Node
from yespo_console.events.problem_texts import TEXTS
from yespo_console.platform.i18n import _


class Severity(enum.StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Effect(enum.StrEnum):
    """What an error does, as far as that is documented."""

    REFUSED = "refused"
    IGNORED = "ignored"
    UNKNOWN = "unknown"
    NONE = "none"


class Operation(enum.StrEnum):
    """What a fix does at its pointer."""

    SET = "set"
    REMOVE = "remove"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class Fix:
    """A mechanical mend that a person applies with one click (see ``text_edit.apply_fix``).

    Attributes:
        code: names the label in ``problem_texts.FIXES``.
        operation: what to do at ``pointer``.
        pointer: RFC 6901 into the wire body, through string JSON. For ``SET`` of something missing: where it belongs.
        value: the new node for ``SET``; the new name (a str) for ``RENAME``; None for ``REMOVE``.
        args: arguments of the label.
    """

    code: str
    operation: Operation
    pointer: str
    value: Node = None
    args: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        from yespo_console.events.problem_texts import FIXES

        return _(FIXES[self.code]).format(**dict(self.args))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or doubtful, at one place.

    Attributes:
        code: stable; a key of ``problem_texts.TEXTS``.
        severity: see ``Severity``.
        pointer: RFC 6901 into the wire body, passing through string JSON; something missing is pointed at where it
            belongs. Empty for the whole body.
        args: named arguments of the sentence, as text.
        effect: what an error does; ``NONE`` for warnings and infos.
        fix: a mechanical mend, when there is one.
        offset: place in the text (code points) when no pointer can say it, as in a text that is not JSON; else None.
    """

    code: str
    severity: Severity
    pointer: str
    args: tuple[tuple[str, str], ...] = ()
    effect: Effect = Effect.NONE
    fix: Fix | None = None
    offset: int | None = None

    @property
    def message(self) -> str:
        """The sentence for a person, in their language."""
        return _(TEXTS[self.code]).format(**dict(self.args))

    def as_json(self) -> dict[str, Any]:
        """The stable shape of the command line: code, severity, effect, pointer, message, fix (null or an object)."""
        from yespo_console.events.json_text import plain

        fix = None
        if self.fix is not None:
            fix = {
                "label": self.fix.label,
                "operation": self.fix.operation.value,
                "pointer": self.fix.pointer,
                "value": plain(self.fix.value),
            }
        return {
            "code": self.code,
            "severity": self.severity.value,
            "effect": self.effect.value,
            "pointer": self.pointer,
            "message": self.message,
            "fix": fix,
        }
