"""What the screens about accounts are built from."""
