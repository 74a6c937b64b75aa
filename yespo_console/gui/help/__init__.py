"""Dialogs that tell: all commands with their keys, and about the program."""
