"""Poor and near-poor households: their share in each year, with the denominator."""

import altair as alt

from components.charts import axes
from components.charts.chart_registry import CellRowLink, Chart, ChartGroup, YearParts
from components.charts.chart_theme import colors
from components.i18n import DASH, N_, _, _n, number, percent
from components.widgets.link_tables import Column, Columns, number_column
from db.figures import poverty
from db.figures.poverty import PovertyCount, PovertyYear
from db.figures.unit_counts import UnitCount

NAMED = 8  # years up to which each is labelled with its rates; beyond, only the first and the last


def chart(years: list[PovertyYear], chosen: int | None = None, dark: bool = False) -> alt.LayerChart:
    """Draw a line for each of the two classes over the years, with the rate at each point."""
    look = colors(dark)
    rows = [row for year in years for row in _rows(year, years, chosen)]
    x = axes.year_axis([year.period for year in years])
    most = max((row["rate"] for row in rows if row["rate"] is not None), default=0)
    scale = alt.Scale(domain=[0, (most or 0.01) * 1.25], nice=False)
    y = alt.Y("rate:Q", scale=scale, axis=alt.Axis(format="~%", tickCount=5, title=_("share of all households")))
    names = [_("Poor"), _("Near-poor")]
    palette = [look["chartCategoricalColors"][0], look["chartCategoricalColors"][1]]
    color = alt.Color(
        "class:N", scale=alt.Scale(domain=names, range=palette), legend=alt.Legend(title=None, orient="top")
    )
    known = alt.Chart().transform_filter("isValid(datum.rate)").encode(x=x, y=y)
    lines = known.mark_line(strokeWidth=2.5, tooltip=None).encode(color=color)
    dots = known.mark_point(filled=True, size=70, opacity=1, tooltip=None).encode(
        color=color, shape=alt.Shape("class:N", scale=alt.Scale(domain=names, range=["circle", "square"]), legend=None)
    )
    said = [
        part
        for dy, name in ((-14, names[0]), (16, names[1]))
        for part in axes.text_with_halo(
            known.transform_filter(f"datum.said != '' && datum.place == {names.index(name)}").encode(text="said:N"),
            look["backgroundColor"],
            dy=dy,
            fontWeight=600,
        )
    ]
    columns = axes.selectable_columns(x, _tooltips(), "datum.place == 0")
    return axes.layer_over_same_rows([columns, lines, dots, *said], rows, height=280, title=_title(years))


def table_columns(parts: list[UnitCount[PovertyCount]]) -> Columns:
    """Return the columns of the table of communes or cells: rates with their denominators and related counts."""
    shown = {
        "name": Column(N_("Unit"), lambda part: part.name),
        "poor": _rate_column(N_("Poor"), lambda count: count.poor),
        "near": _rate_column(N_("Near-poor"), lambda count: count.near_poor),
        "households": number_column(N_("Households"), "count.households"),
        "beside": Column(N_("Not in the rate"), _beside, _beside),
    }
    if not any(_beside(part) for part in parts):
        del shown["beside"]
    return shown


def cells_left_out_text(count: PovertyCount) -> str:
    """Return which cells are in no denominator, and how many poor households they reported."""
    poor = count.poor_uncounted + count.near_poor_uncounted
    told = _n(
        "{count} cell without a number of households ({poor} poor or near-poor)",
        "{count} cells without a number of households ({poor} poor or near-poor)",
        count.uncounted,
        poor=number(poor),
    )
    nothing = _n("{count} cell recorded no classes", "{count} cells recorded no classes", count.unrecorded)
    return " · ".join([*([told] if count.uncounted else []), *([nothing] if count.unrecorded else [])])


def _beside(part: UnitCount[PovertyCount]) -> str:
    if part.is_cell and part.count.unrecorded:
        return _("no classes recorded")
    if part.is_cell and part.count.uncounted:
        poor = part.count.poor_uncounted + part.count.near_poor_uncounted
        return _("no number of households ({poor} poor or near-poor)", poor=number(poor))
    return cells_left_out_text(part.count)


def _rate_column(title: str, many) -> Column:
    def shown(part: UnitCount[PovertyCount]) -> str:
        count = part.count
        if not count.households:
            return DASH
        return f"{percent(many(count), count.households)} · {number(many(count))}/{number(count.households)}"

    return Column(title, lambda part: many(part.count), shown, lambda part: bool(part.count.households), True)


def _rows(year: PovertyYear, years: list[PovertyYear], chosen: int | None) -> list[dict]:
    count = year.count
    told = len(years) <= NAMED or year.period in (years[0].period, years[-1].period)
    about = {
        "period": year.period,
        "chosen": year.period == chosen,
        "year": str(year.period),
        "poor": _of(count.poor, count.households),
        "near": _of(count.near_poor, count.households),
        "beside": cells_left_out_text(count) or DASH,
    }
    classes = ((_("Poor"), count.poor, count.poor_rate), (_("Near-poor"), count.near_poor, count.near_poor_rate))
    return [
        {
            **about,
            "place": place,
            "class": name,
            "rate": rate,
            "said": percent(many, count.households) if told and rate is not None else "",
        }
        for place, (name, many, rate) in enumerate(classes)
    ]


def _of(many: int, households: int) -> str:
    return f"{number(many)}/{number(households)} = {percent(many, households)}" if households else DASH


def _tooltips() -> list[alt.Tooltip]:
    titles = {"year": _("Year"), "poor": _("Poor"), "near": _("Near-poor"), "beside": _("Not in the rate")}
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]


def _title(years: list[PovertyYear]) -> alt.TitleParams:
    rated = [year for year in years if year.count.households]
    if not rated:
        return axes.chart_title(
            _("No rate yet: no number of households was entered"), cells_left_out_text(years[-1].count)
        )
    first, last = rated[0], rated[-1]
    rate = percent(last.count.poor, last.count.households)
    before = percent(first.count.poor, first.count.households)
    title = (
        _("Poor households: {rate} in {year}, {before} in {first}", rate=rate, year=str(last.period), before=before,
          first=str(first.period))
        if len(rated) > 1
        else _("Poor households: {rate} in {year}", rate=rate, year=str(last.period))
    )  # fmt: skip
    of = _(
        "{poor} poor, {near} near-poor of {all} households",
        poor=number(last.count.poor),
        near=number(last.count.near_poor),
        all=number(last.count.households),
    )
    day = _("households as of 31 December of each year, of today for this one")
    return axes.chart_title(title, of, day, cells_left_out_text(last.count))


CHARTS = (
    Chart(
        "poverty",
        N_("Poor and near-poor households"),
        90,
        ChartGroup.HOUSEHOLDS,
        question=lambda viewer, wanted: poverty.by_year(viewer, wanted.unit_id),
        draw=lambda viewer, wanted, years, chosen, dark: chart(years, chosen, dark),
        has_data=lambda year: year.count.cells or year.count.uncounted,
        columns=table_columns,
        empty=N_("No classes of households have been entered yet. Cells enter them under “Households”."),
        tables=poverty.TABLES,
        by_year=YearParts(
            lambda viewer, wanted, year: poverty.by_unit(viewer, year, wanted.unit_id),
            lambda parts: _total_text(poverty.total(part.count for part in parts)),
            CellRowLink(
                "pages/households/households.py",
                lambda part: {"households_cell": part.code},
                N_(
                    "The names of households are visible only to the cell and the {level} committee; these are the "
                    "totals for each cell."
                ),
            ),
        ),
        export="poverty",
    ),
)


def _total_text(count: PovertyCount) -> str:
    poor, near = _of(count.poor, count.households), _of(count.near_poor, count.households)
    return _("Total: poor {poor}; near-poor {near}", poor=poor, near=near)
