"""Who has reported: the grid of periods, its drill-down, and reminders."""
