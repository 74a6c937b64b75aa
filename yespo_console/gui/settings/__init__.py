"""Dialogs for what the user decides: the program as a whole, and the environments."""
