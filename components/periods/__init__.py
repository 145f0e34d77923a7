"""Closing periods on screen: what is closed, what changed since, and past figures."""
