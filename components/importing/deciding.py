"""One staged list: what was found in it, what is asked, what would come of it, and the button that does it."""

import streamlit as st

from components import auth, feedback, live
from components.i18n import _, _n, moment_text, number
from components.importing import asking, making, noticed, reading_on, staging, words, workbooks, working
from components.importing.places import row_text
from components.text import plain
from db.imports import answers, apply
from db.imports.outcomes import Effect, Outcome, Plan
from db.scope import Viewer

SHOWN = 50


def lay(code: str) -> None:
    """The whole of one list."""
    viewer = auth.viewer("/import")
    with feedback.refusing():
        staged = staging.load(viewer, code)
        plan = apply.preview(viewer, code, staged.rows, whole=not staged.part, beside=staged.seen.beside)
    people = _n("{count} person", "{count} people", len(staged.rows))
    st.caption(f"{plain(staged.title)} · {moment_text(staged.at)} · {people}")
    live.kept(answers.place(viewer, code), None)
    if staged.part:
        st.caption(_("It is a part of a list, such as rows that were mended: who is not on it is not asked about."))
    reading_on.ask(staged)
    noticed.show(staged)
    if staged.rows:
        asking.ask(viewer, code, plan)
        st.subheader(_("What would happen"))
        _counts(plan)
        _rows(plan)
        _files(viewer, code, plan)
    _decide(code, plan)


def _counts(plan: Plan) -> None:
    with st.container(horizontal=True, key="import_counts"):
        for effect, title in words.EFFECTS.items():
            st.metric(_(title), number(plan.counts[effect]), border=True, width=150)


def _rows(plan: Plan) -> None:
    """The first fifty of one kind; those that need eyes are shown first."""
    kinds = [effect for effect in (Effect.REFUSED, Effect.ASKED, Effect.LEFT_OUT, Effect.CREATED, Effect.CHANGED, Effect.UNTOUCHED) if plan.counts[effect]]
    chosen = st.pills(_("Show"), kinds, format_func=lambda effect: _(words.EFFECTS[effect]), default=kinds[0], key="import_shown") or kinds[0]
    rows = [outcome for outcome in plan.outcomes if outcome.effect == chosen]
    with st.container(height=360 if len(rows) > 6 else "content", border=True):
        st.markdown("\n".join(_line(plan, one) for one in rows[:SHOWN]))
    if len(rows) > SHOWN:
        st.caption(_("The first {count} of {total}. All of them stand in the file.", count=SHOWN, total=len(rows)))


def _line(plan: Plan, one: Outcome) -> str:
    name = one.row.name or one.row.said.get("name") or "–"
    text = workbooks.reason(one) or workbooks.told(plan, one) or one.row.cell or one.row.home or ""
    return " · ".join(["- " + _("Row {number}", number=row_text(one.row.number)), f"**{plain(name)}**", plain(text)])


def _files(viewer: Viewer, code: str, plan: Plan) -> None:
    open_rows = plan.counts[Effect.REFUSED] + plan.counts[Effect.ASKED]
    with st.container(horizontal=True):
        _file(_("All of it as a workbook"), workbooks.preview, plan, "xem-truoc.xlsx", f"import_preview_{code}")
        if open_rows:
            _file(_n("{count} row to mend", "{count} rows to mend", open_rows), workbooks.returned, plan, "dong-can-sua.xlsx", f"import_returned_{code}")


def _file(text: str, make, plan: Plan, name: str, key: str) -> None:
    st.download_button(text, lambda: make(plan), file_name=name, mime=workbooks.MIME, key=key, icon=":material/download:", on_click="ignore")


def _decide(code: str, plan: Plan) -> None:
    if plan.counts[Effect.ASKED]:
        st.info(_("Rows that are still asked stay out. You may bring the others in now and these later."))
    going = working.going(code)
    if not plan.changes:
        st.info(_("There is nothing to bring in: the register has it all, or questions are open."))
    elif st.button(
        _n("Bring {count} person in", "Bring {count} people in", _doing(plan)), type="primary", width="stretch", key=f"import_do_{code}", disabled=going
    ):
        with feedback.saving(_("The list is being brought in. You may close this page.")):
            making.ask(auth.viewer("/import"), code)
            st.query_params.clear()  # what comes of it is all that is shown
            st.rerun()
    if st.button(_("Forget this list"), key=f"import_forget_{code}", disabled=going):
        with feedback.saving(_("The list is forgotten.")):
            staging.discard(auth.viewer("/import"), code)
            st.query_params.clear()
            st.rerun()


def _doing(plan: Plan) -> int:
    return plan.counts[Effect.CREATED] + plan.counts[Effect.CHANGED] + sum(one.ends for one in plan.missing)
