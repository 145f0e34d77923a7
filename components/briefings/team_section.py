"""Visits of the teams of officials in the year up to the period's last day: due, made, and which team misses some."""

from typing import NamedTuple

import altair as alt

from components.briefings.section_declaration import BriefingQuery, Figure, PrintedFigures, Section
from components.charts import team_visits
from components.files.briefing_document import SectionTable
from components.files.excel_writer import SheetColumn, ValueKind
from components.i18n import N_, day_text, number
from db.figures import team_visit_counts
from db.figures.team_visit_counts import TeamCount, VisitCount
from db.kernel.scope import Viewer

NAMED = 5  # teams named in the sentences


class TeamRows(NamedTuple):
    """The teams with their visits, the most missing first, and the totals."""

    teams: list[TeamCount]
    count: VisitCount


def load_rows(viewer: Viewer, wanted: BriefingQuery) -> TeamRows:
    """The visits of the year up to the period's last day."""
    teams = team_visit_counts.by_team(viewer, wanted.unit_id, wanted.day)
    return TeamRows(teams, team_visit_counts.total(team.count for team in teams))


def _known(found: TeamRows) -> bool:
    return bool(found.teams)


FIGURES = (
    Figure("teams", N_("Teams that followed cells in the year so far"), lambda found: len(found.teams)),
    Figure(
        "team_visits_owed", N_("Visits that teams owe in the year so far"), lambda found: found.count.owed, known=_known
    ),
    Figure(
        "team_visits_met",
        N_("Visits owed in the year so far that teams made"),
        lambda found: found.count.met,
        known=_known,
    ),
    Figure(
        "team_visits_rate",
        N_("Share of the visits owed in the year so far that were made"),
        lambda found: found.count.met,
        lambda found: found.count.owed,
    ),
    Figure(
        "team_visits_missing",
        N_("Visits owed in the year so far that are missing"),
        lambda found: found.count.missing,
        known=_known,
    ),
    Figure(
        "team_meetings",
        N_("Meetings attended by teams in the year so far"),
        lambda found: found.count.made,
        known=_known,
    ),
    Figure(
        "teams_missing",
        N_("Teams that miss visits in the year so far"),
        lambda found: sum(team.count.missing > 0 for team in found.teams),
        known=_known,
    ),
)


def _headline(text: PrintedFigures, found: TeamRows, wanted: BriefingQuery) -> str:
    if not found.teams:
        return "Chưa có tổ công tác nào theo dõi chi bộ"
    if not found.count.owed:
        return f"{text['teams']} tổ công tác, chưa có lượt sinh hoạt nào phải dự"
    return f"Các tổ công tác đã dự {text['team_visits_met']} trên {text['team_visits_owed']} lượt phải dự"


def _sentences(text: PrintedFigures, found: TeamRows, wanted: BriefingQuery) -> list[str]:
    if not found.teams:
        return [f"Đến ngày {day_text(wanted.day)} chưa có tổ công tác nào theo dõi chi bộ."]
    begin = f"Từ đầu năm đến ngày {day_text(wanted.day)}, {text['teams']} tổ công tác"
    if not found.count.owed:
        return [f"{begin} chưa có lượt sinh hoạt nào phải dự; đã dự {text['team_meetings']} lượt."]
    sentences = [
        f"{begin} đã dự {text['team_visits_met']} trên {text['team_visits_owed']} lượt sinh hoạt phải dự "
        f"({text['team_visits_rate']}), còn thiếu {text['team_visits_missing']} lượt; tính cả các lượt ngoài quy định "
        f"đã dự {text['team_meetings']} lượt."
    ]
    missing = [team for team in found.teams if team.count.missing]
    if missing:
        more = "; …" if len(missing) > NAMED else "."
        named = "; ".join(
            f"{team.name}: {number(team.count.met)}/{number(team.count.owed)}" for team in missing[:NAMED]
        )
        sentences.append(f"{text['teams_missing']} tổ còn thiếu (đã dự trên phải dự): {named}{more}")
    return sentences


def _tables(found: TeamRows, wanted: BriefingQuery) -> list[SectionTable]:
    columns = [
        SheetColumn("Tổ công tác", width=44),
        SheetColumn("Chi bộ theo dõi", ValueKind.NUMBER, 12, adds=True),
        SheetColumn("Phải dự", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Đã dự", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Tỷ lệ", ValueKind.PERCENT, 10, share=(3, 2)),
        SheetColumn("Còn thiếu", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Dự tất cả", ValueKind.NUMBER, 11, adds=True),
    ]
    rows = [
        [team.name, team.count.cells, team.count.owed, team.count.met, team.count.rate, team.count.missing,
         team.count.made]
        for team in found.teams
    ]  # fmt: skip
    return [SectionTable("Tổ công tác dự sinh hoạt", columns, rows, shown=(0, 2, 3, 5))]


def _draw(viewer: Viewer, wanted: BriefingQuery, found: TeamRows) -> alt.LayerChart:
    return team_visits.chart(found.teams, wanted.day)


SECTIONS = (
    Section(
        "teams",
        question=load_rows,
        figures=FIGURES,
        headline=_headline,
        sentences=_sentences,
        tables=_tables,
        draw=_draw,
    ),
)
