"""The calendar: the current time and day, months, and dates of which only the month or year is known."""
