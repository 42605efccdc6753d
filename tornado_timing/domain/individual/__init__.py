"""Races of people with bibs: runners, marks, corrections, and what follows from them."""
