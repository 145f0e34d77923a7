"""Messages about single rows, one line each: the first ones, and the total."""

import streamlit as st

from components.i18n import _, number


def show(lines: list[str], at_most: int = 10) -> None:
    """Show the lines as a list."""
    st.markdown("\n".join(f"- {line}" for line in lines[:at_most]))
    if len(lines) > at_most:
        st.caption(
            _(
                "Showing the first {count} of {total}. The file contains all of them.",
                count=at_most,
                total=number(len(lines)),
            )
        )
