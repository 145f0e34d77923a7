"""Who is here, which addresses are theirs, run."""

import streamlit as st

from components import auth, feedback, guard, hats, live, menu, offered
from components.i18n import _

offered.only()
if not auth.behind_guard():
    st.error("Hãy mở sổ bằng `make run`.\n\nPlease start the register with `make run`.")
    st.stop()

seen = auth.visit()
st.set_page_config(page_icon=guard.ICON)  # else a page's icon in the menu is fetched from another host, too
page = st.navigation(menu.pages(seen), position="sidebar" if seen and not seen.must_change else "hidden")
if seen:
    auth.act(seen)  # not before the page is known: what runs anew is the same page
    with st.sidebar:
        hats.menu(seen)
        st.button(_("Sign out"), on_click=auth.sign_out, key="menu_sign_out")
        st.caption(f"**{menu.PRODUCT}**: {_(menu.TAGLINE)}")
live.tell(seen)
hats.changed()
feedback.said()
page.run()
