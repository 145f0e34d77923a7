"""Briefings and reports: sections with figures, written as a page, slides, a workbook and pictures."""
