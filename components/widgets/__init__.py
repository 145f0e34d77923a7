"""Inputs and outputs shared by screens: forms, filters, tables, feedback, confirmation."""
