"""The database file: one SQLite file, one writer, nothing else touches it."""
