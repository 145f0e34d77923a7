"""Remarks of agencies on their people in residential cells: written, assigned by the commune, read by the cell."""

import streamlit as st

from components.i18n import _, _n
from components.labels.distinct_labels import distinct
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback, forms, lazy_expander, unit_boxes
from db.calendar import clock
from db.comments import agency_year_remarks
from db.comments.agency_year_remarks import RemarkLine
from db.contacts import letters
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.models import Role

PAGE, WRITING = "/requests", "remark"


def show_writing(viewer: Viewer) -> None:
    """Show the agency's form: the person, the commune of residence, and the remark on the person's year."""
    form = forms.form_key(WRITING)
    with lazy_expander.show(_("Remark on one of our people in a residential cell"), "requests_remark") as made:
        if not made:
            return
        areas = letters.receiving_communes(viewer).values()
        names = {one.code: shown for shown, one in unit_boxes.units_by_name(areas).items()}
        commune = forms.choice_field(_("Commune where the person lives"), names, key=f"{form}_commune")
        person = st.text_input(_("Full name"), key=f"{form}_person", max_chars=120)
        born = st.text_input(_("Year of birth"), key=f"{form}_born", max_chars=4)
        this_year = clock.today().year
        year = st.number_input(_("Year"), agency_year_remarks.FIRST_YEAR, this_year, this_year, key=f"{form}_year")
        text = st.text_area(_("Remark"), key=f"{form}_text", max_chars=1000)
        if st.button(_("Send to the committee"), type="primary", width="stretch", key=f"{form}_save"):
            with feedback.saving(_("Sent.")):
                place = next((one.id for one in areas if one.code == commune), 0)
                with forms.once_token(WRITING) as token:
                    agency_year_remarks.send_remark(auth.viewer(PAGE), place, person, born, int(year), text, token)
                st.rerun()


def show_unidentified(viewer: Viewer) -> None:
    """The commune's form to say whom each new remark is about."""
    lines = agency_year_remarks.list_all(viewer, unfound=True)
    if not lines:
        return
    st.subheader(_n("{count} remark by an agency to be placed", "{count} remarks by agencies to be placed", len(lines)))
    for line in lines:
        with st.container(border=True, key=f"remark_{line.code}"):
            st.markdown(_text(line, f"**{escape_markdown(line.person)}** {line.born or ''}"))
            found = {one.code: one for one in agency_year_remarks.list_candidates(viewer, line.code)}
            if not found:
                st.caption(_("No own member of the cells here has this name. Ask the agency."))
                continue
            labels = distinct({
                code: f"{escape_markdown(one.name)} · {(one.born or '')[:4]} · {escape_markdown(one.cell)}"
                for code, one in found.items()
            })  # fmt: skip
            chosen = st.pills(_("Who is it?"), list(labels), format_func=labels.get, key=f"remark_who_{line.code}")
            if chosen and st.button(_("It is this person"), key=f"remark_save_{line.code}"):
                with feedback.saving(_("The secretary of the cell reads it now.")):
                    agency_year_remarks.assign_to_member(auth.viewer(PAGE), line.code, chosen)
                    st.rerun()


def show_about(viewer: Viewer, member_id: int) -> None:
    """Show, on a member's page, agencies' remarks on the member, for the secretary and the commune."""
    if not viewer.reads(Audience.CORRESPONDENCE) or viewer.role == Role.WORKPLACE:
        return
    lines = agency_year_remarks.list_about_member(viewer, member_id)
    if lines:
        st.subheader(_("Remarks of the agency"))
        st.markdown("\n\n".join(_text(line, "") for line in lines))


def _text(line: RemarkLine, head: str) -> str:
    about = " · ".join(filter(None, (head.strip(), escape_markdown(line.workplace), str(line.year))))
    return f"{about}  \n{escape_markdown(line.text)}"
