"""Requests of the people on the screen."""
