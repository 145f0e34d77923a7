"""What each cell records besides its meetings, as exports: tasks, entries of the year, groups and posts."""

from collections.abc import Iterator

from components.exporting import export_header
from components.exporting.export_registry import Export, Filters
from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetColumn, SheetTable, Value, ValueKind
from components.i18n import N_, _, _p, period_name
from components.labels import group_labels, member_labels
from db.exports import cell_registers, row_counts
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.meetings.tasks import TaskLine


def _tasks(viewer: Viewer, request: ExportRequest) -> SheetTable:
    columns = [
        *export_header.place_columns(viewer, 18, 24),
        SheetColumn(_("Task"), width=44),
        SheetColumn(_("Person responsible"), width=24),
        SheetColumn(_("Planned for"), width=16),
        SheetColumn(_("Raised at the meeting of"), ValueKind.DATE, 12),
        SheetColumn(_("Due"), ValueKind.DATE, 12),
        SheetColumn(_("Status"), width=14),
        SheetColumn(_("Closed on"), ValueKind.DATE, 12),
        SheetColumn(_("Result"), width=34),
    ]
    lines = export_header.lines_of_year(viewer, request)
    return _table(_("Tasks of the cell"), lines, columns, _task_rows(viewer, request))


def _task_rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    found = cell_registers.iterate_tasks(viewer, request.unit_id(viewer), request.day)
    for number, row in enumerate(found, 1):
        task = row.task
        plan = period_name(task.period, task.months) if task.period and task.months else None
        yield [
            *(number, row.area, row.cell, task.text, task.who, plan),
            *(task.raised_on, task.due, _state(task), task.closed_on, task.result),
        ]


def _state(task: TaskLine) -> str:
    if task.done is None:
        return _("overdue") if task.overdue else _("open")
    return _("done") if task.done else _("not done")


def _entries(viewer: Viewer, request: ExportRequest) -> SheetTable:
    columns = [
        *export_header.place_columns(viewer, 18, 24),
        SheetColumn(_("Full name"), width=26),
        SheetColumn(_("Entry"), width=26),
        SheetColumn(_("Date"), ValueKind.DATE, 12),
        SheetColumn(_("Amount (VND)"), ValueKind.NUMBER, 14, adds=True),
        SheetColumn(_("Days of work"), ValueKind.DECIMAL, 9, adds=True),
        SheetColumn(_("Approximate"), width=12),
        SheetColumn(_("Campaign"), width=24),
        SheetColumn(_("Note"), width=34),
    ]
    lines = export_header.lines_of_year(viewer, request)
    return _table(_("Entries of the year"), lines, columns, _entry_rows(viewer, request))


def _entry_rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    kinds = export_header.option_labels(viewer, "entry_kinds")
    found = cell_registers.iterate_entries(viewer, request.unit_id(viewer), request.day)
    for number, row in enumerate(found, 1):
        entry = row.entry
        yield [
            *(number, row.area, row.cell, row.member, kinds.get(entry.kind, entry.kind), entry.happened_on),
            *(entry.amount, entry.days, _("yes") if entry.approximate else None, entry.campaign, entry.note),
        ]


def _groups(viewer: Viewer, request: ExportRequest) -> SheetTable:
    columns = [
        *export_header.place_columns(viewer, 18, 24),
        SheetColumn(_("Group type"), width=20),
        SheetColumn(_("Name of the group"), width=22),
        SheetColumn(_("Member in charge"), width=24),
        SheetColumn(_("Roster no."), ValueKind.NUMBER, 8),
        SheetColumn(_("Full name"), width=26),
        SheetColumn(_p("member", "Type"), width=20),
        SheetColumn(_("Role in the group"), width=16),
        SheetColumn(_("Exempt"), width=22),
    ]
    lines = export_header.lines_as_of(viewer, request)
    return _table(_("Member groups"), lines, columns, _group_rows(viewer, request))


def _group_rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    found = cell_registers.iterate_groups(viewer, request.unit_id(viewer), request.day)
    for number, (area, cell, group, person) in enumerate(found, 1):
        in_charge = group.in_charge.name if group.in_charge else None
        told: list[Value] = [number, area, cell, _(group_labels.KINDS[group.kind]), group.name, in_charge]
        if person is None:
            yield [*told, *[None] * 5]
        else:
            yield [
                *(*told, person.number, person.name, member_labels.translated_label(member_labels.KINDS, person.kind)),
                member_labels.translated_label(member_labels.ROLES, person.role),
                member_labels.translated_label(member_labels.EXEMPTION_CLASSES, person.exempt),
            ]


def _posts(viewer: Viewer, request: ExportRequest) -> SheetTable:
    columns = [
        export_header.number_column(),
        SheetColumn(_("Unit"), width=34),
        SheetColumn(_("Post"), width=26),
        SheetColumn(_("Full name"), width=28),
        SheetColumn(_("Phone"), width=16),
        SheetColumn(_("Since"), ValueKind.DATE, 12),
        SheetColumn(_p("membership", "Until"), ValueKind.DATE, 12),
    ]
    lines = export_header.lines(viewer, request)
    title = _("Directory")
    return SheetTable(title, title.upper(), lines, columns, _post_rows(viewer, request), held=2)


def _post_rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    posts = export_header.option_labels(viewer, "posts")
    for number, (unit, entry) in enumerate(cell_registers.iterate_posts(viewer, request.unit_id(viewer)), 1):
        post = posts.get(entry.post, entry.post)
        yield [number, unit, post, entry.name, entry.phone, entry.since, entry.until]


def _table(title: str, lines: list[str], columns: list[SheetColumn], rows: Iterator[list[Value]]) -> SheetTable:
    return SheetTable(title, title.upper(), lines, columns, rows, held=3)


EXPORTS = (
    Export(
        "tasks",
        N_("Tasks of the cell"),
        N_("Open tasks, and those closed in the year up to the chosen day: assignee, due date, result."),
        20,
        file_name="nhiem-vu",
        audience=Audience.NAMES,
        filters=Filters.DAY,
        count=lambda viewer, request: row_counts.count_tasks(viewer, request.unit_id(viewer), request.day),
        table=_tasks,
    ),
    Export(
        "entries",
        N_("Entries of the year"),
        N_(
            "What was recorded about each member in the year up to the chosen day: people's meetings, "
            "contributions, help."
        ),
        21,
        file_name="ghi-nhan-trong-nam",
        audience=Audience.ENTRIES,
        filters=Filters.DAY,
        count=lambda viewer, request: row_counts.count_entries(viewer, request.unit_id(viewer), request.day),
        table=_entries,
    ),
    Export(
        "groups",
        N_("Member groups"),
        N_("Party groups and contact groups as of the day: who is in charge, who leads, who belongs to them."),
        22,
        file_name="to-dang-vien",
        audience=Audience.NAMES,
        filters=Filters.DAY,
        count=lambda viewer, request: row_counts.count_group_rows(viewer, request.unit_id(viewer), request.day),
        table=_groups,
    ),
    Export(
        "directory",
        N_("Directory"),
        N_("Who holds which post in which unit today, with the phone number."),
        23,
        file_name="danh-ba",
        audience=Audience.NAMES,
        filters=Filters.UNIT,
        count=lambda viewer, request: row_counts.count_posts(viewer, request.unit_id(viewer)),
        table=_posts,
    ),
)
