"""Sheets: each list as a table of typed columns, in Vietnamese, with the lines that stand above it."""

from collections.abc import Iterator

from components.files.excel import Column, Kind, Table, Value
from components.i18n import _, _p, day_text, period_name, speaking
from components.people import words
from components.taking import about, homes
from components.taking.states import STATES
from components.taking.wishes import What, Wish
from db import clock
from db.figures import exports, figures
from db.figures.figures import Counts
from db.models import Expectation, MeetingState, Outcome
from db.models.meetings import MeetingAudience
from db.people import listed
from db.scope import Viewer

PEOPLE = ("expected", "present", "excused", "unexcused", "unknown", "exempt", "extra")


def table(viewer: Viewer, wish: Wish) -> Table:
    """The table that a wish asks for; its rows are read while they are written."""
    with speaking("vi"):
        return TABLES[wish.what](viewer, wish)


def _members(viewer: Viewer, wish: Wish) -> Table:
    kind = words.said(words.KINDS, wish.kind)
    narrowed = [kind, _("Those who left") if wish.left else "", _("Only those exempt or away") if wish.exempt else ""]
    lines = about.lines(viewer, wish, _("As it stood on {day}", day=day_text(wish.on or clock.today())), *narrowed)
    columns = [
        Column(_p("running number", "No."), Kind.NUMBER, 6), Column(_("Full name"), width=26), Column(_("Number on the sheet"), Kind.NUMBER, 8),
        Column(_("Day of birth"), Kind.DATE, 12), Column(_("Sex"), width=7), Column(_p("member", "Kind"), width=20),
        Column(_("Commune"), width=18), Column(_("Cell"), width=24), Column(_("Admitted"), Kind.DATE, 12),
        Column(_("Full member since"), Kind.DATE, 12), Column(_("Standing"), width=12), Column(_("Exempt"), width=22), Column(_("Posts"), width=18),
        Column(_("Workplace"), width=24), Column(_("Position"), width=18), Column(_("Address"), width=24), Column(_("Phone"), width=14),
        Column(_("Card, last four"), width=9), Column(_("Since"), Kind.DATE, 12), Column(_p("membership", "Until"), Kind.DATE, 12),
        Column(_("Why left"), width=18),
    ]  # fmt: skip
    return Table(_("Members"), _("List of members").upper(), lines, columns, _member_rows(viewer, wish), held=2)


def _member_rows(viewer: Viewer, wish: Wish) -> Iterator[list[Value]]:
    posts, departures = about.labels(viewer, "posts"), about.labels(viewer, "departures")
    for number, row in enumerate(listed.rows(viewer, wish.members), 1):
        yield [
            number, row.name, row.number, about.partial(row.born), words.said(words.SEXES, row.sex), words.said(words.KINDS, row.kind), row.area, row.cell,
            about.partial(row.admitted), about.partial(row.official), words.standing(row.standing), words.said(words.CLASSES, row.exempt),
            ", ".join(posts.get(post, post) for post in row.posts), row.workplace, row.position, row.address, row.phone, row.card_last4,
            row.since, row.until, departures.get(row.departure, row.departure),
        ]  # fmt: skip


def _meetings(viewer: Viewer, wish: Wish) -> Table:
    columns = [
        Column(_p("running number", "No."), Kind.NUMBER, 6), Column(_("Commune"), width=20), Column(_("Cell"), width=28), Column(_("Period"), width=15),
        Column(_("Day of the meeting"), Kind.DATE, 12), Column(_("Type"), width=24), Column(_("State"), width=14), Column(_("Totals only"), width=9),
        *_counted(), Column(_("Rate"), Kind.PERCENT, 9, share=(9, 8)), Column(_("Reason"), width=24),
    ]  # fmt: skip
    return Table(_("Meetings"), _title(wish), about.lines(viewer, wish, _span(viewer, wish)), columns, _meeting_rows(viewer, wish), held=3)


def _meeting_rows(viewer: Viewer, wish: Wish) -> Iterator[list[Value]]:
    types = about.labels(viewer, "meeting_types")
    for number, row in enumerate(exports.meetings(viewer, wish.meetings(viewer)), 1):
        held = row.state == MeetingState.HELD
        yield [
            number, row.area, row.cell, period_name(row.period, row.months), row.held_on, types.get(row.type, row.type), _(STATES[row.state]),
            "Σ" if held and not row.named else None, *(getattr(row.counts, name) if held else None for name in PEOPLE), row.counts.rate, row.reason,
        ]  # fmt: skip


def _people(viewer: Viewer, wish: Wish) -> Table:
    columns = [
        Column(_p("running number", "No."), Kind.NUMBER, 6), Column(_("Commune"), width=18), Column(_("Cell"), width=24), Column(_("Period"), width=15),
        Column(_("Day of the meeting"), Kind.DATE, 12), Column(_("Type"), width=22), Column(_("Full name"), width=26), Column(_("Day of birth"), Kind.DATE, 12),
        Column(_p("member", "Kind"), width=20), *_counted(), Column(_("Spoke"), Kind.NUMBER, 9, adds=True),
    ]  # fmt: skip
    wanted = wish.meetings(viewer)
    without = figures.total(point.counts for point in figures.attendance(viewer, wanted))
    missing = _("Without the people of {count} meetings that reported totals only", count=without.totals_only) if without.totals_only else ""
    return Table(_("Attendance"), _title(wish), about.lines(viewer, wish, _span(viewer, wish), missing), columns, _person_rows(viewer, wish), held=0)


def _person_rows(viewer: Viewer, wish: Wish) -> Iterator[list[Value]]:
    types = about.labels(viewer, "meeting_types")
    for number, row in enumerate(exports.people(viewer, wish.meetings(viewer)), 1):
        yield [
            number, row.area, row.cell, period_name(row.period, row.months), row.held_on, types.get(row.type, row.type), row.name, about.partial(row.born),
            words.said(words.KINDS, row.kind), *(getattr(_alone(row), name) for name in PEOPLE), int(row.spoke),
        ]  # fmt: skip


def _alone(row: exports.PersonRow) -> Counts:
    """One person as counts, so that a column of them adds up to the figures."""
    if row.expectation != Expectation.EXPECTED:
        return Counts(**{row.expectation.value: 1})
    return Counts(expected=1, **{(row.outcome or Outcome.UNKNOWN).value: 1})


def _counted() -> list[Column]:
    titles = [_("Expected"), _("Present"), _("Excused"), _("Unexcused"), _("Reason unknown"), _("Exempt"), _("Came in addition")]
    return [Column(title, Kind.NUMBER, 10, adds=True) for title in titles]


def _title(wish: Wish) -> str:
    own = wish.audience == MeetingAudience.OWN
    if wish.what == What.PEOPLE:
        return (_("Attendance at the cells' own meetings") if own else _("Attendance at meetings with contact members")).upper()
    return (_("The cells' own meetings") if own else _("Meetings with contact members")).upper()


def _span(viewer: Viewer, wish: Wish) -> str:
    wanted = wish.meetings(viewer)
    first, last = wanted.periods[0], wanted.periods[-1]
    return _("Period: {first} – {last}", first=period_name(first, wanted.step), last=period_name(last, wanted.step))


TABLES = {
    What.MEMBERS: _members,
    What.MEETINGS: _meetings,
    What.PEOPLE: _people,
    What.HOUSEHOLDS: homes.table,
    What.COVERAGE: homes.coverage_table,
}
