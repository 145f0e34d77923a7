"""What the screen of sources for admission is built from."""
