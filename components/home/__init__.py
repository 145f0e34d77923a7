"""What is waiting for the user who opens the register."""
