"""Issued documents on screen and as files."""
