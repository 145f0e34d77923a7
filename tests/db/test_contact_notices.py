"""The notice to contact members: each one's cell, group, meetings and duties."""

import io
from datetime import date

import docx
import pytest

from components.files import template_builder, word_template
from db.comments import (
    contact_notices,
)
from db.errors import NotAllowed
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    Exemption,
    ExemptionClass,
)

pytestmark = pytest.mark.usefixtures("november")


def test_the_notice_names_cell_group_meetings_and_duties_and_says_he_is_not_a_member_of_the_cell(world):
    found = contact_notices.load(world.secretary, world.units["dong_bao"])
    (page,) = found.pages
    assert (page["chi bo noi cu tru"], page["ho va ten"]) == ("Chi bộ thôn Đồng Bào", "Phạm Thị Dung")
    assert (page["so ky hop"], page["cac ky hop"]) == ("2", "kỳ I vào tháng 6, kỳ II vào tháng 12")
    assert [each["so"] for each in page["nhiem vu"]] == ["1", "2", "3", "4", "5, 6, 7"]
    assert not found.verified
    made = word_template.render(template_builder.build_template("contact_notice"), found.pages)
    said = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(made)).paragraphs)
    assert "không phải là đảng viên của chi bộ" in said
    assert "3) Tham gia đầy đủ, nghiêm túc các cuộc họp định kỳ" in said
    assert "5, 6, 7) Các nhiệm vụ khác theo quy định." in said
    assert "Báo với chi bộ khi thay đổi" not in said, "its wording was not read in the regulation"
    assert "được miễn dự" not in said
    with pytest.raises(NotAllowed):
        contact_notices.load(world.neighbour, world.units["dong_bao"])


def test_the_notice_tells_members_exempt_from_meetings_that_they_are(world):
    with writing(SYSTEM, "test") as session:
        exempt = {"member_id": world.members["dung"], "unit_id": world.units["dong_bao"]}
        bulk.insert(session, Exemption, [exempt | {"kind": ExemptionClass.CONTACT, "valid_from": date(2026, 1, 1)}])
    found = contact_notices.load(world.secretary, world.units["dong_bao"])
    made = word_template.render(template_builder.build_template("contact_notice"), found.pages)
    lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(made)).paragraphs]
    assert lines[lines.index(contact_notices.EXEMPT) - 1].startswith("3. Mỗi năm họp 2 kỳ")
