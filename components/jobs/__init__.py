"""The worker process, and the list of one's own jobs."""
