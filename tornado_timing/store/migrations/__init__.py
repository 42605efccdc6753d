"""Numbered changes of the schema. A file that has been released is never edited."""
