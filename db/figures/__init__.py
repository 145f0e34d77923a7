"""Figures, their parts, and counts of pending work."""
