"""Spreadsheet files: from the bytes of a CSV or XLSX to a table of texts, and back."""
