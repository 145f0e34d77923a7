"""The action log on screen, and undoing from it."""
