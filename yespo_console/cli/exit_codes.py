"""The exit codes that scripts rely on."""

import enum


class ExitCode(enum.IntEnum):
    FINE = 0
    PROBLEMS = 1
    UNUSABLE = 2
