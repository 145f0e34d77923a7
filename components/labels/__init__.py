"""Codes and states in words."""
