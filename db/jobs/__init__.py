"""Jobs: work done in the background."""
