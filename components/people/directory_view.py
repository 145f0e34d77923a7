"""The directory on screen: holders of posts, and actions on those who are not members."""

import streamlit as st

from components.i18n import _
from components.labels import member_labels
from components.markdown import escape_markdown
from components.widgets import action_form, forms
from components.widgets.action_form import Action, ActionForm
from db.calendar import clock
from db.kernel.scope import Viewer, Work
from db.people import directory
from db.people.directory import DirectoryEntry, OutsiderInput
from db.people.membership_consistency import COMMITTEE
from db.settings import settings
from db.units.units import UnitName

ADDRESS = "/directory"


def show(viewer: Viewer, unit: UnitName) -> None:
    """Show the people of a unit with their posts, and actions on those who are not members."""
    found = directory.list_entries(viewer, unit.id)
    posts = {option.key: option.label for option in settings.options(viewer, "posts")}
    if viewer.writes(Work.PEOPLE):
        others = [entry for entry in found if not entry.member]
        possible = {"enter": Action(_("Add someone"), lambda form: _enter(form, unit, posts))}
        if others:
            possible["correct"] = Action(_("Correct an entry"), lambda form: _correct(form, others, posts))
            possible["end"] = Action(_("End a post"), lambda form: _end(form, others, posts))
            possible["erase"] = Action(_("Erase"), lambda form: _erase(form, others, posts))
        action_form.choose(f"directory_{unit.code}", ADDRESS, possible)
    if found:
        st.markdown("\n".join(_line(entry, posts.get(entry.post, entry.post)) for entry in found))
    else:
        st.caption(_("Nobody is entered here yet."))


def _line(entry: DirectoryEntry, post: str) -> str:
    told = " · ".join(map(escape_markdown, filter(None, (entry.name, post, entry.phone))))
    return f"- {told}  \n  :gray[{member_labels.date_span(entry.since, entry.until)}]"


def _enter(form: ActionForm, unit: UnitName, posts: dict[str, str]) -> None:
    st.caption(_("For people who are not Party members here, for example the village head. Members take up posts on "
                 "their own page."))  # fmt: skip
    offered = {key: label for key, label in posts.items() if key not in COMMITTEE}
    with form.fields():
        name = form.text(_("Full name"))
        post = forms.choice_field(_("Post"), offered, key=form.key("post"))
        phone = form.text(_("Phone"), field="phone", max_chars=20)
        since, until = forms.date_span(form.key("span"), None, None, _("Until (if known)"))
        form.save(
            _("Add"),
            _("Added."),
            lambda viewer, token: directory.enter_outsider(
                viewer, unit.id, OutsiderInput(name, post, phone, since, until), token
            ),
            again=True,
        )


def _correct(form: ActionForm, others: list[DirectoryEntry], posts: dict[str, str]) -> None:
    which = _which(form, others, posts)
    entry = next(each for each in others if each.id == which)
    offered = {key: label for key, label in posts.items() if key not in COMMITTEE}
    form = form.for_part(str(which))
    with form.fields():
        name = form.text(_("Full name"), entry.name)
        post = forms.choice_field(_("Post"), offered, entry.post, key=form.key("post"))
        phone = form.text(_("Phone"), entry.phone or "", field="phone", max_chars=20)
        since, until = form.since_and_until(entry.since, entry.until)
        typed = OutsiderInput(name, post, phone, since, until)
        form.save(_("Save"), _("Saved."), lambda viewer, _: directory.correct(viewer, which, typed))


def _end(form: ActionForm, others: list[DirectoryEntry], posts: dict[str, str]) -> None:
    with form.fields():
        which = _which(form, others, posts)
        day = form.date(_("Last day (inclusive)"), clock.today())
        form.save(_("End"), _("Recorded."), lambda viewer, _: directory.end_post(viewer, which, day))


def _erase(form: ActionForm, others: list[DirectoryEntry], posts: dict[str, str]) -> None:
    st.warning(_("Name and phone are erased for good, in the history too. This cannot be taken back."))
    with form.fields():
        which = _which(form, others, posts)
        form.save(
            _("Erase for good"), _("Erased."), lambda viewer, token: directory.erase_outsider(viewer, which, token)
        )


def _which(form: ActionForm, others: list[DirectoryEntry], posts: dict[str, str]) -> int:
    labels = {
        entry.id: f"{entry.name} · {posts.get(entry.post, entry.post)} · "
        f"{member_labels.date_span(entry.since, entry.until)}"
        for entry in others
    }
    return st.selectbox(_("Which one"), list(labels), format_func=labels.__getitem__, key=form.key("which"))
