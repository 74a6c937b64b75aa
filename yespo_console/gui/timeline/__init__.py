"""Timelines: what happened to one contact or one cart, step by step."""
