"""Findings: what the records of a cell suggest reviewing, by which rule, and the answers given."""
