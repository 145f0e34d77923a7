"""Who has reported: the grid of months, what is behind a row, and the reminders."""
