"""A fictitious district to try the register on: people, two years of meetings, households, accounts."""
