"""Building blocks of the household screens."""
