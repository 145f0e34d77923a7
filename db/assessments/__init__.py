"""Assessments: a cell's judgement of its contact members at year-end, and the commune's confirmation."""
