"""Building blocks of the screens of a member's year and of the yearly evaluation."""
