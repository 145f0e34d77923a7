"""Issuing comments: all confirmed ones in one action, one file, the hand-over list, and ticks by cell."""

from datetime import timedelta

import streamlit as st

from components.files import paper_fields, template_builder, word_template
from components.files.paper_fields import COMMENT, SHORT_COMMENT
from components.i18n import N_, _, _n, day_text
from components.markdown import escape_markdown
from components.papers import download_button, paper_files, paper_jobs, single_issued_paper
from components.shell import auth
from components.widgets import feedback, forms
from db.calendar import clock
from db.comments import comment_issue, paper_hand_over
from db.comments.comment_issue import IssuableAssessment, IssueOrder
from db.comments.paper_hand_over import CellPapers, HandOverStep, IssueDay, PaperOrder
from db.jobs import jobs
from db.jobs.jobs import JobStatus
from db.kernel.scope import Viewer
from db.models import JobState

PAGE, FORM = "/papers", "issue"
STEPS = {
    HandOverStep.SIGNED: N_("Signed"),
    HandOverStep.SEALED: N_("Sealed"),
    HandOverStep.HANDED_OVER: N_("Handed over"),
}
ORDERS = {PaperOrder.WORKPLACE: N_("by workplace"), PaperOrder.CELL: N_("by cell")}
ACTIVE = (JobState.WAITING, JobState.RUNNING)


def show_ready(viewer: Viewer) -> None:
    """Confirmed assessments without a document: the day, the first number, one button."""
    today = clock.today()
    years = (today.year, today.year - 1)
    ready = [line for year in years for line in comment_issue.list_ready(viewer, year)]
    mine = [line for line in ready if not line.own and not line.unasked]
    again = sum(line.papers for line in mine if line.again)
    count = sum(line.papers for line in mine)
    told = [_n("{count} comment to be issued", "{count} comments to be issued", count)]
    if again:
        told.append(_n("{count} of them for a new request", "{count} of them for new requests", again))
    st.subheader(" · ".join(told))
    if again:
        st.caption(_("Comments already issued stay as they are; a new request is answered by a new comment."))
    if own := sum(line.own for line in ready):
        st.caption(
            _n(
                "{count} is about yourself or of your own writing: a colleague issues it.",
                "{count} are about yourself or of your own writing: a colleague issues them.",
                own,
            )
        )
    if unasked := sum(line.unasked for line in ready):
        st.caption(
            _n(
                "{count} is about somebody exempt from meetings: issued once somebody asks.",
                "{count} are about people exempt from meetings: issued once somebody asks.",
                unasked,
            )
        )
    if not mine:
        st.caption(_("Every confirmed comment has been issued."))
        return
    _by_cell(mine)
    form = forms.form_key(FORM)
    shown = forms.value_when_last_drawn(f"{form}_shown", [line.code for line in mine])
    with st.expander(_("Day and numbers"), key=f"{form}_more"):
        day = forms.date_field(_("Issued on"), today, key=f"{form}_day") or today
        blank = st.toggle(_("Leave numbers blank, to be written by hand"), key=f"{form}_blank")
        following = comment_issue.next_number(viewer, viewer.unit_id or 0)
        first = st.number_input(_("First number"), 1, 99_999, following, key=f"{form}_first", disabled=blank)
        if not blank:
            st.caption(_("Numbers {first} to {last}", first=int(first), last=int(first) + count - 1))
    label = _n("Issue {count} comment", "Issue {count} comments", count)
    if st.button(label, type="primary", width="stretch", icon=":material/approval:", key=f"{form}_save"):
        with feedback.saving(_("Issued.")):
            order = IssueOrder(
                day, None if blank else int(first), paper_files.shipped_template_ids(COMMENT, SHORT_COMMENT)
            )
            with forms.once_token(FORM) as token:
                comment_issue.issue_comments(auth.viewer(PAGE), shown, order, token)
            st.rerun()


def _by_cell(lines: list[IssuableAssessment]) -> None:
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.cell] = counts.get(line.cell, 0) + line.papers
    st.caption(" · ".join(f"{escape_markdown(cell)}: {count}" for cell, count in counts.items()))


def show_issued_batches(viewer: Viewer) -> None:
    """The issues so far, the latest open, each with its file, its list and the ticks of its cells."""
    issues = paper_hand_over.list_issues(viewer)
    for at, issue in enumerate(issues):
        title = _n("{day}: {count} comment", "{day}: {count} comments", issue.count, day=day_text(issue.day))
        with st.expander(title, expanded=at == 0, key=f"issue_{issue.day}", on_change="rerun") as box:
            if box.open:
                _issue(viewer, issue)


def _issue(viewer: Viewer, issue: IssueDay) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"issue_make_{issue.day}"):
        for order, words in ORDERS.items():
            label = _("Word file {order}", order=_(words))
            key = f"issue_{order.value}_{issue.day}"
            st.button(label, icon=":material/description:", key=key, on_click=_ask, args=(issue, order))
    running = any(job.state in ACTIVE for job in _jobs(viewer, issue))
    st.fragment(_file, run_every=1 if running else None)(issue, running)
    download_button.show(
        viewer,
        _("Hand-over list"),
        hand_over_file,
        issue.day.isoformat(),
        name=f"bang-ke-ban-giao_{issue.day:%Y-%m-%d}.docx",
        key=f"issue_list_{issue.day}",
        icon=":material/list_alt:",
    )
    st.markdown("\n".join(_cell_line(cell) for cell in issue.cells))
    _ticks(issue)
    single_issued_paper.show(viewer, issue.day)


def _cell_line(cell: CellPapers) -> str:
    done = (cell.signed, cell.sealed, cell.handed_over)
    told = [f"{_(words).lower()} {count}" for words, count in zip(STEPS.values(), done, strict=True) if count]
    return f"- {escape_markdown(cell.name)}: {cell.count}" + (f" · {', '.join(told)}" if told else "")


def _jobs(viewer: Viewer, issue: IssueDay) -> list[JobStatus]:
    own = (job for job in jobs.list_own(viewer) if job.kind == paper_jobs.KIND)
    return [job for job in own if job.wanted["day"] == issue.day.isoformat()]


def _file(issue: IssueDay, was_running: bool) -> None:
    """The last requested Word file, one page per person, or its progress."""
    viewer = auth.viewer(PAGE)
    latest = next(iter(_jobs(viewer, issue)), None)
    if latest is None:
        st.caption(_("There is no file at present: the buttons above make one, which is kept for a day."))
        return
    if was_running and latest.state not in ACTIVE:
        st.rerun()
    if latest.state in ACTIVE:
        share = min(1.0, latest.done / latest.total) if latest.total else 0.0
        st.progress(share, text=_n("{count} page", "{count} pages", latest.done))
    elif latest.state != JobState.DONE:
        _remake(issue, latest, _("The file could not be made. Please try again."))
    elif jobs.has_file(latest):
        _result(viewer, latest)
    else:
        _remake(issue, latest, _("The file is no longer available. Have it made again."))


def _remake(issue: IssueDay, job: JobStatus, told: str) -> None:
    """Why there is no file, and a button to make it again."""
    order = PaperOrder(job.wanted["order"])
    st.warning(told, icon=":material/scan_delete:")
    label = _("Make the Word file {order} again", order=_(ORDERS[order]))
    st.button(label, icon=":material/refresh:", key=f"issue_again_{job.code}", on_click=_ask, args=(issue, order))


def _ask(issue: IssueDay, order: PaperOrder) -> None:
    """Queue the file. A callback."""
    with feedback.saving(_("The file is being made.")):
        title = _("Comments of {day}, {order}", day=day_text(issue.day), order=_(ORDERS[order]))
        paper_jobs.enqueue(auth.viewer(PAGE), issue.day, order, title)


def _result(viewer: Viewer, job: JobStatus) -> None:
    pages = _n("{count} page", "{count} pages", job.result["papers"])
    download_button.show(
        viewer,
        _("Download {order}, {pages}", order=_(ORDERS[PaperOrder(job.wanted["order"])]), pages=pages),
        job_file,
        job.code,
        name=job.result["file"],
        key=f"issue_get_{job.code}",
        type="primary",
    )


def job_file(account_id: int, grant_id: int, code: str) -> bytes:
    """A merged file; read when its button is pressed, if the account may still have it."""
    viewer = paper_files.current_viewer(account_id, grant_id)
    return jobs.result_file(jobs.find(viewer, code).code).read_bytes()


def hand_over_file(account_id: int, grant_id: int, day: str) -> bytes:
    """The list of an issue on which receipt is signed."""
    viewer = paper_files.current_viewer(account_id, grant_id)
    issued = clock.parse_day(day) or clock.today()
    lines = paper_hand_over.list_papers(viewer, issued, PaperOrder.WORKPLACE)
    entries = [
        {
            "thu tu": str(at),
            "so": line.number,
            "ho va ten": line.name,
            "noi cong tac": line.workplace,
            "chi bo": line.cell,
            "ky nhan": "",
        }
        for at, line in enumerate(lines, 1)
    ]
    head, content = paper_hand_over.heading_and_template(viewer, paper_fields.HAND_OVER)
    values: dict[str, word_template.Value] = {
        **head,
        "ten bang ke": paper_hand_over.list_title(issued),
        "tong so": str(len(lines)),
        "giay": entries,
    }
    return word_template.render(content or template_builder.build_template(paper_fields.HAND_OVER), [values])


def _ticks(issue: IssueDay) -> None:
    """Record signed, sealed or delivered for some cells at once, on one day."""
    form = forms.form_key(f"tick_{issue.day}")
    names = {cell.code: escape_markdown(cell.name) for cell in issue.cells}
    step = st.segmented_control(
        _("To tick"), list(STEPS), format_func=lambda each: _(STEPS[each]), key=f"{form}_step", required=False
    )
    if not step:
        return
    cells = st.pills(_("Cells"), list(names), format_func=names.get, selection_mode="multi",
                     default=list(names), key=f"{form}_cells")  # fmt: skip
    day = forms.date_field(_("On"), clock.today(), key=f"{form}_day", ahead=timedelta(0))
    if st.button(_("Tick"), key=f"{form}_save", type="primary"):
        with feedback.saving(_("Recorded.")):
            ids = [cell.unit_id for cell in issue.cells if cell.code in cells]
            with forms.once_token(f"tick_{issue.day}") as token:
                paper_hand_over.record_step(auth.viewer(PAGE), issue.day, ids, step, day, token)
            st.rerun()
