"""Figures, what they are made of, and what waits."""
