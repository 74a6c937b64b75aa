"""Commands that send an event: curl, wget, HTTPie, PowerShell, and the text of a request itself."""
