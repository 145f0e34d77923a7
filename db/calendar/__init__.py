"""The calendar: now and today, months, and dates of which only the month or year is known."""
