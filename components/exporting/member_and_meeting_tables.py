"""Export tables: each list as a table of typed columns, in Vietnamese, with the lines above it."""

from collections.abc import Iterator

from components import level_names
from components.exporting import amended_figures_text, export_header
from components.exporting.export_registry import Export, Filters
from components.exporting.export_request import ExportRequest
from components.exporting.meeting_state_words import STATES
from components.files.excel_writer import SheetColumn, SheetTable, Value, ValueKind
from components.i18n import N_, _, _p, period_name
from components.labels import member_labels
from db.exports import meeting_export, member_export
from db.figures import figures
from db.figures.figures import AttendanceCounts
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.models import Expectation, MeetingState, Outcome
from db.models.meetings import MeetingAudience

PEOPLE_KEY = "people"
PEOPLE = ("expected", "present", "excused", "unexcused", "unknown", "exempt", "extra")


def _members(viewer: Viewer, request: ExportRequest) -> SheetTable:
    kind = member_labels.translated_label(member_labels.KINDS, request.kind)
    narrowed = [
        kind,
        _("Former members") if request.left else "",
        _("Only those exempt or away") if request.exempt else "",
    ]
    lines = export_header.lines_as_of(viewer, request, *narrowed)
    columns = [
        export_header.number_column(),
        SheetColumn(_("Full name"), width=26),
        SheetColumn(_("Roster no."), ValueKind.NUMBER, 8),
        SheetColumn(_("Date of birth"), ValueKind.DATE, 12),
        SheetColumn(_("Sex"), width=7),
        SheetColumn(_p("member", "Type"), width=20),
        SheetColumn(level_names.level_heading(viewer), width=18),
        SheetColumn(_("Cell"), width=24),
        SheetColumn(_("Admitted"), ValueKind.DATE, 12),
        SheetColumn(_("Full member since"), ValueKind.DATE, 12),
        SheetColumn(_("Membership status"), width=12),
        SheetColumn(_("Exempt"), width=22),
        SheetColumn(_("Posts"), width=18),
        SheetColumn(_("Workplace"), width=24),
        SheetColumn(_("Position"), width=18),
        SheetColumn(_("Type of organisation"), width=18),
        SheetColumn(_("Address"), width=24),
        SheetColumn(_("Phone"), width=14),
        SheetColumn(_("Party card (last 4 digits)"), width=9),
        SheetColumn(_("Since"), ValueKind.DATE, 12),
        SheetColumn(_p("membership", "Until"), ValueKind.DATE, 12),
        SheetColumn(_("Reason for leaving"), width=18),
    ]
    return SheetTable(_("Members"), _("List of members").upper(), lines, columns, _member_rows(viewer, request), held=2)


def _member_rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    posts, departures = export_header.option_labels(viewer, "posts"), export_header.option_labels(viewer, "departures")
    organisations = export_header.option_labels(viewer, "organisations")
    for number, row in enumerate(member_export.iterate_members(viewer, request.members), 1):
        yield [
            number,
            row.name,
            row.number,
            export_header.date_value(row.born),
            member_labels.translated_label(member_labels.SEXES, row.sex),
            member_labels.translated_label(member_labels.KINDS, row.kind),
            row.area,
            row.cell,
            export_header.date_value(row.admitted),
            export_header.date_value(row.official),
            member_labels.standing_label(row.standing),
            member_labels.translated_label(member_labels.EXEMPTION_CLASSES, row.exempt),
            ", ".join(posts.get(post, post) for post in row.posts),
            row.workplace,
            row.position,
            organisations.get(row.organisation, row.organisation),
            row.address,
            row.phone,
            row.card_last4,
            row.since,
            row.until,
            departures.get(row.departure, row.departure),
        ]


def _meetings(viewer: Viewer, request: ExportRequest) -> SheetTable:
    columns = [
        *export_header.place_columns(viewer, cell=28),
        SheetColumn(_("Period"), width=15),
        SheetColumn(_("Meeting date"), ValueKind.DATE, 12),
        SheetColumn(_("Type"), width=24),
        SheetColumn(_("Status"), width=14),
        SheetColumn(_("Totals only"), width=9),
        SheetColumn(_("Minutes dated"), ValueKind.DATE, 12),
        *_counted(),
        SheetColumn(_("Rate"), ValueKind.PERCENT, 9, share=(10, 9)),
        SheetColumn(_("Reason"), width=24),
    ]
    return SheetTable(
        _("Meetings"),
        _title(request),
        export_header.lines(viewer, request, _span(viewer, request), _amended(viewer, request)),
        columns,
        _meeting_rows(viewer, request),
        held=3,
    )


def _meeting_rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    types = export_header.option_labels(viewer, "meeting_types")
    for number, row in enumerate(meeting_export.iterate_meetings(viewer, request.meetings(viewer)), 1):
        held = row.state == MeetingState.HELD
        yield [
            number,
            row.area,
            row.cell,
            period_name(row.period, row.months),
            row.held_on,
            types.get(row.type, row.type),
            _(STATES[row.state]),
            "Σ" if held and not row.named else None,
            row.minutes_dated,
            *(getattr(row.counts, name) if held else None for name in PEOPLE),
            row.counts.rate,
            row.reason,
        ]


def _people(viewer: Viewer, request: ExportRequest) -> SheetTable:
    columns = [
        *export_header.place_columns(viewer, 18, 24),
        SheetColumn(_("Period"), width=15),
        SheetColumn(_("Meeting date"), ValueKind.DATE, 12),
        SheetColumn(_("Type"), width=22),
        SheetColumn(_("Full name"), width=26),
        SheetColumn(_("Date of birth"), ValueKind.DATE, 12),
        SheetColumn(_p("member", "Type"), width=20),
        *_counted(),
        SheetColumn(_("Spoke"), ValueKind.NUMBER, 9, adds=True),
    ]
    wanted = request.meetings(viewer)
    without = figures.total(point.counts for point in figures.attendance_by_period(viewer, wanted))
    missing = (
        _("Excludes people at {count} meetings that reported totals only", count=without.totals_only)
        if without.totals_only
        else ""
    )
    return SheetTable(
        _("Attendance"),
        _title(request),
        export_header.lines(viewer, request, _span(viewer, request), missing, _amended(viewer, request)),
        columns,
        _person_rows(viewer, request),
        held=0,
    )


def _person_rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    types = export_header.option_labels(viewer, "meeting_types")
    for number, row in enumerate(meeting_export.iterate_attendance(viewer, request.meetings(viewer)), 1):
        yield [
            number,
            row.area,
            row.cell,
            period_name(row.period, row.months),
            row.held_on,
            types.get(row.type, row.type),
            row.name,
            export_header.date_value(row.born),
            member_labels.translated_label(member_labels.KINDS, row.kind),
            *(getattr(_alone(row), name) for name in PEOPLE),
            int(row.spoke),
        ]


def _alone(row: meeting_export.AttendanceRow) -> AttendanceCounts:
    """One person as counts, so that a column of them adds up to the figures."""
    if row.expectation != Expectation.EXPECTED:
        return AttendanceCounts(**{row.expectation.value: 1})
    return AttendanceCounts(expected=1, **{(row.outcome or Outcome.UNKNOWN).value: 1})


def _counted() -> list[SheetColumn]:
    titles = [
        _("Expected"),
        _("Present"),
        _("Absent with reason"),
        _("Absent without reason"),
        _("Absent, reason unknown"),
        _("Exempt"),
        _("Additional attendees"),
    ]
    return [SheetColumn(title, ValueKind.NUMBER, 10, adds=True) for title in titles]


def _title(request: ExportRequest) -> str:
    meetings, people = TITLES[request.audience]
    return _(people if request.what == PEOPLE_KEY else meetings).upper()


def _span(viewer: Viewer, request: ExportRequest) -> str:
    wanted = request.meetings(viewer)
    first, last = wanted.periods[0], wanted.periods[-1]
    return _("Period: {first} – {last}", first=period_name(first, wanted.step), last=period_name(last, wanted.step))


def _amended(viewer: Viewer, request: ExportRequest) -> str:
    return amended_figures_text.amended_after_closing_text(viewer, request.meetings(viewer))


TITLES = {  # of meetings and their participants
    MeetingAudience.OWN: (N_("The cells' own meetings"), N_("Attendance at the cells' own meetings")),
    MeetingAudience.CONTACT: (N_("Meetings of contact members"), N_("Attendance at meetings of contact members")),
    MeetingAudience.INVITED: (
        N_("Joint meetings of several cells"),
        N_("Attendance at joint meetings of several cells"),
    ),
}
EXPORTS = (
    Export(
        "members",
        N_("Members"),
        N_(
            "One row per member: dates of birth, admission and recognition, membership status, "
            "exemption, posts, workplace, address and phone."
        ),
        1,
        file_name="dang-vien",
        audience=Audience.LISTS,
        filters=Filters.MEMBERS,
        count=lambda viewer, request: member_export.count_members(viewer, request.members),
        table=_members,
    ),
    Export(
        "meetings",
        N_("Meetings with figures"),
        N_("One row per meeting: date, status, numbers expected, present, absent and exempt; no names."),
        2,
        file_name="cuoc-hop",
        audience=Audience.FIGURES,
        filters=Filters.MEETINGS,
        count=lambda viewer, request: meeting_export.count_rows(viewer, request.meetings(viewer), named=False),
        table=_meetings,
    ),
    Export(
        PEOPLE_KEY,
        N_("Attendance by name"),
        N_(
            "One row per person and meeting: expected, present, absent, exempt, spoke. Specific "
            "reasons for absence stay in the register."
        ),
        3,
        file_name="diem-danh",
        audience=Audience.NAMES,
        filters=Filters.MEETINGS,
        count=lambda viewer, request: meeting_export.count_rows(viewer, request.meetings(viewer), named=True),
        table=_people,
    ),
)
