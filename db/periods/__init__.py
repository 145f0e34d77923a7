"""Periods: closing months, after which a change needs a reason."""
