"""The window. Everything that imports PySide6 lives here (and in ``app``), foldered as the screen is."""
