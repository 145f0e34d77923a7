"""Building blocks of the units screen."""
