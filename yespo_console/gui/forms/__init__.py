"""The form of an event: generated from its schema, bound to a draft, never the owner of a value."""
