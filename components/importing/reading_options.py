"""How a file was read, and options to change: sheets, hidden rows, old typefaces, years in day columns, columns."""

import streamlit as st

from components.files.list_sheet import ListColumn, ParsedSheet
from components.i18n import _, _n, join_list
from components.importing import answer_autosave, column_options, list_kinds, row_messages, row_options
from components.importing.excel_positions import column_text, row_text, rows_text
from components.importing.staged_lists import StagedList
from components.markdown import escape_markdown
from components.shell import auth
from db.drafts.drafts import DraftField
from db.imports import read_options
from db.imports.import_answers import FILE
from db.imports.list_rows import ListRow
from db.imports.read_options import DAY, LEAVE, TAKE, YEAR

NOT_READ = "none"


def show(staged: StagedList) -> None:
    """Show all options of the file, open questions first."""
    _kind(staged)
    _sheets(staged)
    _hidden(staged)
    row_options.ask_about_wrapped_texts(staged)
    row_options.ask_about_names_of_one_word(staged)
    row_options.ask_about_cells_named_above(staged)
    column_options.ask_about_legacy_typefaces(staged)
    column_options.ask_about_exchanged_days(staged)
    _days(staged)
    for sheet in staged.seen.sheets:
        if sheet.taken:
            _columns(staged, sheet)


def _kind(staged: StagedList) -> None:
    """Ask for the kind of list, if the viewer may import several."""
    kinds = {kind.code: _(kind.title) for kind in list_kinds.offered_to(auth.viewer("/import"))}
    if len(kinds) > 1:
        key = f"import_kind_{staged.code}"
        st.segmented_control(
            _("This is a list of"),
            list(kinds),
            format_func=kinds.get,
            default=staged.format.code,
            required=True,
            key=key,
            on_change=answer_autosave.save_widget,
            args=(staged.code, FILE, "kind", key),
        )


def _sheets(staged: StagedList) -> None:
    sheets, others = staged.seen.sheets, staged.seen.others
    if len(sheets) > 1 or any(not sheet.taken for sheet in sheets):
        st.subheader(_n("{count} sheet may be a list", "{count} sheets may be lists", len(sheets)))
        for sheet in sheets:
            key = f"import_sheet_{staged.code}_{sheet.at}"
            st.checkbox(_sheet(staged, sheet), sheet.taken, key=key, on_change=_take, args=(staged.code, sheet.at, key))
        left = [f"{sheet.name} ({sheet.entries})" for sheet in sheets if not sheet.taken]
        if left:
            st.warning(
                escape_markdown(_("Not included: {what}.", what=join_list(left))), icon=":material/visibility_off:"
            )
    if others:
        st.caption(_("Sheets without a list of people: {what}.", what=escape_markdown(join_list(others))))


def _sheet(staged: StagedList, sheet: ParsedSheet) -> str:
    people = (
        list_kinds.by_code(staged.format.code).count(sheet.entries)
        if sheet.entries or sheet.heading is not None
        else _("no header row recognised")
    )
    parts = [
        sheet.name,
        people,
        join_list(sheet.places[:3]) if sheet.places else "",
        _("hidden sheet") if sheet.hidden else "",
        _("called “{title}”", title=sheet.called) if sheet.called and sheet.called != sheet.name else "",
    ]
    return escape_markdown(" · ".join(part for part in parts if part))


def _take(code: str, at: int, key: str) -> None:
    answer_autosave.save_answers(
        code, {DraftField(read_options.sheet_part(at), "taken"): TAKE if st.session_state.get(key) else LEAVE}
    )


def _hidden(staged: StagedList) -> None:
    if hidden := staged.seen.hidden:
        text = _n(
            "{count} row is hidden or struck out: {rows}",
            "{count} rows are hidden or struck out: {rows}",
            len(hidden),
            rows=rows_text(hidden),
        )
        row_options.choice(staged, "hidden", text, {TAKE: _("Read these rows too"), LEAVE: _("Skip these rows")})
    columns = [
        column
        for sheet in staged.seen.sheets
        if sheet.taken
        for column in sheet.columns
        if column.hidden and column.heading
    ]
    if columns:
        names = join_list([column_text(column.place, column.heading) for column in columns])
        text = _n(
            "{count} column is hidden: {what}",
            "{count} columns are hidden: {what}",
            len(columns),
            what=escape_markdown(names),
        )
        row_options.choice(
            staged, "hidden_columns", text, {TAKE: _("Read hidden columns too"), LEAVE: _("Skip hidden columns")}, TAKE
        )


def _days(staged: StagedList) -> None:
    """Ask about implausible days."""
    as_years = [row for row in staged.rows if row.fault == "import_year"]
    if as_years or staged.choices.years:
        text = _n(
            "{count} implausible date: is it a year?", "{count} implausible dates: are they years?", len(as_years)
        )
        text = text if as_years else _("Implausible dates: are they years?")
        row_options.choice(
            staged,
            "years",
            text,
            {YEAR: _("Yes, read as years"), DAY: _("No, use the dates"), LEAVE: _("Leave these dates empty")},
        )
        row_messages.show([_doubted(staged, row) for row in as_years])
    others = [row for row in staged.rows if row.fault == "import_early"]
    if others or staged.choices.early:
        text = _n(
            "{count} date makes someone over 110 or too young",
            "{count} dates make someone over 110 or too young",
            len(others),
        )
        text = text if others else _("Dates that make someone over 110 or too young")
        row_options.choice(staged, "early", text, {DAY: _("Use as written"), LEAVE: _("Leave these dates empty")})
        row_messages.show([_doubted(staged, row) for row in others])


def _doubted(staged: StagedList, row: ListRow) -> str:
    said = f"{staged.format.vocabulary.title_of(row.values['field'])} {row.values['typed']}"
    meant = " → " + _("the year {year}?", year=f"**{row.values['year']}**") if "year" in row.values else ""
    return f"{_('Row {number}: {name}', number=row_text(row.number), name=escape_markdown(row.name))} · {said}{meant}"


def _columns(staged: StagedList, sheet: ParsedSheet) -> None:
    """Ask which column holds which field, preset from the headings recognised."""
    named = escape_markdown(sheet.name) if len(staged.seen.sheets) > 1 else ""
    by_hand = any(column.said for column in sheet.columns)
    if not sheet.entries:
        st.warning(
            _(
                "No header row was recognised. Choose below what each column contains: at least the names and "
                "one more column."
            )
        )
    title = " · ".join(filter(None, (_("Columns of the list"), named)))
    with st.expander(title, expanded=not sheet.entries or by_hand):
        for line in sheet.lines:
            st.caption(escape_markdown(line))
        key = f"import_heading_{staged.code}_{sheet.at}"
        st.number_input(
            _("Header row (0: none)"),
            0,
            200,
            sheet.heading or 0,
            key=key,
            on_change=_heading,
            args=(staged.code, sheet.at, key),
            width=220,
        )
        for column in sheet.columns:
            _column(staged, sheet, column)


def _heading(code: str, at: int, key: str) -> None:
    answer_autosave.save_answers(
        code, {DraftField(read_options.sheet_part(at), "heading"): str(int(st.session_state.get(key) or 0))}
    )


def _column(staged: StagedList, sheet: ParsedSheet, column: ListColumn) -> None:
    key = f"import_column_{staged.code}_{sheet.at}_{column.place}"
    said = staged.choices.columns.get((sheet.at, column.place)) or column.field
    fields = (*staged.format.vocabulary.mapped, NOT_READ)
    at = fields.index(said) if said in fields else None
    text = escape_markdown(column_text(column.place, column.heading))
    part = read_options.column_part(sheet.at, column.place)
    st.selectbox(
        text,
        fields,
        at,
        lambda field: _("Do not read") if field == NOT_READ else staged.format.vocabulary.title_of(field),
        key=key,
        placeholder=_("not read"),
        on_change=answer_autosave.save_widget,
        args=(staged.code, part, "means", key),
    )
