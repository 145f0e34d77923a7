"""Issued papers on the screen, and as files."""
