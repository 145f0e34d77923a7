"""Introductions of contact members, and requests for comments about them, as sheets."""

from collections.abc import Iterator

from components import level_names
from components.exporting import export_header
from components.exporting.export_registry import Export, Filters
from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetColumn, SheetTable, Value, ValueKind
from components.i18n import N_, _
from components.labels import comment_request_labels, contact_labels
from db.comments import request_list
from db.contacts import contact_list
from db.exports import contact_export
from db.kernel.audience import Audience
from db.kernel.scope import Viewer


def _introductions(viewer: Viewer, request: ExportRequest) -> SheetTable:
    columns = [
        export_header.number_column(),
        SheetColumn(_("Full name"), width=26),
        SheetColumn(_("Date of birth"), ValueKind.DATE, 12),
        SheetColumn(_("Workplace"), width=28),
        SheetColumn(_("Position"), width=18),
        SheetColumn(level_names.level_heading(viewer), width=20),
        SheetColumn(_("Cell"), width=26),
        SheetColumn(_("Contact group"), width=18),
        SheetColumn(_("State"), width=22),
        SheetColumn(_("Exempt"), width=9),
        SheetColumn(_("Letter no."), width=14),
        SheetColumn(_("Letter dated"), ValueKind.DATE, 12),
        SheetColumn(_("Sent on"), ValueKind.DATE, 12),
        SheetColumn(_("Waiting"), width=26),
    ]
    title = _("Introductions of contact members")
    return SheetTable(
        _("Introductions"), title.upper(), export_header.lines(viewer, request), columns,
        _introduction_rows(viewer, request), held=2,
    )  # fmt: skip


def _introduction_rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    for number, line in enumerate(contact_export.iterate_introductions(viewer, request.unit), 1):
        yield [
            *(number, line.name, export_header.date_value(line.born), line.workplace, line.position, line.commune),
            *(line.cell, line.group, contact_labels.state_name(line.state), _("yes") if line.exempt else None),
            *(line.letter, line.letter_date, line.sent_on, contact_labels.waiting_text(line) if line.turn else None),
        ]


def _count_introductions(viewer: Viewer, request: ExportRequest) -> int:
    return sum(contact_list.count_by_state(viewer).states.values())


def _requests(viewer: Viewer, request: ExportRequest) -> SheetTable:
    columns = [
        export_header.number_column(),
        SheetColumn(_("Full name"), width=26),
        SheetColumn(_("Cell"), width=26),
        SheetColumn(_("Asked by"), width=30),
        SheetColumn(_("Occasion"), width=26),
        SheetColumn(_("Source"), width=20),
        SheetColumn(_("Received on"), ValueKind.DATE, 12),
        SheetColumn(_("Due"), ValueKind.DATE, 12),
        SheetColumn(_("State"), width=28),
        SheetColumn(_("Answered on"), ValueKind.DATE, 12),
        SheetColumn(_("Announced on"), ValueKind.DATE, 12),
    ]
    title = _("Requests for comments")
    lines = export_header.lines(viewer, request)
    return SheetTable(title, title.upper(), lines, columns, _request_rows(viewer), held=2)


def _request_rows(viewer: Viewer) -> Iterator[list[Value]]:
    occasions = export_header.option_labels(viewer, "request_occasions")
    sources = export_header.option_labels(viewer, "request_sources")
    for number, line in enumerate(request_list.list_all(viewer), 1):
        yield [
            *(number, line.name or _("(name erased)"), line.cell, line.asker),
            *(occasions.get(line.occasion, line.occasion), sources.get(line.source, line.source)),
            *(line.received_on, line.due, comment_request_labels.state_text(line), line.answered_on, line.announced_on),
        ]


EXPORTS = (
    Export(
        "introductions",
        N_("Introductions of contact members"),
        N_("One row per introduction: workplace, letter, where the member was placed, whose turn it is."),
        24,
        file_name="giay-gioi-thieu",
        audience=Audience.LISTS,
        filters=Filters.UNIT,
        count=_count_introductions,
        table=_introductions,
    ),
    Export(
        "requests",
        N_("Requests for comments"),
        N_("One row per request: about whom, by whom, for what, when due, when answered; not the answer itself."),
        25,
        file_name="yeu-cau-nhan-xet",
        audience=Audience.CORRESPONDENCE,
        filters=Filters.NOTHING,
        count=lambda viewer, request: len(request_list.list_all(viewer)),
        table=_requests,
    ),
)
