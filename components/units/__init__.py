"""What the screen of units is built from."""
