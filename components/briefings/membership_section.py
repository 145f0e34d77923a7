"""The members of a report's cells: on the period's last day, gained and lost during it."""

from components.briefings.section_declaration import BriefingKind, BriefingQuery, Figure, PrintedFigures, Section
from components.i18n import N_, day_text
from db.calendar.months import first_day
from db.figures import member_counts
from db.figures.member_counts import MemberCounts
from db.kernel.scope import Viewer


def load_counts(viewer: Viewer, wanted: BriefingQuery) -> MemberCounts:
    """Read the members as of the period's last day."""
    return member_counts.count(viewer, wanted.unit_id, first_day(wanted.since), wanted.day)


FIGURES = (
    Figure("members", N_("Members of the cells at the period's end"), lambda found: found.members),
    Figure("members_women", N_("Women among the members at the period's end"), lambda found: found.women),
    Figure("members_probationary", N_("Probationary members at the period's end"), lambda found: found.probationary),
    Figure(
        "members_exempt",
        N_("Members exempt from Party work and meetings at the period's end"),
        lambda found: found.exempt,
    ),
    Figure("members_added", N_("Members added in the period"), lambda found: found.added),
    Figure("members_lost", N_("Members lost in the period"), lambda found: found.lost),
)


def _headline(text: PrintedFigures, found: MemberCounts, wanted: BriefingQuery) -> str:
    return f"{text['members']} đảng viên" if found.members else "Chưa có đảng viên trong danh sách"


def _sentences(text: PrintedFigures, found: MemberCounts, wanted: BriefingQuery) -> list[str]:
    day = day_text(wanted.day)
    if not found.members:
        return [f"Đến ngày {day} chưa có đảng viên nào trong danh sách."]
    changed = f"tăng {text['members_added']}, giảm {text['members_lost']}"
    return [
        f"Đến ngày {day} có {text['members']} đảng viên, trong đó {text['members_women']} nữ, "
        f"{text['members_probationary']} dự bị; {text['members_exempt']} đồng chí được miễn công tác và sinh hoạt.",
        f"Trong {wanted.name} " + (changed if found.added or found.lost else "không có tăng, giảm") + ".",
    ]


SECTIONS = (
    Section(
        "members",
        question=load_counts,
        figures=FIGURES,
        headline=_headline,
        sentences=_sentences,
        tables=lambda found, wanted: (),
        kinds=frozenset({BriefingKind.REPORT}),
    ),
)
