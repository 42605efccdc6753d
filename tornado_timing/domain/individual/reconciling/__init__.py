"""Times and bibs of a line put together: a proposal, what is doubtful about it, and repairs."""
