"""The check of the laptop and of the judges."""
