"""What stops a benchmark."""


class BenchmarkError(Exception):
    """A figure could not be measured; the text says why."""
