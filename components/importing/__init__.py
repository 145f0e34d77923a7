"""Importing lists: a file staged for a day, questions about it, a preview, and the job that imports it."""
