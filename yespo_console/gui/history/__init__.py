"""The history screen: find any exchange, read it whole, use it again."""
