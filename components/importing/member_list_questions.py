"""Open questions of a list in one place: units, people, moves, missing people, differing values."""

import streamlit as st

from components.i18n import _, _n, number, partial_text
from components.importing import answer_autosave, answer_exceptions, import_labels, unit_questions
from components.importing.answer_exceptions import PersonQuestion
from components.importing.excel_positions import row_text
from components.markdown import escape_markdown
from db.drafts.drafts import DraftField
from db.imports import import_answers
from db.imports.import_answers import ANOTHER, FILE, KEEP, LEFT, MOVE, THEIRS, TWIN
from db.imports.member_list_outcomes import ImportPlan, MissingPerson, RowOutcome
from db.kernel.scope import Viewer

SHOWN = 20


def show(viewer: Viewer, code: str, plan: ImportPlan) -> None:
    """Ask all questions; show nothing if none is open."""
    answer_autosave.list_date_field(
        code, plan.answers.day, _("Anyone who joins, moves or leaves according to this list does so on this date.")
    )
    unit_questions.show(viewer, code, plan)
    _people(code, plan)
    _answered(code, plan)
    _moved(code, plan)
    _missing(code, plan)
    _differing(code, plan)


def _asked(
    code: str,
    question: str,
    text: str,
    labels: tuple[dict[str, str], dict[str, str]],
    plan: ImportPlan,
    people: list[PersonQuestion],
) -> None:
    """Ask once for the whole list, then for people with a different answer."""
    if people:
        whole = answer_autosave.autosaved_widget(code, FILE, question, f"import_{question}_{code}")
        whole["default"] = getattr(plan.answers, question)
        st.segmented_control(text, list(labels[0]), format_func=labels[0].get, **whole)
        answer_exceptions.show(code, question, people, labels[1], plan.answers)


def _people(code: str, plan: ImportPlan) -> None:
    asked = [outcome for outcome in plan.outcomes if outcome.code in ("import_who", "import_twin")]
    if not asked:
        return
    st.subheader(
        _n(
            "{count} person may already be in the register or on the list",
            "{count} people may already be in the register or on the list",
            len(asked),
        )
    )
    single = {
        DraftField(f"row:{one.row.number}", "same"): plan.known.people[one.asked[0]]["code"]
        for one in asked
        if len(one.asked) == 1
    }
    if len(single) > 1:
        answer_autosave.answer_button(
            code,
            "same",
            _n(
                "{count} row has a single match: the same person",
                "{count} rows have a single match each: the same people",
                len(single),
            ),
            single,
        )
    for outcome in asked[:SHOWN]:
        choices = {plan.known.people[one]["code"]: _known(plan, one) for one in outcome.asked}
        if outcome.code == "import_twin":
            choices[TWIN] = _("The same person as in row {number}", number=row_text(outcome.values["number"]))
        if not outcome.values.get("alike"):  # otherwise a new person could not be told apart from the existing ones
            choices[ANOTHER] = _("Someone else: add as new")
        key = f"import_row_{code}_{outcome.row.number}"
        text = _(
            "Row {number}: {name}",
            number=row_text(outcome.row.number),
            name=escape_markdown(_born(outcome.row.name, outcome.row.born)),
        )
        answer_autosave.choice_field(
            code, import_answers.row_part(outcome.row.number), "same", text, choices, None, key
        )


def _answered(code: str, plan: ImportPlan) -> None:
    """Show the people whom rows were matched to: each match can be reopened until the import."""
    said = [
        one
        for one in plan.outcomes
        if one.row.number in plan.answers.people and one.code not in ("import_who", "import_twin")
    ]
    if not said:
        return
    known = {plan.known.people[one]["code"]: one for one in plan.known.people}
    with st.expander(_n("{count} person answered", "{count} people answered", len(said))):
        for outcome in said[:SHOWN]:
            answer = plan.answers.people[outcome.row.number]
            called = {ANOTHER: _("another person"), TWIN: _("the same person as in another row")}
            text = called.get(answer) or (_known(plan, known[answer]) if answer in known else "–")
            row = _(
                "Row {number}: {name}",
                number=row_text(outcome.row.number),
                name=_born(outcome.row.name, outcome.row.born),
            )
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{escape_markdown(row)} · {escape_markdown(text)}")
                again = {DraftField(f"row:{outcome.row.number}", "same"): None}
                key = f"import_again_{code}_{outcome.row.number}"
                st.button(
                    _("Ask again"), key=key, type="tertiary", on_click=answer_autosave.save_answers, args=(code, again)
                )
        if len(said) > SHOWN:
            st.caption(
                _(
                    "Showing the first {count} of {total}. The file contains all of them.",
                    count=SHOWN,
                    total=number(len(said)),
                )
            )


def _known(plan: ImportPlan, member_id: int) -> str:
    person = plan.known.people[member_id]
    units = [
        plan.known.places[stay.unit_id].name
        for stay in plan.known.stays.get(member_id, ())
        if stay.unit_id in plan.known.places
    ]
    return " · ".join([_born(person["name"], person["born"]), *units])


def _born(name: str, born: str | None) -> str:
    return f"{name} ({partial_text(born)})" if born else name


def _moved(code: str, plan: ImportPlan) -> None:
    moved = [outcome for outcome in plan.outcomes if outcome.against]
    text = _n(
        "{count} person is in another cell according to the register",
        "{count} people are in another cell according to the register",
        len(moved),
    )
    labels = {MOVE: _("They moved on that day"), KEEP: _("Leave them where they are")}
    singly = {MOVE: _("Moved on that day"), KEEP: _("Stays as in the register")}
    people = [
        PersonQuestion(
            import_answers.row_part(one.row.number),
            one.row.name,
            f"{_known(plan, one.member_id)} → {one.row.cell or one.row.home}",
        )
        for one in moved
    ]
    _asked(code, "moved", text, (labels, singly), plan, people)


def _missing(code: str, plan: ImportPlan) -> None:
    text = _n(
        "{count} person from these cells is not on the list",
        "{count} people from these cells are not on the list",
        len(plan.missing),
    )
    labels = {KEEP: _("They are still in the cell"), LEFT: _("They left on that day")}
    singly = {KEEP: _("Still a member, only missing from the list"), LEFT: _("Left on that day")}
    known = plan.known.people
    people = [
        PersonQuestion(
            import_answers.member_part(known[one.member_id]["code"]), known[one.member_id]["name"], _absent(plan, one)
        )
        for one in plan.missing
    ]
    _asked(code, "missing", text, (labels, singly), plan, people)
    if count := len({one.member_id for one in plan.beside}):
        st.caption(
            _n(
                "{count} person of these cells is on rows or sheets that are not imported: not "
                "missing, and nothing changes for them.",
                "{count} people of these cells are on rows or sheets that are not imported: not "
                "missing, and nothing changes for them.",
                count,
            )
        )


def _absent(plan: ImportPlan, one: MissingPerson) -> str:
    return _known(plan, one.member_id) + (f" · {one.said}" if one.said else "")


def _differing(code: str, plan: ImportPlan) -> None:
    differing = [outcome for outcome in plan.outcomes if outcome.differing]
    text = _n(
        "{count} person differs between list and register",
        "{count} people differ between list and register",
        len(differing),
    )
    labels = {KEEP: _("Keep the register's data"), THEIRS: _("Use the list's data")}
    people = [PersonQuestion(import_answers.row_part(one.row.number), one.row.name, _pairs(one)) for one in differing]
    _asked(code, "differing", text, (labels, labels), plan, people)


def _pairs(outcome: RowOutcome) -> str:
    """Return a row with the values in which register and list differ."""
    return " · ".join(
        [
            _("Row {number}: {name}", number=row_text(outcome.row.number), name=outcome.row.name),
            *import_labels.list_differences(outcome),
        ]
    )
