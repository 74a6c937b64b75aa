"""The same jobs without a window. Output is text for people, ``--format json`` for programs.

Exit codes: 0 fine, 1 problems found or refused, 2 unusable input.
"""

from yespo_console.cli.main import main as main
