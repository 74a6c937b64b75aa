"""Handing exchanges on and taking them in: the dialogs, and what runs beside the window for them."""
