"""What was taken out of the register and read of it, by whom, and for whom to see."""
