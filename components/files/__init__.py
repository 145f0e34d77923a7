"""Files that come in and go out, such as workbooks and lists; without Streamlit."""
