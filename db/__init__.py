"""What is stored, and the rules about it. Knows nothing of Streamlit."""
