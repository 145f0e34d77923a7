"""What the screen of assessments is built from."""
