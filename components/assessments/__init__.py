"""Building blocks of the assessment screens."""
