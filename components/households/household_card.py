"""The card of a household that gets help: why it needs help, what was done, and the actions to record more."""

from functools import partial

import streamlit as st

from components.i18n import _, day_text
from components.labels import entry_labels, household_labels
from components.markdown import escape_markdown
from components.widgets import forms, person_finder
from components.widgets.action_form import ActionForm
from components.widgets.draft_fields import DraftFields
from components.year_entries import amount_field
from db.calendar import clock
from db.drafts.drafts import DraftKey
from db.households import household_causes, household_help, household_history, named_households
from db.households.household_board import Board, BoardRow
from db.households.household_help import HelpInput, HelpLine
from db.households.household_history import ClassEntry
from db.kernel.scope import Audience, Viewer
from db.settings import settings
from db.units.units import UnitName
from db.year_entries.entry_kinds import Measure

ASKS_MEMBER = "member"  # the giver's option that asks for a member
HELP_FIELDS = frozenset({"kind", "giver", "member", "day", "amount"})  # drafts that only the cell and their author read


def cause_labels(viewer: Viewer, code: str) -> list[str]:
    """Return why a household needs help, as far as the viewer may read it."""
    labels = _labels(viewer, household_causes.CAUSES)
    return [labels.get(cause, cause) for cause in household_causes.list_cause_keys(viewer, code)]


def help_lines(viewer: Viewer, code: str) -> list[str]:
    """Return a line for each help given, the latest first."""
    describe = partial(_describe, _labels(viewer, household_help.KINDS), _labels(viewer, household_help.GIVERS))
    return [f"**{day_text(line.helped_on)}** · {describe(line)}" for line in household_help.list_help(viewer, code)]


def class_text(entry: ClassEntry, labels: dict[str, str]) -> str:
    """Return a year's class with its document, or that there is none yet."""
    paper = (
        escape_markdown(entry.paper) if entry.paper else household_labels.WITHOUT_PAPER_SIGN + " " + _("no decision")
    )
    return f"{entry.year}: {escape_markdown(labels.get(entry.rating, entry.rating))}  \n  :gray[{paper}]"


def show_given_help_form(form: ActionForm, cell: UnitName, board: Board, line: BoardRow) -> None:
    """Ask for help given: kind, giver, day, value. The member in charge is preselected."""
    viewer = form.viewer()
    place = DraftKey(f"help_{line.code}", cell.id, str(viewer.account_id))
    fields = DraftFields(place, form.address, Audience.NAMES, HELP_FIELDS)
    kind = _pills(viewer, fields, household_help.KINDS, _("What help"), "kind")
    givers = {option.key: option for option in settings.active_options(viewer, household_help.GIVERS)}
    giver = _pills(viewer, fields, household_help.GIVERS, _("Who helped"), "giver", next(iter(givers), ""))
    asks = giver in givers and givers[giver].row.get("asks") == ASKS_MEMBER
    member = _member(fields, board, line) if asks else None
    with st.expander(_("Day, amount"), expanded=bool({"day", "amount"} & fields.values.keys())):
        day = forms.date_field(_("Day"), fields.day("day", clock.today()), **fields.widget_options("day"))
        typed = amount_field.show(Measure.MONEY, fields.value("amount"), False, **fields.widget_options("amount"))
    st.caption(_("Do not write down illness, family ties, or the names of those who gave or did not give."))
    fields.save_button(
        _("Record the help"),
        _("Help recorded."),
        lambda doer, token: household_help.record(
            doer,
            line.code,
            HelpInput(kind, giver, day, member, _whole(typed.required_amount()), typed.reading.approximate),
            token,
            fields.place,
        ),
    )


def show_cause_form(form: ActionForm, line: BoardRow) -> None:
    """Ask why the household needs help: any number of listed causes."""
    standing = household_causes.list_cause_keys(form.viewer(), line.code)
    options = settings.active_options(form.viewer(), household_causes.CAUSES, *standing)
    labels = {option.key: escape_markdown(option.label) for option in options}
    chosen = st.pills(
        _("Causes"),
        list(labels),
        format_func=labels.get,
        selection_mode="multi",
        default=[cause for cause in standing if cause in labels],
        key=form.key("causes"),
    )
    st.caption(_("Only from this list. Illness, religion, ethnicity and family ties are not recorded."))
    form.save_now(
        _("Save the causes"),
        _("Causes recorded."),
        lambda viewer, token: household_causes.replace_causes(viewer, line.code, chosen, token),
    )


def show_mistake_form(form: ActionForm, line: BoardRow) -> None:
    """Ask for a class or help entered by mistake."""
    viewer = form.viewer()
    ratings = household_labels.load_rating_labels(viewer)
    describe = partial(_describe, _labels(viewer, household_help.KINDS), _labels(viewer, household_help.GIVERS))
    classes = household_history.load_household_history(viewer, line.code).classes
    words = {
        **{("class", entry.year): f"{entry.year}: {ratings.get(entry.rating, entry.rating)}" for entry in classes},
        **{
            ("help", given.id): f"{day_text(given.helped_on)} · {describe(given)}"
            for given in household_help.list_help(viewer, line.code)
        },
    }
    if not words:
        st.caption(_("Nothing was recorded yet."))
        return
    what, which = form.choice(_("What was entered by mistake"), words)
    act = named_households.delete_rating if what == "class" else None
    form.save_now(
        _("Take this entry back"),
        _("Taken back."),
        lambda viewer, token: (
            act(viewer, line.code, which, token) if act else household_help.delete(viewer, which, token)
        ),
    )


def _pills(viewer: Viewer, fields: DraftFields, setting: str, label: str, field: str, current: str = "") -> str | None:
    labels = {option.key: escape_markdown(option.label) for option in settings.active_options(viewer, setting)}
    chosen = fields.value(field, current)
    default = chosen if chosen in labels else None
    return st.pills(label, list(labels), format_func=labels.get, default=default, **fields.widget_options(field))


def _member(fields: DraftFields, board: Board, line: BoardRow) -> str | None:
    """Ask for the member: those in charge of the household come first, the first one preselected."""
    own = {carer.member_id for carer in line.assignees if not carer.hindered}
    people = sorted((load.who for load in board.loads), key=lambda who: who.member_id not in own)
    first = next((who.code for who in people if who.member_id in own), "")
    names = person_finder.person_labels(people)
    return forms.choice_field(
        _("Which member"), names, fields.value("member", first), **fields.widget_options("member")
    )


def _whole(amount: float | None) -> int | None:
    return None if amount is None else int(amount)


def _labels(viewer: Viewer, setting: str) -> dict[str, str]:
    return {option.key: option.label for option in settings.options(viewer, setting)}


def _describe(kinds: dict[str, str], givers: dict[str, str], line: HelpLine) -> str:
    who = line.member or givers.get(line.giver, line.giver)
    amount = entry_labels.money_text(line.amount, line.approximate) if line.amount else ""
    return " · ".join(escape_markdown(part) for part in (kinds.get(line.kind, line.kind), who, amount) if part)
