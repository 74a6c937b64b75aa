"""Comparing: two exchanges, or an exchange and a draft, with the differences in words over both texts."""
