"""What comes in and goes out as a file: workbooks and lists, without Streamlit."""
