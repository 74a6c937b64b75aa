"""How an event leaves: environments, keys, the HTTP client, the send. Asynchronous where it waits; no window."""
