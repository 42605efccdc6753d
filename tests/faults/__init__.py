"""Faults of the machine on purpose, with an oracle over all that was acknowledged."""
