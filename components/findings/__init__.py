"""What the screen of what is to be reviewed is built from."""
