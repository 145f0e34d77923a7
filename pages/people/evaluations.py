"""The yearly evaluation: each own member's class and the cell's own for a cell, counts of cells for those above."""

import streamlit as st

from components.evaluations import cell_class_form, class_counts_view, class_people, evaluation_list_view
from components.i18n import _
from components.markdown import escape_markdown
from components.meetings import url_params
from components.shell import auth
from components.widgets import feedback, period_boxes
from db.assessments import assessment_forms
from db.meetings.meeting_record import cell_acted_for
from db.models import Role
from db.models.units import CELLS

viewer = auth.viewer("/evaluations")
YEARS = 6  # years to choose from

st.set_page_config(layout="wide")
st.title(_("Evaluation and classification"))

with feedback.stop_on_refusal():
    cell = url_params.requested_cell(viewer) if viewer.role != Role.DISTRICT else None

current, _season = assessment_forms.current_year_and_season(viewer, cell.id if cell else viewer.unit_id)
years = range(current, current - YEARS, -1)
year = period_boxes.choose_year("year", years, width=140)

if cell is not None and cell.kind in CELLS:
    behalf = " · " + _("entered on the cell's behalf") if cell_acted_for(viewer, cell.id) else ""
    st.caption(f"{escape_markdown(cell.name)}{behalf}")
    class_people.show(viewer, cell, year)
    evaluation_list_view.render(cell.id, cell.code, year)
    cell_class_form.show(viewer, cell.id, year)
    if viewer.role == Role.COMMUNE:
        st.page_link(
            class_counts_view.PAGE, label=_("All cells"), icon=":material/arrow_back:", query_params={"year": str(year)}
        )
else:
    class_counts_view.show(viewer, year)
