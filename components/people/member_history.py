"""The changes of one member's data: who, when, before and after, and undo."""

import streamlit as st

from components import level_names
from components.history import action_titles, change_text
from components.i18n import _, moment_text
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import confirm_button, feedback
from db.history import member_actions, undo
from db.history.member_actions import MemberAction
from db.kernel.scope import Viewer, Work
from db.models import Role


def show(viewer: Viewer, code: str) -> None:
    """The latest actions, latest first; read only on request."""
    with st.expander(_("What was changed, by whom and when"), key="member_trace", on_change="rerun") as opened:
        if not opened.open:
            return
        rows = member_actions.actions_on_member(viewer, code)
        labels = change_text.load_option_labels(viewer)
        for done in rows:
            _show(viewer, done, labels)
        if not rows:
            st.caption(_("Nothing has been changed since this person was entered."))


def _show(viewer: Viewer, done: MemberAction, labels: dict) -> None:
    behalf = " · " + _("on behalf of {cell}", cell=escape_markdown(done.on_behalf_of)) if done.on_behalf_of else ""
    who = escape_markdown(done.who or _("the register (automatic)"))
    role = f" ({escape_markdown(level_names.role_name(viewer, Role(done.role)))})" if done.role in set(Role) else ""
    lines = change_text.describe_changes(done.rows, labels, named=False)
    with st.container(key=f"member_done_{done.batch_id}", horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{action_titles.action_title(done.action)}**{behalf}  \n{who}{role} · {moment_text(done.at)}"
            + "".join(f"\n- {line}" for line in lines),
            width="stretch",
        )
        if done.undone:
            st.caption(_("undone"))
        elif viewer.writes(Work.PEOPLE) and _undone(done):
            with feedback.saving(_("Undone.")):
                undo.undo(auth.viewer("/member"), done.batch_id)
                st.rerun()


def _undone(done: MemberAction) -> bool:
    """Return whether an action is to be undone, after confirmation."""
    question = _(
        "Undo this and restore the previous values? {what}",
        what=f"**{action_titles.action_title(done.action)}** · {moment_text(done.at)}",
    )
    return confirm_button.confirmed_button(_("Undo"), question, key=f"member_undo_{done.batch_id}")
