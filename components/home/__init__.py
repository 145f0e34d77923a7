"""What waits for whoever opens the register."""
