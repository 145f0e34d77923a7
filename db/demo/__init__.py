"""A district that never was, made to try the register on: people, two years of meetings, households, accounts."""
