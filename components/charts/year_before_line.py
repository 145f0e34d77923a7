"""The same months of the previous year: a grey line below the main one, labelled, with the difference."""

import altair as alt

from components.charts import axes
from components.i18n import _, number, percent
from db.figures.figures import AttendanceCounts, AttendancePoint


def add_year_before(rows: list[dict], earlier: list[AttendancePoint]) -> None:
    """Add last year's values to the rows; one row also gets the label of the line."""
    for row, point in zip(rows, earlier, strict=True):
        counts = point.counts
        row["before"] = counts.rate
        row["before_said"] = _said(counts) if counts.expected else _("no meeting")
    named = [row for row in rows[:-1] if row["before"] is not None and row["rate"] is not None and not row["labelled"]]
    if named:  # label the point where the two lines are furthest apart
        row = max(named, key=lambda each: abs(each["before"] - each["rate"]))
        row["before_name"], row["before_above"] = _("year before"), row["before"] > row["rate"]


def year_before_layers(x: alt.X, scale: alt.Scale, paper: str) -> list[alt.Chart]:
    """Draw the grey line with small squares."""
    base = alt.Chart().encode(x=x, y=alt.Y("before:Q", scale=scale))
    line = base.mark_line(
        color="#8A7E72", strokeWidth=2, strokeDash=[2, 3], invalid="break-paths-show-domains", tooltip=None
    )
    points = base.transform_filter("isValid(datum.before)").mark_point(
        shape="square", filled=True, size=28, color="#8A7E72", opacity=1, tooltip=None
    )
    names = [
        layer
        for test, dy in (("datum.before_above", -14), ("!datum.before_above", 16))
        for layer in axes.text_with_halo(
            base.transform_filter(f"isValid(datum.before_name) && {test}").encode(text=alt.Text("before_name:N")),
            paper,
            dy=dy,
        )
    ]
    return [line, points, *names]


def difference_text(counts: AttendanceCounts, earlier: AttendanceCounts) -> str:
    """Return last year's value and the difference in percentage points."""
    if not earlier.expected or not counts.expected:
        return _("no meeting in the same period last year")
    points = round(100 * ((counts.rate or 0) - (earlier.rate or 0)), 1)
    told = {"rate": _said(earlier), "points": number(abs(points), 0 if points == int(points) else 1)}
    if points == 0:
        return _("same period last year: {rate}, unchanged", rate=told["rate"])
    if points > 0:
        return _("same period last year: {rate}; up {points} points", **told)
    return _("same period last year: {rate}; down {points} points", **told)


def _said(counts: AttendanceCounts) -> str:
    of = f"{number(counts.present)}/{number(counts.expected)}"
    return f"{percent(counts.present, counts.expected)} ({of})"
