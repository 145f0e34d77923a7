"""Erasing a person: what is deleted and what stays, what must be done first, and the name typed again."""

import streamlit as st

from components.i18n import _, _n, day_text, number
from components.markdown import escape_markdown
from components.refusals import sentences
from components.widgets.action_form import ActionForm
from db.maintenance import backup
from db.people import erasure
from db.people.account_erasure import PossibleAccount
from db.people.erasure import ErasurePreview
from db.people.profiles import Profile
from db.people.timelines import Timeline

MEMBERS = "pages/people/members.py"


def show(profile: Profile, timeline: Timeline, form: ActionForm) -> None:
    """Show the form; or what must be done first."""
    found = erasure.preview(form.viewer(), profile.code)
    st.warning(
        _(
            "Everything the register holds about this person is erased: personal data, lists, posts, groups, "
            "households, attendance by name, earlier values in the history, and what is typed in drafts. Meeting "
            "totals stay as saved. Earlier actions that concern this person can no longer be undone. This cannot be "
            "taken back."
        ),
        icon=":material/delete_forever:",
    )
    if found.obstacles:
        _tell_obstacles(found.obstacles)
        return
    st.caption(_extent(found))
    _led(found)
    st.caption(_backups())
    if found.namesakes:
        st.warning(
            _(
                "Someone else in the register has the same name. Texts of cells that both belonged to are left as "
                "they are; please check them yourself."
            ),
            icon=":material/help:",
        )
    if st.button(_("Print the information sheet first"), icon=":material/print:", key=form.key("sheet")):
        st.query_params["sheet"] = "1"
        st.rerun()
    _ask(profile, form, found.accounts)


def _tell_obstacles(obstacles: list) -> None:
    st.warning(
        _("First do the following:")
        + "".join(f"\n- {escape_markdown(sentences.of_refusal(obstacle))}" for obstacle in obstacles),
        icon=":material/error:",
    )


def _extent(found: ErasurePreview) -> str:
    """Return how much is stored about the person, in words."""
    return " · ".join(
        (
            _n("{count} meeting", "{count} meetings", found.meetings),
            _n("{count} action in the history", "{count} actions in the history", found.actions),
            _n("{count} document", "{count} documents", found.documents),
        )
    )


def _led(found: ErasurePreview) -> None:
    """Warn about meetings that the person chaired."""
    if found.chaired:
        st.caption(
            _n(
                "In {count} meeting this person was chair or took the minutes: the meeting stays as saved, and that "
                "place becomes blank.",
                "In {count} meetings this person was chair or took the minutes: the meetings stay as saved, and that "
                "place becomes blank.",
                found.chaired,
            )
        )


def _backups() -> str:
    """Say what backups contain about the person, and until when."""
    kept = backup.backup_expiry()
    if not kept.until and not kept.by_hand:
        return _("There is no backup yet that holds these data.")
    told = _("Backups still hold these data until {day}.", day=day_text(kept.until)) if kept.until else ""
    if kept.by_hand:
        told += " " + _(
            "{count} backups made by hand hold them until somebody deletes the files.", count=number(kept.by_hand)
        )
    return told.strip() + " " + _("If one of them is restored, erase this person again.")


def _ask(profile: Profile, form: ActionForm, named: list[PossibleAccount]) -> None:
    accounts = {account.id: account.username for account in named}
    with form.fields():
        his = []
        if accounts:
            st.warning(
                _(
                    "These accounts bear this person's name or phone and are linked to no member. Tick those that are "
                    "this person's: they are erased too. Lock them first."
                ),
                icon=":material/help:",
            )
            his = st.multiselect(_("Accounts of this person"), accounts, format_func=accounts.get, key=form.key("his"))
        name = form.text(_("Type the full name to confirm"))
        hint = _("request and its date, without the name")
        reason = form.text(_("Reason"), field="reason", max_chars=200, placeholder=hint)
        form.save(
            _("Erase for good"),
            _("All data about this person have been erased."),
            lambda viewer, token: erasure.erase(viewer, profile.code, name, reason, token, his),
            next_page=MEMBERS,
        )
