"""Findings: what the records of a cell ask to be looked at again, by which rule, and what was answered."""
