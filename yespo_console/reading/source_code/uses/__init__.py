"""What code does with an event before and while it is sent, and which of that is understood."""
