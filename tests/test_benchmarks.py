"""What the benchmarks report about their measurements."""

from pathlib import Path

from benchmarks import __main__ as benchmarks, telling
from benchmarks.touches import FIGURES, SLOWEST, is_measured, judge
from components import menu
from db.models import Role

ROLES = {"admin": Role.ADMIN, "xa": Role.COMMUNE}


def over_limit(**milliseconds: float) -> dict[str, float]:
    found = judge({f"{name} /members": {"computing ms": each} for name, each in milliseconds.items()}, ROLES)
    return {touch.split()[0]: told["over its limit"] for touch, told in found.items()}


def test_an_action_is_over_the_general_limit_and_over_its_roles_own():
    assert over_limit(admin=10, xa=15) == {"admin": 0, "xa": 0}
    assert over_limit(admin=10, xa=16) == {"admin": 0, "xa": 1}
    assert over_limit(admin=SLOWEST + 1, xa=SLOWEST + 1) == {"admin": 1, "xa": 1}
    assert over_limit(admin=10, xa=SLOWEST + 1)["xa"] == 2


def test_an_action_the_administrator_does_not_have_is_held_to_the_one_limit():
    assert over_limit(xa=SLOWEST + 1) == {"xa": 1}
    assert "times the administrator's" not in judge({"xa /households": {"computing ms": 20.0}}, ROLES)["xa /households"]


def test_what_costs_the_administrator_next_to_nothing_counts_as_ten_milliseconds():
    cheap = judge({"admin /me": {"computing ms": 4.0}, "xa /me": {"computing ms": 12.0}}, ROLES)["xa /me"]
    assert cheap["times the administrator's"] == 1.2


def test_first_pages_are_not_compared_since_each_role_has_its_own():
    found = judge({"admin /": {"computing ms": 8.0}, "xa /": {"computing ms": 20.0}}, ROLES)
    assert "times the administrator's" not in found["xa /"]
    assert [told["over its limit"] for told in found.values()] == [0, 0]


def test_pages_that_count_ten_years_have_a_limit_of_their_own():
    for address, most in FIGURES.items():
        told = [judge({f"xa {address}": {"computing ms": each}}, ROLES)[f"xa {address}"] for each in (most, most + 1.0)]
        assert [one["over its limit"] for one in told] == [0, 1]


def test_the_summary_names_the_rows_of_all_parts_that_are_over():
    found = {
        "past, district": {"copy": telling.judge({"CPU s": 61.0, "MB": 900.0}, {"CPU s": 60})},
        "exports, district": {"reading": telling.judge({"most MB": 300.0}, {"most MB": 400})},
    }
    assert telling.summary(found).strip().splitlines() == ["1 of 2 rows over their limits", "  past, district: copy"]
    del found["past, district"]
    assert telling.summary(found).strip() == "none of 1 rows over its limit"


def test_full_runs_measure_three_sizes_but_existing_data_has_one(monkeypatch):
    monkeypatch.delenv("SIZE", raising=False)
    parts = [*benchmarks.PARTS, "imports"]
    sizes = benchmarks._sizes(parts, None)
    assert list(sizes) == ["small", "district", "province"]
    assert {part for some in sizes.values() for part in some} == set(benchmarks.PARTS)
    assert benchmarks._sizes(["past"], Path("data")) == {"district": ["past"]}
    assert benchmarks._sizes(["past", "imports"], None) == {"district": ["past"]}
    monkeypatch.setenv("SIZE", "province")
    assert benchmarks._sizes(["composition"], None) == {"province": ["composition"]}


def test_monthly_pages_are_measured_for_each_role_that_has_them():
    monthly = {"/visits", "/tasks", "/petitions", "/household-sheets", "/household-proposal"}
    of_roles = {
        role: {entry.address for entry in menu.ENTRIES if is_measured(entry, role)} & monthly
        for role in (Role.SECRETARY, Role.COMMUNE, Role.DISTRICT, Role.ADMIN)
    }
    assert of_roles == {
        Role.SECRETARY: monthly, Role.COMMUNE: monthly, Role.DISTRICT: {"/petitions"}, Role.ADMIN: set()
    }  # fmt: skip
