"""Lists as files: at once or as a job."""
