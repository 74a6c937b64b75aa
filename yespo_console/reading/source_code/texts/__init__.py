"""JSON in the texts of languages that are not parsed."""
