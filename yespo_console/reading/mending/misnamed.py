"""Members under a name that Yespo does not know and that is known to be meant for another: they get the right one."""

import contextlib
from dataclasses import replace

from yespo_console.events.json_text import join
from yespo_console.reading.mending.level import MISNAMED, Frame, Level
from yespo_console.reading.mending.refusal import RefusedError


def rename(level: Level, frame: Frame) -> None:
    """Give members their right name where it is free; refusing that leaves the text readable, so it is simply kept."""
    for place, start, end, name in frame.misnamed:
        right = MISNAMED[name]
        if right in frame.names:
            continue
        frame.names.add(right)
        with contextlib.suppress(RefusedError):
            level.repair("misnamed_member", start, end, f'"{right}"', name=name, right=right)
            level.out[place] = f'"{right}"'
            around = level.pointer_steps()[:-1]
            _point_anew(level, frame, join(*around, name), join(*around, right))


def _point_anew(level: Level, frame: Frame, before: str, after: str) -> None:
    """Let repairs within a member of the innermost object that was renamed point at its new name."""
    opened = level.text.offset(frame.opened)
    for number in range(len(level.repairs) - 1, -1, -1):
        repair = level.repairs[number]
        if repair.offset < opened:
            return  # from here on they belong to the items before
        pointer = repair.pointer or ""
        if pointer == before or pointer.startswith(before + "/"):
            level.repairs[number] = replace(repair, pointer=after + pointer[len(before) :])
