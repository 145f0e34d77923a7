"""What a list leaves open, asked in one place: units, people, moves, those missing, values that differ."""

import streamlit as st

from components.i18n import _, _n, partial_text
from components.importing import exceptions, keeping, making_units, words
from components.importing.choices import unit_choices
from components.importing.exceptions import Single
from components.importing.places import row_text
from components.text import plain
from db import checks, clock
from db.drafts import Field
from db.imports import answers
from db.imports.answers import ANOTHER, FILE, KEEP, LEFT, MOVE, THEIRS, TWIN, UNIT
from db.imports.naming import Name, plainly
from db.imports.outcomes import Missing, Outcome, Plan
from db.names import fold
from db.scope import Viewer

SHOWN = 20


def ask(viewer: Viewer, code: str, plan: Plan) -> None:
    """All questions, none where nothing is open."""
    day = f"import_day_{code}"
    kept = {"key": day, "on_change": keeping.put, "args": (code, FILE, "day", day)}
    st.date_input(
        _("The list stands as of"), plan.answers.day, min_value=checks.EARLIEST, max_value=clock.today(), format="DD/MM/YYYY", **kept,
        help=_("Who comes, moves or leaves by this list does so on this day."),
    )  # fmt: skip
    _units(viewer, code, plan)
    _people(code, plan)
    _answered(code, plan)
    _moved(code, plan)
    _missing(code, plan)
    _differing(code, plan)


def _asked(code: str, question: str, text: str, labels: tuple[dict[str, str], dict[str, str]], plan: Plan, people: list[Single]) -> None:
    """A question that is answered for the whole list at once, and then for single people otherwise."""
    if people:
        key = f"import_{question}_{code}"
        whole = {"default": getattr(plan.answers, question), "key": key, "on_change": keeping.put, "args": (code, FILE, question, key)}
        st.segmented_control(text, list(labels[0]), format_func=labels[0].get, **whole)
        exceptions.offer(code, question, people, labels[1], plan.answers)


def _units(viewer: Viewer, code: str, plan: Plan) -> None:
    open_names = [name for name in plan.names.values() if name.meaning is None]
    answered = [name for name in plan.names.values() if name.part in plan.answers.units and name.meaning]
    communes = {place.code: place.name for place in plan.known.communes()}
    if open_names or answered or plan.answers.commune:
        unknown = _n("{count} name of a unit is not known", "{count} names of units are not known", len(open_names))
        st.subheader(unknown if open_names else _("Every name of a unit is known"))
        if len(communes) > 1:
            key = f"import_commune_{code}"
            at = list(communes).index(plan.answers.commune) if plan.answers.commune in communes else None
            text = _("Cells are looked for in")
            st.selectbox(text, list(communes), at, communes.get, key=key, placeholder=_("everywhere"), on_change=keeping.put, args=(code, FILE, "commune", key))
        making_units.offer(viewer, plan)
        _at_once(viewer, code, plan, open_names)
    for name in open_names[:SHOWN]:
        _unit(viewer, code, plan, name)
    if len(open_names) > SHOWN:
        st.caption(_("The next ones follow when these are answered."))
    if answered:
        with st.expander(_n("{count} name answered", "{count} names answered", len(answered))):
            for name in answered:
                _unit(viewer, code, plan, name)


def _at_once(viewer: Viewer, code: str, plan: Plan, open_names: list[Name]) -> None:
    """Answers for many names in one touch."""
    commune, cells = making_units.commune(viewer, plan), [name for name in open_names if making_units.like_a_cell(name)]
    proposed = {Field(name.part, "means"): f"{UNIT}:{plan.known.places[name.likely].code}" for name in open_names if name.likely}
    outside = {Field(name.part, "means"): answers.OUTSIDE for name in open_names if name.own and not name.proposals}
    with st.container(horizontal=True):
        if proposed:
            _button(code, "proposed", _n("Accept {count} proposal", "Accept {count} proposals", len(proposed)), proposed)
        if commune and cells:
            new = {Field(name.part, "means"): f"{answers.NEW}:{commune.code}" for name in cells}
            count = len({plainly(fold(name.texts[0])) for name in cells})
            text = _n("Make {count} new cell of {commune}", "Make {count} new cells of {commune}", count, commune=plain(commune.name))
            _button(code, "new", text, new)
        if outside:
            text = _n("{count} without a proposal is a workplace elsewhere", "{count} without a proposal are workplaces elsewhere", len(outside))
            _button(code, "outside", text, outside)


def _unit(viewer: Viewer, code: str, plan: Plan, name: Name) -> None:
    choices = unit_choices(viewer, plan, name)
    value, key = plan.answers.units.get(name.part), f"import_unit_{code}_{name.part}"
    at = list(choices).index(value) if value in choices else None
    rows = _n("{count} row", "{count} rows", name.rows)
    text = f"{plain(name.texts[0])} · {rows}"
    hint = _("perhaps {unit}", unit=choices[next(iter(choices))]) if name.likely else _("choose")
    st.selectbox(text, list(choices), at, choices.get, key=key, placeholder=hint, on_change=keeping.put, args=(code, name.part, "means", key))


def _people(code: str, plan: Plan) -> None:
    asked = [outcome for outcome in plan.outcomes if outcome.code in ("import_who", "import_twin")]
    if not asked:
        return
    st.subheader(_n("{count} person may be in the register or on the list already", "{count} people may be in the register or on the list already", len(asked)))
    single = {Field(f"row:{one.row.number}", "same"): plan.known.people[one.asked[0]]["code"] for one in asked if len(one.asked) == 1}
    if len(single) > 1:
        _button(code, "same", _n("{count} has one likeness: the same person", "{count} have one likeness each: the same people", len(single)), single)
    for outcome in asked[:SHOWN]:
        choices = {plan.known.people[one]["code"]: _known(plan, one) for one in outcome.asked}
        if outcome.code == "import_twin":
            choices[TWIN] = _("The same person as in row {number}", number=row_text(outcome.values["number"]))
        if not outcome.values.get("alike"):  # nothing would tell one more from those who are there
            choices[ANOTHER] = _("Another person: new")
        key = f"import_row_{code}_{outcome.row.number}"
        text = _("Row {number}: {name}", number=row_text(outcome.row.number), name=plain(_born(outcome.row.name, outcome.row.born)))
        st.selectbox(
            text,
            list(choices),
            None,
            choices.get,
            key=key,
            placeholder=_("choose"),
            on_change=keeping.put,
            args=(code, f"row:{outcome.row.number}", "same", key),
        )


def _answered(code: str, plan: Plan) -> None:
    """Whom rows were said to mean: until the list is brought in each may be asked about again."""
    said = [one for one in plan.outcomes if one.row.number in plan.answers.people and one.code not in ("import_who", "import_twin")]
    if not said:
        return
    known = {plan.known.people[one]["code"]: one for one in plan.known.people}
    with st.expander(_n("{count} person answered", "{count} people answered", len(said))):
        for outcome in said[:SHOWN]:
            answer = plan.answers.people[outcome.row.number]
            called = {ANOTHER: _("another person"), TWIN: _("the same person as in another row")}
            text = called.get(answer) or (_known(plan, known[answer]) if answer in known else "–")
            row = _("Row {number}: {name}", number=row_text(outcome.row.number), name=_born(outcome.row.name, outcome.row.born))
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{plain(row)} · {plain(text)}")
                again = {Field(f"row:{outcome.row.number}", "same"): None}
                key = f"import_again_{code}_{outcome.row.number}"
                st.button(_("Ask again"), key=key, type="tertiary", on_click=keeping.put_all, args=(code, again))
        if len(said) > SHOWN:
            st.caption(_("The first {count} of {total}. All of them stand in the file.", count=SHOWN, total=len(said)))


def _known(plan: Plan, member_id: int) -> str:
    person = plan.known.people[member_id]
    units = [plan.known.places[stay.unit_id].name for stay in plan.known.stays.get(member_id, ()) if stay.unit_id in plan.known.places]
    return " · ".join([_born(person["name"], person["born"]), *units])


def _born(name: str, born: str | None) -> str:
    return f"{name} ({partial_text(born)})" if born else name


def _moved(code: str, plan: Plan) -> None:
    moved = [outcome for outcome in plan.outcomes if outcome.against]
    text = _n("{count} person is in another cell in the register", "{count} people are in another cell in the register", len(moved))
    labels = {MOVE: _("They moved on that day"), KEEP: _("Leave them where they are")}
    singly = {MOVE: _("Moved on that day"), KEEP: _("Stays where he is in the register")}
    people = [Single(answers.of_row(one.row.number), one.row.name, f"{_known(plan, one.member_id)} → {one.row.cell or one.row.home}") for one in moved]
    _asked(code, "moved", text, (labels, singly), plan, people)


def _missing(code: str, plan: Plan) -> None:
    text = _n("{count} person of these cells is not on the list", "{count} people of these cells are not on the list", len(plan.missing))
    labels = {KEEP: _("They stay"), LEFT: _("They left on that day")}
    singly = {KEEP: _("Stays, was only left out"), LEFT: _("Left on that day")}
    known = plan.known.people
    people = [Single(answers.of_member(known[one.member_id]["code"]), known[one.member_id]["name"], _absent(plan, one)) for one in plan.missing]
    _asked(code, "missing", text, (labels, singly), plan, people)
    if count := len({one.member_id for one in plan.beside}):
        st.caption(
            _n(
                "{count} person of these cells stands on rows or sheets that are not taken: not missing, and nothing changes for him.",
                "{count} people of these cells stand on rows or sheets that are not taken: not missing, and nothing changes for them.",
                count,
            )
        )


def _absent(plan: Plan, one: Missing) -> str:
    return _known(plan, one.member_id) + (f" · {one.said}" if one.said else "")


def _differing(code: str, plan: Plan) -> None:
    differing = [outcome for outcome in plan.outcomes if outcome.differing]
    text = _n("{count} person differs between list and register", "{count} people differ between list and register", len(differing))
    labels = {KEEP: _("Keep what the register says"), THEIRS: _("Take what the list says")}
    people = [Single(answers.of_row(one.row.number), one.row.name, _pairs(one)) for one in differing]
    _asked(code, "differing", text, (labels, labels), plan, people)


def _pairs(outcome: Outcome) -> str:
    """What the register and the list say where they differ."""
    return " · ".join([_("Row {number}: {name}", number=row_text(outcome.row.number), name=outcome.row.name), *words.differing(outcome)])


def _button(code: str, name: str, text: str, values: dict[Field, str]) -> None:
    st.button(text, key=f"import_all_{name}_{code}", on_click=keeping.put_all, args=(code, values))
