"""The sheet on which one meeting is recorded."""
