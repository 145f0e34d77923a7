"""Initiatives of cells, and published figures of their areas."""
