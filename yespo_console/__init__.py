"""Yespo Console: compose Yespo events, see them checked, send them, find them again."""

__version__ = "0.1.0"
