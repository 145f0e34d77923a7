"""What the screen of settings and rules is built from."""
