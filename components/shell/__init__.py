"""Who is here, and what stands around every page."""
