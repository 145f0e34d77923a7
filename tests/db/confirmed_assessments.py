"""Contact members with a confirmed assessment, and the order to issue comments from it."""

from datetime import date

from components.files import template_builder
from db.assessments.mark_storage import join_marks
from db.comments.comment_issue import IssueOrder
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Assessment, Exemption, ExemptionClass, Member
from db.papers import templates
from tests.rows import rows

DAY = date(2026, 11, 22)
SHIPPED = {kind: template_builder.build_template(kind) for kind in ("comment", "comment_short")}
FORM = {"form": "assessment_form", "form_from": date(2020, 1, 2), "assessed_on": date(2026, 11, 10)}


def order(first_number: int | None = 1) -> IssueOrder:
    """An order to issue today, using the register's own templates."""
    return IssueOrder(DAY, first_number, templates.store_shipped(SHIPPED))


def assessed(world, member: str = "dung", cell: str = "dong_bao", **more) -> str:
    """Confirm a member's assessment for 2026; returns its code."""
    who = {"unit_id": world.units[cell], "member_id": world.members[member]}
    row = {**who, "year": 2026, **FORM, "confirmed_on": date(2026, 11, 20), **more}
    row |= {"marks": join_marks({"example": "example_yes"})}
    with writing(SYSTEM, "assess") as session:
        (row_id,) = bulk.insert(session, Assessment, [row])
        return session.get_one(Assessment, row_id).code


def exempt(world) -> None:
    with writing(SYSTEM, "exempt") as session:
        who = {"member_id": world.members["dung"], "unit_id": world.units["dong_bao"]}
        bulk.insert(session, Exemption, [{**who, "kind": ExemptionClass.CONTACT}])


def member_code(world, key: str = "dung") -> str:
    return next(row.code for row in rows(Member) if row.id == world.members[key])
