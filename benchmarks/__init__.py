"""Every speed figure the project claims, runnable."""
