"""Charts: functions from rows to a chart, independent of Streamlit."""
