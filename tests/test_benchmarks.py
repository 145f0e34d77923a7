"""What the benchmarks say of the figures they took."""

from benchmarks.touches import SLOWEST, is_measured, judge
from components import menu
from db.models import Role

ROLES = {"admin": Role.ADMIN, "xa": Role.COMMUNE}


def over(**milliseconds: float) -> dict[str, float]:
    found = judge({f"{name} /members": {"computing ms": each} for name, each in milliseconds.items()}, ROLES)
    return {touch.split()[0]: told["over its limit"] for touch, told in found.items()}


def test_a_touch_is_over_the_limit_of_all_touches_and_over_that_of_its_role():
    assert over(admin=10, xa=15) == {"admin": 0, "xa": 0}
    assert over(admin=10, xa=16) == {"admin": 0, "xa": 1}
    assert over(admin=SLOWEST + 1, xa=SLOWEST + 1) == {"admin": 1, "xa": 1}
    assert over(admin=10, xa=SLOWEST + 1)["xa"] == 2


def test_a_touch_that_the_administrator_has_not_is_held_to_the_one_limit():
    assert over(xa=SLOWEST + 1) == {"xa": 1}
    assert "times the administrator's" not in judge({"xa /households": {"computing ms": 20.0}}, ROLES)["xa /households"]


def test_the_pages_of_every_month_are_measured_for_each_role_that_has_them():
    monthly = {"/visits", "/tasks", "/petitions", "/household-sheets", "/household-proposal"}
    of_roles = {
        role: {entry.address for entry in menu.ENTRIES if is_measured(entry, role)} & monthly
        for role in (Role.SECRETARY, Role.COMMUNE, Role.DISTRICT, Role.ADMIN)
    }
    assert of_roles == {
        Role.SECRETARY: monthly, Role.COMMUNE: monthly, Role.DISTRICT: {"/petitions"}, Role.ADMIN: set()
    }  # fmt: skip
