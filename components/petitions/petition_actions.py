"""Actions on a request: pass on, answer, report back, close, correct, delete."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.petitions import difficulty_form, petition_book, petition_draft, petition_form
from components.widgets import action_form, confirm_button, feedback, forms
from components.widgets.action_form import Action, ActionForm
from components.widgets.draft_fields import DraftFields
from db.calendar import clock
from db.kernel import validation
from db.kernel.scope import Viewer, Work
from db.models import PetitionAsker, PetitionHolder, Role
from db.petitions import difficulties, petitions
from db.petitions.petition_list import PetitionDetail
from db.petitions.petition_states import PetitionState
from db.units import units

CELL_ROLES = (Role.SECRETARY, Role.ASSISTANT)
Show = Callable[[ActionForm], None]


def show(viewer: Viewer, petition: PetitionDetail) -> None:
    """Show the viewer's actions, and the form of the selected one."""
    name = f"petition_{petition.line.code}"
    fields = petition_draft.begin_draft(viewer, name)
    people = petition.line.asker == PetitionAsker.PEOPLE
    titles = _titles() if people else _titles() | {"tell": _("Take note of the answer")}
    offered = _offered(viewer, petition) if people else _offered_of_difficulty(viewer, petition)
    found = {key: Action(titles[key], partial(_draw, draw, petition, fields)) for key, draw in offered.items()}
    action_form.choose(name, petition_draft.ADDRESS, found)


def _draw(draw: Callable, petition: PetitionDetail, fields: DraftFields, form: ActionForm) -> None:
    draw(petition, fields, replace(form, draft_form=fields.form))


def _offered(viewer: Viewer, petition: PetitionDetail) -> dict[str, Callable]:
    line, keeps = petition.line, viewer.role in CELL_ROLES or (viewer.role == Role.COMMUNE and petition.on_behalf)
    if not viewer.writes(Work.PETITIONS) or line.state in (PetitionState.TOLD, PetitionState.CLOSED):
        return {}
    if line.state == PetitionState.ANSWERED:
        keeps = keeps or viewer.role == Role.COMMUNE
        return {"tell": _tell, "close": _close} if keeps else {}
    held = line.held or (keeps and line.holder == PetitionHolder.CELL)
    found = {"forward": _forward} if held else {}
    found |= {"answer": _answer} | ({"close": _close} if held else {})
    if keeps and line.holder == PetitionHolder.CELL:
        found["correct"] = _correct
        found |= {} if line.forwarded_on else {"delete": _delete}
    return found


def _offered_of_difficulty(viewer: Viewer, petition: PetitionDetail) -> dict[str, Callable]:
    """Holders answer by a day or pass on; reporters may delete what nobody has acted on."""
    line, keeps = petition.line, viewer.role in CELL_ROLES
    if not viewer.writes(Work.PETITIONS) or line.state in (PetitionState.TOLD, PetitionState.CLOSED):
        return {}
    if line.state == PetitionState.ANSWERED:
        return {"tell": _tell} if keeps or (viewer.role == Role.COMMUNE and petition.on_behalf) else {}
    found = {"answer": _answer, "promise": _promise, "forward": _forward} if line.held else {}
    by_cell = line.asker == PetitionAsker.CELL
    found |= {"close": _close} if line.held or (keeps and by_cell) else {}
    reported = keeps or (viewer.role == Role.COMMUNE and petition.on_behalf) if by_cell else line.held
    if reported and difficulties.is_untouched(line):
        found |= {"correct": _correct, "delete": _delete}
    return found


def _titles() -> dict[str, str]:
    return {
        "forward": _("Pass on"),
        "answer": _("Record the answer"),
        "tell": _("Reported back"),
        "promise": _("Promise a day"),
        "close": _("Close with a reason"),
        "correct": _("Correct"),
        "delete": _("Entered by mistake"),
    }


def _forward(petition: PetitionDetail, fields: DraftFields, form: ActionForm) -> None:
    """Pass on to the level above, or to a named body outside the register."""
    ways = ({"above": escape_markdown(petition.above)} if petition.above else {}) | {"body": _("Another body")}
    way = st.segmented_control(
        _("Pass on to"), list(ways), format_func=ways.get, default=next(iter(ways)), required=True, key=form.key("way")
    )
    body = ""
    if way == "body":
        body = st.text_input(
            _("Which body, for example the People's Committee of the commune"),
            fields.values.get("body", petition.line.body or ""),
            max_chars=petitions.BODY,
            live=True,
            **fields.widget_options("body"),
        )
    day = form.date(_("Date passed on"), clock.today())
    due = forms.date_field(_("Answer promised by"), petition.line.due, key=form.key("due"), ahead=validation.SOON)
    seen = _holder_seen(petition, form)
    fields.show_status()
    form.save_now(
        _("Pass on"),
        _("Passed on."),
        lambda viewer, token: petitions.forward(viewer, petition.line.code, body, day, due, token, fields.place, seen),
        missing=_("Enter which body is asked.") if way == "body" and not body.strip() else "",
    )


def _holder_seen(petition: PetitionDetail, form: ActionForm) -> PetitionHolder:
    """Who had it when the page was last drawn."""
    return forms.value_when_last_drawn(form.key("holder"), petition.line.holder)


def _answer(petition: PetitionDetail, fields: DraftFields, form: ActionForm) -> None:
    seen = _holder_seen(petition, form)
    text = petition_form.text_field(_("What the answer says"), fields, "answer", petitions.TEXT)
    day = form.date(_("Answered on"), clock.today())
    fields.show_status()
    form.save_now(
        _("Record the answer"),
        _("Answer recorded."),
        lambda viewer, token: petitions.answer(viewer, petition.line.code, text, day, token, fields.place, seen),
    )


def _promise(petition: PetitionDetail, fields: DraftFields, form: ActionForm) -> None:
    day = forms.date_field(_("Answer promised by"), petition.line.due, key=form.key("due"), ahead=validation.SOON)
    seen = _holder_seen(petition, form)
    form.save_now(
        _("Promise this day"),
        _("Recorded."),
        lambda viewer, token: petitions.promise(viewer, petition.line.code, day, token, seen),
        missing="" if day or petition.line.due else _("Choose the day."),
    )


def _tell(petition: PetitionDetail, fields: DraftFields, form: ActionForm) -> None:
    people = petition.line.asker == PetitionAsker.PEOPLE
    day = form.date(_("Reported back on") if people else _("Told the cell on"), clock.today())
    form.save_now(
        _("The answer was reported back") if people else _("The cell has taken note"),
        _("Recorded."),
        lambda viewer, token: petitions.record_answer_told(viewer, petition.line.code, day, token, fields.place),
    )


def _close(petition: PetitionDetail, fields: DraftFields, form: ActionForm) -> None:
    people = petition.line.asker == PetitionAsker.PEOPLE
    because = st.text_input(
        _("Why it ends without an answer reported back") if people else _("Why it needs no answer any more"),
        fields.values.get("because", ""),
        max_chars=petitions.REASON,
        live=True,
        **fields.widget_options("because"),
    )
    day = form.date(_("Closed on"), clock.today())
    seen = _holder_seen(petition, form)
    fields.show_status()
    form.save_now(
        _("Close with a reason"),
        _("Closed."),
        lambda viewer, token: petitions.close(viewer, petition.line.code, because, day, token, fields.place, seen),
    )


def _correct(petition: PetitionDetail, fields: DraftFields, form: ActionForm) -> None:
    """The fields of a new request, filled with its current values."""
    viewer, line = form.viewer(), petition.line
    origin, typed = petition.origin, fields.values
    stands = {
        "text": line.text,
        "source": line.source,
        "day": line.received_on.isoformat(),
        "due": line.due.isoformat() if line.due else "",
        "household": origin.household[0] if origin and origin.household else "",
        "member": origin.member[0] if origin and origin.member else "",
        "meeting": petition.meeting.code if petition.meeting else "",
    }
    fields.values = {name: value for name, value in stands.items() if value} | typed
    cell = units.one(viewer, line.unit_id)
    if line.asker != PetitionAsker.PEOPLE:
        fields.values.setdefault("topic", line.source)
        said = difficulty_form.difficulty_fields(viewer, cell, fields)
        fields.show_status()
        form.save_now(
            _("Save the corrected difficulty"),
            _("Corrected."),
            lambda doer, token: difficulties.correct(doer, line.code, said, token, fields.place),
        )
        return
    asked = petition_form.petition_fields(viewer, cell, fields)
    fields.show_status()
    form.save_now(
        _("Save the corrected request"),
        _("Corrected."),
        lambda doer, token: petitions.correct(doer, line.code, asked, token, fields.place),
    )


def _delete(petition: PetitionDetail, fields: DraftFields, form: ActionForm) -> None:
    question = _("This request goes; the history keeps it.")
    people = petition.line.asker == PetitionAsker.PEOPLE
    if confirm_button.confirmed_button(_("Entered by mistake: take it back"), question, form.key("delete")):
        with feedback.saving(_("Taken back."), form.show_refused), form.checked():
            (petitions if people else difficulties).delete(form.viewer(), petition.line.code, fields.place)
            st.query_params.pop(petition_book.book_of(petition.line.asker).opens, None)
            st.rerun()
