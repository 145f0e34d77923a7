"""Meetings: who is called, what is recorded, what is due."""
