"""The signed-in account, and what surrounds every page."""
