"""The compose screen: drafts, their checks, and the page that shows them."""
