"""Members whose assessments have marks."""

from datetime import date

import pytest

from db.assessments.mark_storage import join_marks
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Assessment, Membership, MembershipKind

FORM = {"form": "assessment_form", "form_from": date(2020, 1, 2), "assessed_on": date(2026, 11, 10)}
GIVEN = {
    "an": ("dong_bao", "example_yes"), "binh": ("dong_bao", "example_yes"), "dung": ("dong_bao", "example_good"),
    "lan": ("ben_da", "example_yes"), "quan": ("nui_doi", "example_not"),
}  # fmt: skip


@pytest.fixture
def marked(world):
    """Five people of three cells in two communes, each with one mark of 2026."""
    with writing(SYSTEM, "fill") as session:
        for name, (cell, mark) in GIVEN.items():
            who = {"unit_id": world.units[cell], "member_id": world.members[name]}
            bulk.insert(session, Membership, [{**who, "kind": MembershipKind.CONTACT}])
            told = {"year": 2026, "marks": join_marks({"example": mark}), **FORM}
            bulk.insert(session, Assessment, [{**who, **told}])
    return world
