"""The history handed on, and what others hand on taken in: export with redaction, and import."""
