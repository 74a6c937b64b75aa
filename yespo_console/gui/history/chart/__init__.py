"""The sends over time, drawn by ourselves."""
