"""Initiatives of cells on the screen."""
