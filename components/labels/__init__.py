"""Codes and states in the words of the people who read them."""
