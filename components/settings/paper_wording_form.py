"""Reword the assessment form, or the regulation, from a day on: item by item, with its marks."""

from typing import Any

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.settings import setting_form
from components.shell import auth
from components.widgets import concurrent_edits, forms
from db.kernel.scope import Viewer
from db.settings import paper_wording_rules
from db.settings.paper_wording_rules import WordingBasis

PAGE = "/settings"


def show(viewer: Viewer, name: str) -> None:
    """Show the current wording to be changed, its source document, and the day."""
    form = forms.form_key(f"settings_{name}")
    concurrent_edits.begin(form)
    stands = paper_wording_rules.latest_version(viewer, name)
    changed = (
        _regulation(form, stands) if name == paper_wording_rules.CONTACT else {"items": _items(form, stands["items"])}
    )
    citation = st.text_input(
        _("Document it is based on"), key=f"{form}_citation", max_chars=300, placeholder=_("number, date, issuer")
    )
    verified = st.checkbox(
        _("I have checked the original document; it may be cited in printed documents"), key=f"{form}_verified"
    )
    since = setting_form.start_day(form)
    st.caption(_("What has been saved or issued already keeps its wording."))
    if setting_form.save_pressed(form, f"{form}_save"):
        with setting_form.saving(name):
            with forms.once_token(f"settings_{name}") as token:
                paper_wording_rules.change_wording(
                    auth.viewer(PAGE), name, changed, WordingBasis(citation, verified, since), token
                )
            setting_form.close_form(name)


def _regulation(form: str, stands: dict[str, Any]) -> dict[str, Any]:
    duties = "\n".join(row["text"] for row in stands.get("duties", ()))
    return {
        "short": st.text_input(_("Short name"), stands["short"], key=f"{form}_short", max_chars=20),
        "meetings_a_year": st.number_input(
            _("Meetings per year"), 1, 12, stands["meetings_a_year"], key=f"{form}_meetings"
        ),
        "title": st.text_area(_("Whom it is about, as papers print it"), stands.get("title", ""), key=f"{form}_title"),
        "lead": st.text_area(_("Sentence above a comment"), stands.get("lead", ""), key=f"{form}_lead"),
        "duties": st.text_area(_("Duties, one a line"), duties, key=f"{form}_duties", height=240).splitlines(),
    }


def _items(form: str, stands: list[dict]) -> list[dict]:
    """Ask for the items and return them in order, without those struck out."""
    fresh = st.session_state.get(f"{form}_fresh", 0)
    rows = [*stands, *({"key": None, "short": "", "text": "", "marks": []} for _each in range(fresh))]
    found = []
    for at, row in enumerate(rows):
        with st.container(border=True, key=f"{form}_item_{at}"):
            place, typed = _item(f"{form}_{at}", at, row)
        if place is not None:
            found.append((place, at, typed))
    if st.button(_("One more item"), icon=":material/add:", key=f"{form}_more"):
        st.session_state[f"{form}_fresh"] = fresh + 1
        st.rerun()
    return [typed for _place, _at, typed in sorted(found, key=lambda each: each[:2])]


def _item(key: str, at: int, row: dict) -> tuple[int | None, dict]:
    """Ask for one item's place (none strikes it out) and text."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.number_input(_("No."), 1, 99, at + 1, key=f"{key}_place", width=110)
        short = st.text_input(_("Heading"), row["short"], key=f"{key}_short", max_chars=paper_wording_rules.SHORT)
        gone = st.checkbox(_("Leave out"), key=f"{key}_gone")
    text = st.text_area(_("Wording"), row["text"], key=f"{key}_text", max_chars=paper_wording_rules.TEXT)
    marks = row.get("marks", [])
    typed = st.text_area(
        _("Marks, one a line; none: free text"), "\n".join(mark["label"] for mark in marks), key=f"{key}_marks"
    )
    labels = list(dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip()))
    looked_at = [mark["label"] for mark in marks if mark.get("eyes") and mark["label"] in labels]
    eyes = (
        st.pills(
            _("Reviewed one by one before confirmation"), labels, format_func=escape_markdown, selection_mode="multi",
            default=looked_at, key=f"{key}_eyes",
        )
        if labels
        else []
    )  # fmt: skip
    told = [{"label": line, "eyes": line in eyes} for line in typed.splitlines() if line.strip()]
    return None if gone else int(place), {"key": row["key"], "short": short, "text": text, "marks": told}
