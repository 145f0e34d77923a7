"""Papers for meetings: sections with their figures, written down as a page, slides, a workbook and pictures."""
