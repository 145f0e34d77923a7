"""Building blocks of the screens about accounts."""
