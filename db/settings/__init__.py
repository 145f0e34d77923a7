"""Settings and rules: what a unit chose from a day on, else the shipped values."""
