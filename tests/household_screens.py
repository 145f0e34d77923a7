"""The screens of households: their files, the taps on them, and a cluster to show."""

from datetime import date

from db.households import assignments, groups, named_households
from db.households.assignments import AssignmentTargets
from db.households.named_households import RatingInput
from tests.rows import code_of

BOARD, GROUP, HOME, CHARTS = (
    f"pages/{page}.py"
    for page in ("households/households", "households/group", "households/household", "figures/charts")
)
TODAY, NOVEMBER = date(2026, 11, 22), date(2026, 11, 1)


def cluster_with_home(world) -> dict[str, str]:
    """A cluster of 17 with a group of 9 that Mr An looks after, and a named household that nobody looks after: their
    codes.
    """
    unit = world.units["dong_bao"]
    cluster = groups.create(world.secretary, unit, "Cụm 1", 17)
    group = groups.create(world.secretary, unit, "Nhóm hộ 1.1", 9, within=cluster)
    home = named_households.create(
        world.secretary, cluster, "Hộ *bà* M.", "Ngõ 3", NOVEMBER, RatingInput(2026, "poor", "QĐ 12")
    )
    assignments.assign(
        world.secretary, unit, [code_of(world, "an")], AssignmentTargets(groups=[group]), NOVEMBER, "NQ 5"
    )
    return {"cluster": cluster, "group": group, "home": home}


def deed(app, name: str):
    next(group for group in app.button_group if (group.key or "").endswith("_action")).set_value(name).run()
    return app


def touch(app, ending: str, value):
    """Tap the pills whose key ends like this."""
    next(each for each in app.button_group if (each.key or "").endswith(ending)).set_value(value).run()
    assert not app.exception, app.exception
    return app
