"""Taking away: lists as files, at once or as a job of the worker; knows nothing of Streamlit."""
