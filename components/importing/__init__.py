"""Bringing lists in: a file staged for a day, what is asked about it, what would come of it, and the job that does it."""
