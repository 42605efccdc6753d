"""tornado-timing: times small races on one laptop, without the internet."""

__version__ = "0.1.0"
