"""Building blocks of the screen of candidates for admission."""
