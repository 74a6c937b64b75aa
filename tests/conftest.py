"""Hypothesis without a stop-watch: on a machine with other work to do, a slow example is no failure."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
