"""Confirming assessments: all that need no review in one action, then the others, reason by reason."""

from collections import Counter

import streamlit as st

from components.i18n import _, _n, join_list, number
from components.labels import assessment_labels
from components.labels.distinct_labels import distinct
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import confirm_button, feedback, forms
from db.assessments import commune_confirmation, pending_confirmations
from db.assessments.pending_confirmations import DoubtReason, PendingLine
from db.kernel.scope import Viewer
from db.units import units

PAGE, FORM, SHOWN = "pages/contacts/assessments.py", "assess_confirm", 50


def show(viewer: Viewer, year: int) -> None:
    """Show what is waiting."""
    waiting = pending_confirmations.list_waiting(viewer, year)
    if not waiting:
        st.caption(_("Nothing waits to be confirmed."))
        return
    plain = [line for line in waiting if not line.reasons]
    eyes = [line for line in waiting if line.reasons]
    if plain:
        st.markdown(
            _n("**{count}** assessment raises no question.", "**{count}** assessments raise no question.", len(plain))
        )
        label = _n("Confirm {count} assessment", "Confirm {count} assessments", len(plain))
        if confirm_button.confirmed_button(
            label, _question(len(plain)), "assess_confirm_plain", type="primary", width="stretch"
        ):
            _confirm(plain)
    if eyes:
        st.subheader(_n("{count} to look at first", "{count} to look at first", len(eyes)))
        _eyes(viewer, eyes, year)


def _question(count: int) -> str:
    return _n(
        "Confirm {count} assessment? The cell can no longer change it unless you return it.",
        "Confirm {count} assessments? The cells can no longer change them unless you return them.",
        count,
    )


def _eyes(viewer: Viewer, lines: list[PendingLine], year: int) -> None:
    """Those with one reason, by name with a link to their list; some or all confirmed or returned."""
    counts = Counter(reason for line in lines for reason in line.reasons)
    reasons = [reason for reason in DoubtReason if counts[reason]]
    reason = st.pills(
        _("Why"), reasons, default=reasons[0], required=True, key="assess_reason",
        format_func=lambda each: f"{_(assessment_labels.REASONS[each])} ({number(counts[each])})",
    )  # fmt: skip
    if reason not in reasons:
        reason = reasons[0]
    chosen_lines = [line for line in lines if reason in line.reasons]
    shown = chosen_lines[:SHOWN]
    names = units.named(viewer, {line.unit_id for line in shown})
    labels = distinct({line.code: _label(line, names[line.unit_id].name) for line in shown})
    form = forms.form_key(FORM)
    picked = st.pills(
        _("Tap those to confirm or return"), list(labels), format_func=labels.get, selection_mode="multi",
        key=f"{form}_picked_{reason}",
    )  # fmt: skip
    if more := len(chosen_lines) - len(shown):
        st.caption(_n("{count} more follow", "{count} more follow", more))
    picked_lines = [line for line in shown if line.code in (picked or ())]
    if len(picked_lines) == 1:
        _open(picked_lines[0], names[picked_lines[0].unit_id].code, year)
    free = [line for line in (picked_lines or chosen_lines) if line.confirmable]
    if free:
        label = (
            _n("Confirm the {count} chosen", "Confirm the {count} chosen", len(free))
            if picked_lines
            else _n("Confirm {count} with this reason", "Confirm all {count} with this reason", len(free))
        )
        if confirm_button.confirmed_button(label, _question(len(free)), f"assess_confirm_{reason}", width="stretch"):
            _confirm(free)
    if picked_lines:
        because = st.text_input(
            _("Why the cell is to look at it again"), max_chars=200, live=True, key=f"{form}_because"
        )
        if st.button(_n("Return {count}", "Return {count}", len(picked_lines)), key=f"{form}_return"):
            with feedback.saving(_("Returned to the cell.")):
                with forms.once_token(FORM) as token:
                    commune_confirmation.return_to_cell(
                        auth.viewer(), [line.code for line in picked_lines], because, token
                    )
                st.rerun()


def _open(line: PendingLine, unit: str, year: int) -> None:
    st.page_link(
        PAGE,
        label=_("Open the assessment of {name}", name=escape_markdown(line.name)),
        icon=":material/visibility:",
        query_params={"unit": unit, "year": str(year), "person": line.member_code},
    )


def _label(line: PendingLine, cell: str) -> str:
    """Return a person with cell, findings and the year's record."""
    told = [line.name, cell, join_list(list(line.noticed)), assessment_labels.member_year_text(line.counts)]
    return " · ".join(escape_markdown(part) for part in told if part)


def _confirm(lines: list[PendingLine]) -> None:
    with feedback.saving(_n("{count} assessment confirmed.", "{count} assessments confirmed.", len(lines))):
        with forms.once_token(FORM) as token:
            commune_confirmation.confirm(auth.viewer(), [line.code for line in lines], token)
        st.rerun()
