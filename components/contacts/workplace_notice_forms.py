"""Forms for notices of a change: send one; apply, note or return a waiting one."""

import streamlit as st

from components.i18n import _, day_text
from components.labels import workplace_notice_labels
from components.labels.distinct_labels import distinct
from components.markdown import escape_markdown
from components.widgets import confirm_button, forms
from components.widgets.action_form import ActionForm
from db.calendar import clock
from db.contacts import notices_from_workplaces
from db.contacts.change_notice_effects import NoticeEffect, NoticeKind
from db.contacts.notices_from_workplaces import NoticeInput, NoticeLine
from db.kernel.scope import Viewer

ADDRESS = "/contacts"


def show_send_form(viewer: Viewer, kinds: dict[str, NoticeKind]) -> None:
    """Ask whom it is about, what changed, and since when."""
    people = notices_from_workplaces.list_people_to_notify_of(viewer)
    if not people:
        st.caption(_("Nobody is introduced yet."))
        return
    form = ActionForm("notice_send", ADDRESS, "send")
    labels = {person.code: " · ".join(filter(None, (person.name, (person.born or "")[:4]))) for person in people}
    with form.fields():
        member = forms.choice_field(_("Full name"), labels, key=form.key("member"))
        words = {kind.key: kind.label for kind in kinds.values()}
        kind = forms.choice_field(_("What has changed"), words, key=form.key("kind"))
        day = form.date(_("Since"), clock.today())
        value = form.text(_("New position, workplace or address, if any"), field="value", max_chars=200)
        reason = form.text(
            _("Reason, if any"),
            field="reason",
            max_chars=200,
            help=_("Read only by the secretary of the cell and the committee of the place of residence."),
        )
        form.save(
            _("Send the notice"),
            _("The notice is sent."),
            lambda who, token: notices_from_workplaces.send(who, member, NoticeInput(kind, day, value, reason), token),
        )


def show_waiting_notices(waiting: list[NoticeLine], kinds: dict[str, NoticeKind]) -> None:
    """Show the waiting notices, one open at a time."""
    lines = {line.code: line for line in waiting}
    names = distinct({code: escape_markdown(line.name) for code, line in lines.items()})
    chosen = st.pills(_("Notices"), list(names), format_func=names.get, label_visibility="collapsed", key="notice")
    if not chosen:
        for line in waiting:
            st.markdown(escape_markdown(_told(line, kinds)))
        return
    line = lines[chosen]
    effect = kinds[line.kind].effect if line.kind in kinds else None
    with st.container(border=True):
        st.markdown(escape_markdown(_told(line, kinds)))
        st.markdown(escape_markdown(workplace_notice_labels.effect_text(effect, line)))
        _apply(line, effect)
        _note_or_return(line)


def _apply(line: NoticeLine, effect: str | None) -> None:
    form = ActionForm(f"notice_{line.code}", ADDRESS, "apply")
    if effect is None:
        return
    if effect != NoticeEffect.ERASE:
        form.save_now(
            _("Apply"),
            _("The notice is applied."),
            lambda who, token: notices_from_workplaces.apply_notice(who, line.code, token),
        )
        return
    question = _("Erase everything about **{name}**? This cannot be undone.", name=escape_markdown(line.name))
    if confirm_button.confirmed_button(
        _("Apply and erase the person"), question, form.key("erase"), type="primary", width="stretch"
    ):
        form.run(
            _("The person is erased."), lambda who, token: notices_from_workplaces.apply_notice(who, line.code, token)
        )


def _note_or_return(line: NoticeLine) -> None:
    note = ActionForm(f"notice_{line.code}", ADDRESS, "note")
    if st.button(_("Only note it"), key=note.key("save"), width="stretch"):
        note.run(
            _("The notice is noted."),
            lambda who, token: notices_from_workplaces.note_without_effect(who, line.code, token),
        )
    back = ActionForm(f"notice_{line.code}", ADDRESS, "return")
    with st.expander(_("Return it to the workplace")), back.fields():
        answer = back.text(_("Why it is returned"), field="answer", max_chars=200)
        back.save(
            _("Return"),
            _("The notice is returned."),
            lambda who, token: notices_from_workplaces.return_to_workplace(who, line.code, answer, token),
        )


def _told(line: NoticeLine, kinds: dict[str, NoticeKind]) -> str:
    kind = kinds[line.kind].label if line.kind in kinds else line.kind
    parts = (line.name, (line.born or "")[:4], kind, line.value, day_text(line.effective_on), line.reason)
    return " · ".join(filter(None, (*parts, line.workplace, line.cell)))
