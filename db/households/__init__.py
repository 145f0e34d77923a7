"""Households: clusters and groups, households known by name, and the members who look after them."""
