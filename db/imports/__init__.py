"""Importing lists: parsed rows are matched with the register, planned, and applied as one action."""
