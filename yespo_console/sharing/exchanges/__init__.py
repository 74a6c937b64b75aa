"""Exchanges written for others: one module for each format. Pure: exchanges come one by one, text goes to a stream.

A writer keeps nothing of an exchange that it has written, so that a million of them take the memory of one.
"""
