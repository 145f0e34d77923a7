"""Households: clusters and groups, those known by name, and who looks after them."""
