"""Bringing lists of members in:
rows that were read elsewhere, matched with the register, planned, and applied as one action.
"""
