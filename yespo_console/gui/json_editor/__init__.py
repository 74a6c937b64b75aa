"""The text of a draft, shown and edited: as it will be sent, or readable."""
