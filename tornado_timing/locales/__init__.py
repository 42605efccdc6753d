"""The texts of the command line: one JSON file for each language, with the same keys."""
