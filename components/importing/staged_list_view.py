"""One staged list: what was found, the questions, the preview, and the button that imports it."""

import streamlit as st

from components.i18n import _, _n, moment_text, number
from components.importing import (
    import_job_list,
    import_jobs,
    import_labels,
    list_workbook_writer,
    reading_notes,
    reading_options,
    staged_lists,
)
from components.importing.excel_positions import row_text
from components.importing.list_kinds import ListKind
from components.importing.staged_lists import StagedList
from components.markdown import escape_markdown
from components.shell import auth, live_status
from components.widgets import feedback, forms
from db.errors import Conflict
from db.imports import import_answers
from db.imports.list_plan import ListOutcome, ListPlan, RowEffect
from db.kernel.scope import Viewer

SHOWN = 50


def show(viewer: Viewer, staged: StagedList, kind: ListKind, plan: ListPlan) -> None:
    """Show one list, and what importing it would do."""
    code, count = staged.code, kind.count(len(staged.rows))
    st.caption(f"{escape_markdown(staged.title)} · {moment_text(staged.at)} · {count}")
    live_status.draft_status(import_answers.draft_key(viewer, code), None)
    if staged.part:
        st.caption(
            _("This file is part of a list (such as corrected rows): you are not asked about people who are not on it.")
        )
    reading_options.show(staged)
    reading_notes.show(staged)
    if staged.rows:
        kind.ask(viewer, code, plan)
        st.subheader(_("What the import would do"))
        _counts(plan)
        _rows(kind, plan)
        _files(kind, code, plan)
    _decide(kind, code, plan)


def _counts(plan: ListPlan) -> None:
    with st.container(horizontal=True, key="import_counts"):
        for effect, title in import_labels.EFFECT_LABELS.items():
            st.metric(_(title), number(plan.counts[effect]), border=True, width=150)


def _rows(kind: ListKind, plan: ListPlan) -> None:
    """Show the first fifty rows of a kind; rows that need attention come first."""
    kinds = [
        effect
        for effect in (
            RowEffect.REFUSED,
            RowEffect.ASKED,
            RowEffect.LEFT_OUT,
            RowEffect.CREATED,
            RowEffect.CHANGED,
            RowEffect.UNTOUCHED,
        )
        if plan.counts[effect]
    ]
    chosen = (
        st.pills(
            _("Show"),
            kinds,
            format_func=lambda effect: _(import_labels.EFFECT_LABELS[effect]),
            default=kinds[0],
            key="import_shown",
        )
        or kinds[0]
    )
    rows = [outcome for outcome in plan.outcomes if outcome.effect == chosen]
    with st.container(height=360 if len(rows) > 6 else "content", border=True):
        st.markdown("\n".join(_line(kind, plan, one) for one in rows[:SHOWN]))
    if len(rows) > SHOWN:
        st.caption(
            _(
                "Showing the first {count} of {total}. The file contains all of them.",
                count=SHOWN,
                total=number(len(rows)),
            )
        )


def _line(kind: ListKind, plan: ListPlan, one: ListOutcome) -> str:
    name = one.row.name or one.row.said.get("name") or "–"
    return " · ".join(
        [
            "- " + _("Row {number}", number=row_text(one.row.number)),
            f"**{escape_markdown(name)}**",
            escape_markdown(kind.row_text(plan, one)),
        ]
    )


def _files(kind: ListKind, code: str, plan: ListPlan) -> None:
    open_rows = plan.counts[RowEffect.REFUSED] + plan.counts[RowEffect.ASKED]
    with st.container(horizontal=True):
        _file(_("Export all to Excel"), kind.preview, plan, "xem-truoc.xlsx", f"import_preview_{code}")
        if open_rows:
            _file(
                _n("{count} row to correct", "{count} rows to correct", open_rows),
                kind.rows_to_correct,
                plan,
                "dong-can-sua.xlsx",
                f"import_returned_{code}",
            )


def _file(text: str, make, plan: ListPlan, name: str, key: str) -> None:
    st.download_button(
        text,
        lambda: make(plan),
        file_name=name,
        mime=list_workbook_writer.MIME,
        key=key,
        icon=":material/download:",
        on_click="ignore",
    )


def _decide(kind: ListKind, code: str, plan: ListPlan) -> None:
    if plan.counts[RowEffect.ASKED]:
        st.info(_("Unanswered rows are not imported. You can import the others now and these later."))
    going = import_job_list.is_running(code)
    now = plan.digest
    shown = forms.value_when_last_drawn(f"import_shown_{code}", now)
    if not plan.changes:
        st.info(_("There is nothing to import: the register already has everything, or questions are still open."))
    elif st.button(
        kind.import_text(_doing(plan)),
        type="primary",
        width="stretch",
        key=f"import_do_{code}",
        disabled=going,
    ):
        with feedback.saving(_("Importing the list … You may close this page.")):
            if shown != now:
                raise Conflict("import_not_as_shown")
            import_jobs.enqueue_import(auth.viewer("/import"), code, shown)
            st.query_params.clear()  # only the result is shown
            st.rerun()
    if st.button(_("Discard this list"), key=f"import_forget_{code}", disabled=going):
        with feedback.saving(_("List discarded.")):
            staged_lists.discard(auth.viewer("/import"), code)
            st.query_params.clear()
            st.rerun()


def _doing(plan: ListPlan) -> int:
    return plan.counts[RowEffect.CREATED] + plan.counts[RowEffect.CHANGED] + plan.ended
