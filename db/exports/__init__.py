"""Exports: the rows of each list that can be exported."""
