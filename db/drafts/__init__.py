"""Drafts: input that has not been saved yet."""
