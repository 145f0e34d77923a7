"""Drafts: what is typed before it is saved."""
