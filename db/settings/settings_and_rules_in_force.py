"""Settings and rules for display to a viewer: value, since when, by which unit and person, planned changes;
and choosing a rule.
"""

import json
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.spans import day_span
from db.errors import Invalid, NotAllowed
from db.kernel import concurrent_changes, unit_tree, validation
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.models import Batch, Change, Rule, Setting
from db.settings import dated_rules, setting_definitions, settings

LEAST = {"percent": 0}  # minimum of a rule's figures; otherwise 1
WORDS = {"base": ("good", "good_or_better", "classified"), "scope": ("organisation", "cell")}  # that a rule may use


class SettingStatus(NamedTuple):
    """A setting's value and the unit that chose it; without one it is shipped. `own`: the viewer's unit chose it;
    `coming`: its choice for later.
    """

    name: str
    value: Any
    unit_id: int | None
    since: date | None
    who: str | None
    own: bool
    coming: list[tuple[date, Any]]


class RuleVersion(NamedTuple):
    """One version of a rule: validity, source, and unit."""

    parameters: dict
    citation: str
    verified: bool
    since: date | None
    until: date | None
    unit_id: int | None
    who: str | None = None

    @property
    def now(self) -> bool:
        return day_span(self.since, self.until).contains(clock.today())


def all_settings(viewer: Viewer) -> dict[str, SettingStatus]:
    """Every setting as of today for the viewer's unit."""
    with reading(viewer) as session:
        above = unit_tree.ancestors(session, viewer.unit_id)
        query = select(Setting.id, Setting.unit_id, Setting.name, Setting.value, Setting.valid_from).where(
            Setting.unit_id.in_(above)
        )
        chosen = session.exec(query.order_by(Setting.valid_from)).all()
        doers = _doers(session, "setting", [row.id for row in chosen])
        return {
            name: _stands(session, viewer, name, [row for row in chosen if row.name == name], above, doers)
            for name in settings.all_names()
        }


def all_rules(viewer: Viewer) -> dict[str, list[RuleVersion]]:
    """Every rule with its versions, latest first, from the viewer's unit or the nearest above it, else as shipped."""
    with reading(viewer) as session:
        above = unit_tree.ancestors(session, viewer.unit_id)
        query = select(
            Rule.id,
            Rule.unit_id,
            Rule.name,
            Rule.parameters,
            Rule.citation,
            Rule.verified,
            Rule.valid_from,
            Rule.valid_to,
        )
        own = session.exec(query.where(Rule.unit_id.in_(above)).order_by(Rule.valid_from, Rule.id)).all()
        doers = _doers(session, "rule", [row.id for row in own])
        lines = {
            name: [_line(row["parameters"], row) for row in shipped]
            for name, shipped in dated_rules.load_defaults().items()
        }
        for row in own:
            told = {
                "citation": row.citation,
                "verified": row.verified,
                "valid_from": row.valid_from,
                "valid_to": row.valid_to,
            }
            lines.setdefault(row.name, []).append(
                _line(json.loads(row.parameters), told, row.unit_id, doers.get(row.id))
            )
        return {
            name: sorted(each, key=lambda line: (line.unit_id is not None, line.since or date.min), reverse=True)
            for name, each in lines.items()
        }


def choose_rule(
    viewer: Viewer, name: str, parameters: dict, citation: str, verified: bool, valid_from: date | None
) -> None:
    """Set own parameters of a rule for the viewer's unit from a day on.

    Raises Invalid for values that do not fit, NotAllowed for roles other than the district.
    """
    if viewer.role not in setting_definitions.ABOVE:
        raise NotAllowed()
    standing = next(iter(dated_rules.load_defaults().get(name, [])), None)
    if standing is None or set(parameters) != set(standing["parameters"]):
        raise Invalid("setting_unknown", name=name)
    for key, value in parameters.items():
        fits = value in WORDS.get(key, (value,)) if isinstance(value, str) else LEAST.get(key, 1) <= value <= 100
        if type(value) is not type(standing["parameters"][key]) or not fits:
            raise Invalid("rule_unfit")
    if not (paper := validation.optional_text(citation, 300)):
        raise Invalid("citation_missing")
    if validation.event_day(valid_from) is None:
        raise Invalid("day_missing")
    told = {"parameters": json.dumps(parameters, ensure_ascii=False), "citation": paper, "verified": verified}
    with writing(viewer, "choose_rule") as session:
        own = select(Rule.id).where(Rule.unit_id == viewer.unit_id, Rule.name == name)
        concurrent_changes.require_rows_unchanged(session, Rule, session.exec(own).all())
        query = select(Rule).where(Rule.unit_id == viewer.unit_id, Rule.name == name, Rule.valid_from == valid_from)
        if row := session.exec(query).first():
            row.sqlmodel_update(told)
        else:
            session.add(Rule(unit_id=viewer.unit_id, name=name, valid_from=valid_from, **told))


def _line(parameters: dict, row: dict, unit_id: int | None = None, who: str | None = None) -> RuleVersion:
    return RuleVersion(
        parameters, row["citation"], row["verified"], row.get("valid_from"), row.get("valid_to"), unit_id, who
    )


def _stands(
    session: Session,
    viewer: Viewer,
    name: str,
    chosen: list,
    above: list[int],
    doers: dict[int, str],
) -> SettingStatus:
    today = clock.today()
    latest = {row.unit_id: row for row in chosen if row.valid_from <= today}
    nearest = unit_tree.nearest_choice(
        above, {unit: row for unit, row in latest.items() if row.value != settings.INHERIT}
    )
    coming = [
        (row.valid_from, json.loads(row.value))
        for row in chosen
        if row.unit_id == viewer.unit_id and row.valid_from > today
    ]
    value = settings.value_for_unit(session, name, viewer.unit_id)
    if nearest is None:
        return SettingStatus(name, value, None, None, None, False, coming)
    return SettingStatus(
        name,
        value,
        nearest.unit_id,
        nearest.valid_from,
        doers.get(nearest.id),
        nearest.unit_id == viewer.unit_id,
        coming,
    )


def _doers(session: Session, table: str, row_ids: list[int]) -> dict[int, str]:
    """Return who last changed each of these rows, as far as the viewer may know."""
    changes = session.exec(
        select(Change.row_id, Change.batch_id)
        .where(Change.table_name == table, Change.row_id.in_(row_ids))
        .order_by(Change.id)
    ).all()
    who = dict(session.exec(select(Batch.id, Batch.who).where(Batch.id.in_({row.batch_id for row in changes}))).all())
    return {row.row_id: who[row.batch_id] for row in changes if row.batch_id in who}
