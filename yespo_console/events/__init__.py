"""What an event is: types, wire forms, rules and outlook. Pure Python: no Qt, no network, no database."""
