"""Closing of figures on screen: what is closed, what was changed since, and how figures stood."""
