"""Assessments: what a cell says of its contact members at the year's end, and the commune's confirmation."""
