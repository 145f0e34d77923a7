"""What is stored, and the rules for it. Does not depend on Streamlit."""
