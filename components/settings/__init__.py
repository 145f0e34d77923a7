"""Building blocks of the screen of settings and rules."""
