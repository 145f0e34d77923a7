"""What Streamlit runs at each visit: find out who is here and which addresses are theirs, then run the page."""

import streamlit as st

from components import menu, navigation
from components.i18n import _
from components.shell import auth, live_status, refusal_message, role_switch
from components.web import cookie_and_header_guard, widget_guard
from components.widgets import closed_period_reason, feedback, lost_press, url_state

widget_guard.accept_only_offered_values()
if not auth.is_behind_guard():
    st.error("Hãy mở sổ bằng `streamlit run app.py`.\n\nPlease start the register with `streamlit run app.py`.")
    st.stop()

seen = auth.signed_in_user()
st.set_page_config(
    page_icon=cookie_and_header_guard.ICON
)  # otherwise a page's icon in the menu is also fetched from another host
place = "sidebar" if seen and not seen.must_change else "hidden"
page = st.navigation(navigation.pages_for(seen), position=place, expanded=True)  # otherwise a long menu is cut off
if seen:
    auth.adopt_role(seen, lost_press.list_typed)  # only once the page is known, so that a rerun runs the same page
    with st.sidebar:
        role_switch.show_in_sidebar(seen)
        if st.button(_("Sign out"), key="menu_sign_out"):
            with refusal_message.showing_refusal():
                auth.sign_out()
        st.caption(f"**{menu.PRODUCT}**: {_(menu.TAGLINE)}")
url_state.enter_page(page.url_path)
live_status.start_page(seen)
role_switch.show_change_notice()
feedback.show_pending()
refusal_message.show_unseen()
closed_period_reason.show_field_if_asked()
with lost_press.noticing():
    page.run()
