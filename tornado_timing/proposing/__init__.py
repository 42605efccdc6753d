"""The reconciliation of a line, proposed in a process of its own: it is Python's own work."""
