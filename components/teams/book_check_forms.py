"""Record checks of cells' books: cells and months, the checker, a remark; correct mistakes."""

from collections.abc import Mapping

import streamlit as st

from components.i18n import _, _n, day_text, month_text
from components.markdown import escape_markdown
from components.widgets import action_form, forms, lost_press
from components.widgets.action_form import Action, ActionForm
from db.calendar import clock
from db.calendar.months import add_months, month_of, months_between
from db.kernel.scope import Viewer
from db.teams import book_checks
from db.teams.book_checks import BookCheckInput, BookCheckLine

ADDRESS = "/book-checks"
MONTHS_BACK = 24  # months to choose from

Span = tuple[int, int]  # first and last month, inclusive


def show(viewer: Viewer, cells: Mapping[str, str], span: Span) -> None:
    """Show the form that records a check of some of these cells (names by code)."""
    if cells:
        title = _("Note books as checked")
        action_form.choose("book_checks", ADDRESS, {"check": Action(title, lambda form: _check(form, cells, span))})


def show_one(viewer: Viewer, code: str, name: str, lines: list[BookCheckLine], span: Span) -> None:
    """Show the actions on one cell's book, and on the viewer's own checks of it."""
    possible = {"check": Action(_("Note as checked"), lambda form: _check(form, {code: name}, span))}
    if own := [line for line in lines if line.by_unit_id == viewer.unit_id]:
        possible["correct"] = Action(_("Correct a check"), lambda form: _correct(form, own))
        possible["delete"] = Action(_("Entered by mistake"), lambda form: _delete(form, own))
    if named := [line for line in own if not line.is_erased]:
        possible["erase"] = Action(_("Erase the checker's name"), lambda form: _erase(form, named))
    action_form.choose(f"book_check_{code}", ADDRESS, possible)


def _check(form: ActionForm, cells: Mapping[str, str], span: Span) -> None:
    with form.fields():
        chosen = tuple(cells)
        if len(cells) > 1:
            chosen = forms.multiple_choice_field(_("Cells"), cells, (), key=form.key("cells"))
        viewer = form.viewer()
        typed = _fields(form, BookCheckInput(viewer.name, clock.today(), *span))
        count = len(chosen)
        form.save(
            _("Save"),
            _n("Noted for {count} cell.", "Noted for {count} cells.", count),
            lambda doer, token: book_checks.record_checks(doer, chosen, typed, token),
        )


def _correct(form: ActionForm, own: list[BookCheckLine]) -> None:
    line = _which(form, own)
    form = form.for_part(line.code)
    with form.fields():
        stands = BookCheckInput(line.checker, line.checked_on, line.first_month, line.last_month, line.remark or "")
        typed = _fields(form, stands)
        form.save(_("Save"), _("Saved."), lambda doer, token: book_checks.correct(doer, line.code, typed, token))


def _delete(form: ActionForm, own: list[BookCheckLine]) -> None:
    with form.fields():
        line = _which(form, own)
        form.save(
            _("Take this check back"), _("Taken back."), lambda doer, token: book_checks.delete(doer, line.code, token)
        )


def show_answer(code: str, lines: list[BookCheckLine]) -> None:
    """Show the cell's own action: answering a remark on its book, unanswered ones first.

    An answer stays with the remark it was begun for if another one arrives; if that one was withdrawn meanwhile, the
    page says so.
    """
    name = f"book_answer_{code}"
    if begun := _begun(ActionForm(name, ADDRESS, "answer"), lines):
        lost_press.explain(begun)
    if remarked := sorted((line for line in lines if line.remark), key=lambda line: not line.awaits_answer):
        title = _("Answer the remark")
        action_form.choose(name, ADDRESS, {"answer": Action(title, lambda form: _answer(form, remarked))})


def _begun(form: ActionForm, lines: list[BookCheckLine]) -> str:
    """Return what to say if the remark that was being answered is gone; the form then starts afresh."""
    key = form.key("begun")
    if (code := st.session_state.get(key)) is None or any(line.code == code and line.remark for line in lines):
        return ""
    del st.session_state[key]
    typed = st.session_state.get(form.for_part(code).key("answer")) or ""
    if not typed:
        return ""
    return _(
        "The remark that you were answering has been withdrawn meanwhile. Your answer was not sent: {answer}",
        answer=escape_markdown(typed),
    )


def _answer(form: ActionForm, remarked: list[BookCheckLine]) -> None:
    begun = form.key("begun")
    first = st.session_state.get(begun, remarked[0].code)
    line = _which(form, remarked, first) if len(remarked) > 1 else remarked[0]
    st.session_state[begun] = line.code
    form = form.for_part(line.code)
    shown = st.session_state.get(form.key("shown"), line.remark_and_answer)
    st.session_state[form.key("shown")] = (
        line.remark_and_answer
    )  # what the page shows now, in case the next input submits it
    with form.fields():
        text = form.text(
            _("Answer in one line (the person who checked will read it)"),
            line.answer or "",
            field="answer",
            max_chars=book_checks.ANSWER,
            placeholder=_("for example: added, the minutes of July are in the book"),
        )
        form.save(
            _("Send the answer"),
            _("Answered. The person who checked the book will see it."),
            lambda doer, token: book_checks.answer(doer, line.code, text, token, shown),
        )


def _erase(form: ActionForm, named: list[BookCheckLine]) -> None:
    st.warning(
        _("The name is removed for good from all checks that your unit recorded under it, and "
          "from the history. This cannot be undone; what was checked stays.")
    )  # fmt: skip
    with form.fields():
        line = _which(form, named)
        form.save(
            _("Erase for good"), _("Erased."), lambda doer, token: book_checks.erase_checker(doer, line.code, token)
        )


def _fields(form: ActionForm, stands: BookCheckInput) -> BookCheckInput:
    now = month_of(clock.today())
    first = min(add_months(now, -MONTHS_BACK), stands.first_month)
    months = {month: month_text(month) for month in months_between(first, now)[::-1]}
    since = form.choice(_("Months checked, from"), months, stands.first_month, field="first")
    until = form.choice(_("to (inclusive)"), months, stands.last_month, field="last")
    remark = st.text_area(
        _("Remark (the cell reads it)"),
        stands.remark,
        key=form.key("remark"),
        max_chars=book_checks.REMARK,
        placeholder=_("About how the book is kept; may stay empty"),
    )
    checker = form.text(_("Checked by"), stands.checker, field="checker")
    day = form.date(_("Checked on"), stands.checked_on)
    return BookCheckInput(checker, day, since, until, remark or "")


def _which(form: ActionForm, own: list[BookCheckLine], current: str | None = None) -> BookCheckLine:
    words = {line.code: f"{day_text(line.checked_on)} · {line.checker}" for line in own}
    code = form.choice(_("Which one"), words, current)
    return next(line for line in own if line.code == code)
