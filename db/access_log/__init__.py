"""The log of exports and of reads of need-to-know texts, and who may see it."""
