"""A request for a briefing or report: period, unit, sections and purpose."""

from dataclasses import asdict, dataclass
from datetime import date

from components.briefings import section_registry
from components.briefings.section_declaration import BriefingKind, BriefingQuery
from components.exporting import export_request
from components.i18n import in_language, period_name
from db.calendar import clock
from db.calendar.months import add_months, first_day, last_day_of_period, month_of, period_of
from db.errors import Invalid, NotAllowed
from db.figures import unit_presence
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.models import Role
from db.units import units

TITLES = {BriefingKind.MEETING: "Tài liệu họp", BriefingKind.REPORT: "Báo cáo"}
LENGTHS = (1, 3, 6, 12)  # months per period
ROLES = {
    BriefingKind.MEETING: frozenset({Role.COMMUNE, Role.DISTRICT}),
    BriefingKind.REPORT: frozenset({Role.SECRETARY, Role.COMMUNE}),
}  # who may have each kind of paper made
ROLES_BELOW = {
    BriefingKind.MEETING: ROLES[BriefingKind.MEETING],
    BriefingKind.REPORT: frozenset({Role.COMMUNE, Role.DISTRICT}),
}  # who may have those of units below made


@dataclass(frozen=True)
class BriefingRequest:
    """A briefing on a period, given by its first month and its number of months."""

    period: int
    months: int = 1
    unit: str | None = None  # public code of an area or a cell; None: the requester's own
    sections: tuple[str, ...] = ()
    reason: str = ""  # the purpose, a key of the setting
    kind: BriefingKind = BriefingKind.MEETING

    @property
    def title(self) -> str:
        """Its title, always in Vietnamese."""
        with in_language("vi"):
            return f"{TITLES[self.kind]} {period_name(self.period, self.months)}"

    def filters(self) -> dict:
        """Its filters, as the history stores them."""
        return {"period": self.period, "months": self.months, "sections": list(self.sections)}

    def to_dict(self) -> dict:
        """The request as a job stores it."""
        return asdict(self) | {"sections": list(self.sections)}


def from_dict(values: dict) -> BriefingRequest:
    """A request stored by a job, ignoring other keys."""
    known = {name: values[name] for name in BriefingRequest.__dataclass_fields__}
    return BriefingRequest(**known | {"sections": tuple(known["sections"]), "kind": BriefingKind(known["kind"])})


def may_request(viewer: Viewer, request: BriefingRequest) -> bool:
    """Whether the viewer's role may have it, for its own unit or one below."""
    of_unit_below = viewer.role in ROLES_BELOW[request.kind] and request.unit is not None
    return (viewer.role in ROLES[request.kind] or of_unit_below) and viewer.reads(Audience.FIGURES)


def to_query(viewer: Viewer, request: BriefingRequest) -> BriefingQuery:
    """The query behind the request.

    Raises NotAllowed for roles without such briefings and for a unit out of reach, Invalid for an impossible period or
    one that has not begun, if there was no cell then, and without a section.
    """
    if not may_request(viewer, request):
        raise NotAllowed()
    require_begun_period(request.period, request.months)
    offered = {key for key, section in section_registry.sections_by_key().items() if request.kind in section.kinds}
    if not request.sections or set(request.sections) - offered:
        raise Invalid("briefing_sections_missing")
    return query_of_period(viewer, request.period, request.months, request.unit)


def require_begun_period(first: int, months: int) -> None:
    """Raise Invalid for an impossible period, or one that has not begun."""
    fits = months in LENGTHS and 1930 < first // 100 < 2200 and 1 <= first % 100 <= 12
    if not fits or period_of(first, months) != first:
        raise Invalid("briefing_period_unfit")
    if first > month_of(clock.today()):
        raise Invalid("briefing_period_ahead", day=first_day(first))


def query_of_period(viewer: Viewer, period: int, months: int, unit: str | None) -> BriefingQuery:
    """Return the query for a period of a unit by public code, or of everything in view.

    Its last day is that of the period, today in a period that goes on, or the day on which the unit ended. Raises
    NotAllowed for a unit out of reach, Invalid for an impossible period, for one that has not begun, and if there was
    no cell then.
    """
    require_begun_period(period, months)
    unit_id = export_request.unit_id(viewer, unit)
    if unit_id is not None and not viewer.reaches(unit_id):
        raise NotAllowed()
    first, last = days_of_period(period, months)
    unit_presence.require_cells_between(viewer, unit_id, first, last)
    whole = BriefingQuery(period, month_of(last), months, last, None, period_name(period, months))
    return query_of_unit(viewer, whole, unit_id)


def query_of_unit(viewer: Viewer, wanted: BriefingQuery, unit_id: int | None) -> BriefingQuery:
    """The query for a unit (None: all in sight) in the same period, up to the day on which it ended."""
    ended = units.lifetime(viewer, unit_id or viewer.unit_id or 0)[1]
    day = min(wanted.day, ended) if ended else wanted.day
    return wanted._replace(until=month_of(day), day=day, unit_id=unit_id)


def days_of_period(period: int, months: int) -> tuple[date, date]:
    """The first day of a period that has begun, and its last one so far."""
    return first_day(period), min(last_day_of_period(period, months), clock.today())


def latest_ended_period(months: int) -> int:
    """Return the latest completed period of this many months, by its first month."""
    return add_months(period_of(month_of(clock.today()), months), -months)


def begun_periods(months: int, back: int) -> list[int]:
    """Return the latest periods of this many months that have begun, latest first."""
    now = period_of(month_of(clock.today()), months)
    return [add_months(now, -at * months) for at in range(back)]
