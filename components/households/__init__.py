"""What the screens about households are built from."""
