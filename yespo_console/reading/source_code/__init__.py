"""Source code that sends an event: its literals are read, nothing is run."""
