"""A request for a briefing or report: period, unit, sections and purpose."""

from dataclasses import asdict, dataclass

from components.briefings import section_registry
from components.briefings.section_declaration import BriefingKind, BriefingQuery
from components.exporting import export_request
from components.i18n import in_language, period_name
from db.calendar import clock
from db.calendar.months import add_months, first_day, last_day, month_of, period_of
from db.errors import Invalid, NotAllowed
from db.figures import unit_history
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.models import Role

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

    Raises NotAllowed for a unit out of reach, Invalid for an impossible period, for one that has not begun, and if
    there was no cell then.
    """
    require_begun_period(period, months)
    today, first = clock.today(), period
    unit_id = export_request.unit_id(viewer, unit)
    if unit_id is not None and not viewer.reaches(unit_id):
        raise NotAllowed()
    until = min(add_months(first, months - 1), month_of(today))
    day = min(last_day(until), today)
    if not unit_history.had_cells(viewer, unit_id, first_day(first), day):
        raise Invalid("briefing_unit_empty", day=day)
    return BriefingQuery(first, until, months, day, unit_id, period_name(first, months))


def latest_ended_period(months: int) -> int:
    """Return the latest completed period of this many months, by its first month."""
    return add_months(period_of(month_of(clock.today()), months), -months)


def begun_periods(months: int, back: int) -> list[int]:
    """Return the latest periods of this many months that have begun, latest first."""
    now = period_of(month_of(clock.today()), months)
    return [add_months(now, -at * months) for at in range(back)]
