"""History: the list of actions, and undoing any of them."""
