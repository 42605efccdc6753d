"""A 5K of people with bibs: two timers and two bib writers, and the mistakes that they make."""
