"""JSON that is not quite JSON becomes JSON: every change is listed, and what has two readings is refused."""
