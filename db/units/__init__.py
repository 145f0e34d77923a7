"""Units: their names on a day, and adding them."""
