"""The demonstration: a whole 5K finish played by real clients against a real server."""
