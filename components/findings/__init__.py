"""Building blocks of the review screen."""
