"""Units: what they are called on a day, and adding them."""
