"""Inputs and outputs that screens share: forms, filters, tables, feedback, confirmation."""
