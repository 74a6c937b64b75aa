"""The window: everything that imports PySide6, foldered as the screen is."""

import builtins

import PySide6.QtCore  # noqa: F401  (installs the hook)

# WORKAROUND PySide6 6.11: its import hook reads the source of every module, Qt or not, to find out whether it may use
# ``from __feature__``, which nothing here does. That costs a fifth of each import; and while two threads import, it can
# look into pydantic's half-loaded modules, whose ``__getattr__`` then fails the import of pydantic altogether.
if hasattr(builtins, "__orig_import__"):
    builtins.__import__ = builtins.__orig_import__
