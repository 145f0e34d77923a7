"""Households as sheets: by name for the cell and the commune, as counts of each cell for the district."""

from collections.abc import Iterator

from components.files.excel import Column, Kind, Table, Value
from components.households import words
from components.i18n import _, _p, day_text
from components.taking import about, wishes
from components.taking.wishes import Wish
from db import clock
from db.figures import coverage
from db.households import listed
from db.models import GroupKind
from db.scope import Viewer


def table(viewer: Viewer, wish: Wish) -> Table:
    """Clusters, groups and households by name with whoever looks after them; the numbers of the clusters add up to all households."""
    columns = [
        Column(_p("running number", "No."), Kind.NUMBER, 6), Column(_("Commune"), width=18), Column(_("Cell"), width=24), Column(_("Cluster"), width=16),
        Column(_("Group of households"), width=16), Column(_("Household"), width=24), Column(_("Address"), width=24),
        Column(_("Number of households"), Kind.NUMBER, 9, adds=True), Column(_("Looked after"), Kind.NUMBER, 9, adds=True),
        Column(_("Households of the group"), Kind.NUMBER, 9), Column(_("In charge"), width=32), Column(_("Nobody since"), Kind.DATE, 12),
        Column(_("Class"), width=18), Column(_("Year of the class"), Kind.YEAR, 8), Column(_("Paper"), width=26),
    ]  # fmt: skip
    return Table(_("Households"), _("Households and members in charge").upper(), _lines(viewer, wish), columns, _rows(viewer, wish), held=3)


def coverage_table(viewer: Viewer, wish: Wish) -> Table:
    """One row for each cell: households, those looked after, members who can and who do."""
    columns = [
        Column(_p("running number", "No."), Kind.NUMBER, 6), Column(_("Commune"), width=20), Column(_("Cell"), width=30),
        Column(_("Number of households"), Kind.NUMBER, 10, adds=True), Column(_("Looked after"), Kind.NUMBER, 10, adds=True),
        Column(_("Rate"), Kind.PERCENT, 9, share=(4, 3)), Column(_("Without anybody"), Kind.NUMBER, 10, adds=True),
        Column(_("Members who can"), Kind.NUMBER, 10, adds=True), Column(_("Members with households"), Kind.NUMBER, 10, adds=True),
    ]  # fmt: skip
    title = _("Households looked after, by cell").upper()
    return Table(_("Households"), title, _lines(viewer, wish), columns, _coverage_rows(viewer, wish), held=3)


def _rows(viewer: Viewer, wish: Wish) -> Iterator[list[Value]]:
    classes = about.labels(viewer, "household_classes")
    for number, row in enumerate(listed.rows(viewer, wishes.unit_id(viewer, wish.unit), wish.on), 1):
        line, home = row.line, row.line.household
        whole = line.kind == GroupKind.CLUSTER
        yield [
            number, row.area, row.cell, row.cluster, row.group, home.name if home else None, home.address if home else None,
            line.cover.households if whole else None, line.cover.covered if whole else None,
            line.cover.households if line.kind == GroupKind.HOUSEHOLDS else None, words.charged(line), line.since if line.bare else None,
            classes.get(home.rating, home.rating) if home else None, home.year if home else None, home.paper if home else None,
        ]  # fmt: skip


def _coverage_rows(viewer: Viewer, wish: Wish) -> Iterator[list[Value]]:
    for number, row in enumerate(coverage.cells(viewer, wishes.unit_id(viewer, wish.unit), wish.on), 1):
        cover, count = row.count.cover, row.count
        yield [number, row.area, row.cell, cover.households, cover.covered, cover.rate, cover.bare, count.members, count.assigned]


def _lines(viewer: Viewer, wish: Wish) -> list[str]:
    return about.lines(viewer, wish, _("As it stood on {day}", day=day_text(wish.on or clock.today())))
