"""What was sent: every exchange in one SQLite file, found again by its words, its type, its place and its time."""
