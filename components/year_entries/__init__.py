"""Entries of the year on the screen: entered for many at once, listed, counted; campaigns, announcements passed on."""
