"""Charts: each takes rows and gives a chart; none knows about Streamlit."""
