"""Lists brought in: what a preview promises is done, the same list again changes nothing, and undone it leaves no
trace.
"""

import threading
from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings as tried, strategies as some
from sqlmodel import select

from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import Invalid, NotAllowed
from db.history import undo
from db.imports import answers, import_run, read_options
from db.imports.import_rows import HashedNumber, ImportRow, from_dict, to_dict
from db.imports.outcomes import RowEffect
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.meetings import unplaced_guests
from db.models import (
    Batch,
    CellGroup,
    Exemption,
    GroupMember,
    Guest,
    Introduction,
    Meeting,
    MeetingAudience,
    Member,
    Membership,
    MembershipKind,
    Office,
    Question,
    Standing,
    Unit,
    UnitVersion,
)
from db.settings import settings
from db.units import units
from db.vietnamese import fold
from tests.db.dumps import dump

FILE, DONG_BAO, BEN_DA, NUI_DOI = "abcdefghjkmn", "Chi bộ thôn Đồng Bào", "Chi bộ thôn Bến Đá", "Chi bộ thôn Núi Đôi"


def hashed(digits: str) -> str:
    return f"{digits:0>64}"


def number(digits: str) -> HashedNumber:
    return HashedNumber(hashed(digits), digits[-4:])


def row(at: int, name: str, **known) -> ImportRow:
    return ImportRow(at, name, **{"cell": DONG_BAO, **known})


def answer(viewer, part: str = "file", **values: str) -> None:
    answers.save_answers(viewer, FILE, {DraftField(part, name): value for name, value in values.items()})


def bring_in(viewer, rows: list[ImportRow], token: str = "t") -> import_run.ImportResult:
    return import_run.execute(viewer, FILE, rows, token)


def effects(viewer, rows: list[ImportRow]) -> list[tuple[str, str | None]]:
    return [(outcome.effect.value, outcome.code) for outcome in import_run.preview(viewer, FILE, rows).outcomes]


def read(statement) -> list:
    with reading(SYSTEM) as session:
        return list(session.exec(statement))


def called(name: str) -> Member:
    (found,) = read(select(Member).where(Member.name == name))
    return found


NEW = [
    row(2, "Trần Văn Ánh", born="1970-05-01", admitted="1995-02-03", citizen=number("099070123456"), home=DONG_BAO),
    row(3, "Lê Thị Ân", born="1980", home=DONG_BAO),
    row(4, "Đỗ Văn Bảo", born="1985-01-02", cell="Bệnh viện huyện An Bình", home=BEN_DA, workplace="Bệnh viện"),
]


def test_a_preview_writes_nothing(world):
    before = dump(set())
    assert effects(world.admin, NEW) == [("created", None)] * 3
    assert dump(set()) == before


def test_new_people_get_memberships_standings_introductions_and_the_next_numbers_in_vietnamese_order(world):
    done = bring_in(world.admin, [*NEW, row(5, "Bùi Văn Ẩn", born="1975", official="2001-04")])
    assert done.counts["created"] == 4
    first, second, third = called("Trần Văn Ánh"), called("Lê Thị Ân"), called("Bùi Văn Ẩn")
    numbers = dict(
        read(
            select(Membership.member_id, Membership.roster_number).where(Membership.unit_id == world.units["dong_bao"])
        )
    )
    assert [numbers[one.id] for one in (first, second, third)] == [4, 5, 6]
    assert first.citizen_hash == hashed("099070123456")
    assert (first.citizen_last4, first.citizen_number) == ("3456", None)
    (contact,) = read(select(Membership).where(Membership.member_id == called("Đỗ Văn Bảo").id))
    assert (contact.kind, contact.unit_id) == (MembershipKind.CONTACT, world.units["ben_da"])
    (introduced,) = read(select(Introduction).where(Introduction.membership_id == contact.id))
    assert (introduced.state, introduced.workplace_id, introduced.commune_id) == (
        "unknown",
        world.units["hospital"],
        world.units["dong_ha"],
    )
    assert len(read(select(Standing).where(Standing.member_id == third.id))) == 1


def test_own_in_one_cell_and_contact_where_one_lives(world):
    bring_in(world.admin, [row(2, "Trần Văn Ánh", born="1970", home=BEN_DA)])
    kinds = read(select(Membership.unit_id, Membership.kind).where(Membership.member_id == called("Trần Văn Ánh").id))
    assert set(kinds) == {
        (world.units["dong_bao"], MembershipKind.OWN),
        (world.units["ben_da"], MembershipKind.CONTACT),
    }


def test_the_same_list_again_changes_nothing_and_leaves_no_batch(world):
    bring_in(world.admin, NEW, "first")
    before = dump(set())
    done = bring_in(world.admin, NEW, "second")
    assert (done.batch_id, done.counts["untouched"]) == (None, 3)
    assert dump(set()) == before


def test_undone_it_leaves_no_trace(world):
    before = dump()
    done = bring_in(world.admin, NEW)
    assert dump() != before
    undo.undo(world.admin, done.batch_id)
    assert dump() == before


def test_somebody_known_by_name_and_birth_is_completed_not_doubled(world):
    rows = [
        row(2, "NGUYỄN VĂN AN".title(), born="1957-03-02", citizen=number("099057000001")),
        row(3, "Trần Thị Bình", born="1964-08-09"),
    ]
    assert effects(world.admin, rows) == [("changed", None)] * 2
    bring_in(world.admin, rows)
    assert called("Nguyễn Văn An").citizen_last4 == "0001"
    assert called("Trần Thị Bình").born == "1964-08-09"


def test_whoever_left_the_cell_and_stands_on_its_list_again_is_asked_about(world):
    with writing(SYSTEM, "test") as session:
        stay = session.exec(select(Membership).where(Membership.member_id == world.members["cuong"])).one()
        stay.valid_to = date(2025, 6, 1)
    rows = [row(2, "Lê Văn Cường", born="1949-11")]
    assert import_run.preview(world.admin, FILE, rows).outcomes[0].asked == (world.members["cuong"],)
    with reading(SYSTEM) as session:
        answer(world.admin, "row:2", same=session.get(Member, world.members["cuong"]).code)
    bring_in(world.admin, rows)
    assert len(read(select(Membership.id).where(Membership.member_id == world.members["cuong"]))) == 2
    assert bring_in(world.admin, rows, "again").batch_id is None


def test_one_name_and_day_of_birth_in_two_cells_is_asked_about(world):
    rows = [row(2, "Trần Văn Ánh", born="1970-05-01"), row(3, "Trần Văn Ánh", born="1970-05-01", cell=BEN_DA)]
    assert effects(world.admin, rows) == [("created", None), ("asked", "import_twin")]
    answer(world.admin, "row:3", same=answers.TWIN)
    assert effects(world.admin, rows) == [("created", None), ("refused", "import_twice")]
    answer(world.admin, "row:3", same=answers.ANOTHER)
    assert bring_in(world.admin, rows).counts["created"] == 2
    assert bring_in(world.admin, rows, "again").batch_id is None
    told_apart = [
        row(at, "Lê Ba", born="1970-05-01", citizen=number(f"09907000000{at}"), cell=cell)
        for at, cell in ((4, DONG_BAO), (5, BEN_DA))
    ]
    assert effects(world.admin, told_apart) == [("created", None)] * 2


@pytest.mark.parametrize(
    ("official", "since"),
    [("2026-02-01", date(2026, 2, 1)), ("2026", date(2026, 11, 22)), ("2026-02", date(2026, 2, 28))],
)
def test_recognition_on_the_list_makes_a_probationary_member_a_full_one(world, set_clock, official, since):
    set_clock("2026-11-22")
    an = world.members["an"]
    with writing(SYSTEM, "test") as session:
        standing = session.exec(select(Standing).where(Standing.member_id == an)).one()
        standing.kind, standing.valid_from = "probationary", date(2025, 2, 1)
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02", official=official)]
    bring_in(world.admin, rows)
    stood = read(select(Standing.kind, Standing.valid_from).where(Standing.member_id == an).order_by(Standing.id))
    assert stood == [("probationary", date(2025, 2, 1)), ("full", since)]
    assert bring_in(world.admin, rows, "again").batch_id is None


def test_a_date_that_goes_against_ours_is_a_problem_of_the_row(world):
    with writing(SYSTEM, "test") as session:
        session.get(Member, world.members["an"]).admitted = "1990"
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02", official="1985")]
    assert effects(world.admin, rows) == [("refused", "dates_reversed")]


def test_a_guest_who_stands_on_the_list_by_now_is_asked_about_no_longer(world):
    meeting = {
        "unit_id": world.units["dong_bao"],
        "type": "regular",
        "period": 202610,
        "held_on": date(2026, 10, 10),
        "state": "held",
        "named": True,
    }
    with writing(SYSTEM, "test") as session:
        met = bulk.insert(
            session,
            Meeting,
            [meeting | {"audience": MeetingAudience.OWN, "saved_at": clock.now(), "first_saved_at": clock.now()}],
        )[0]
        bulk.insert(
            session,
            Guest,
            [
                {"meeting_id": met, "unit_id": world.units["dong_bao"], "name": name}
                for name in ("Trần Văn Ánh", "Bùi Khách")
            ],
        )
    before = dump()
    done = bring_in(world.admin, [row(2, "Trần Văn Ánh", born="1970")])
    assert [one.name for one in unplaced_guests.list_all(world.commune)] == ["Bùi Khách"]
    undo.undo(world.admin, done.batch_id)
    assert dump() == before


def test_a_vaguer_date_than_ours_changes_nothing(world):
    assert effects(world.admin, [row(2, "Nguyễn Văn An", born="1957")]) == [("untouched", None)]


def test_another_tone_and_no_day_of_birth_may_be_somebody_else(world):
    assert effects(world.admin, [row(2, "Trần Thị Bính", born="1964")]) == [("asked", "import_who")]


def test_the_other_spelling_of_a_tone_is_the_same_person(world):
    bring_in(world.admin, [row(2, "Trần Thị Thủy", born="1970")])
    assert effects(world.admin, [row(2, "Trần Thị Thuỷ", born="1970")]) == [("untouched", None)]


def test_a_number_says_who_it_is_although_the_name_is_written_otherwise(world):
    with writing(SYSTEM, "test") as session:
        bulk.update(
            session,
            Member,
            [{"id": world.members["binh"], "citizen_hash": hashed("099164000001"), "citizen_last4": "0001"}],
        )
    (outcome,) = import_run.preview(
        world.admin, FILE, [row(2, "Trần Thị Bính", born="1964", citizen=number("099164000001"))]
    ).outcomes
    assert outcome.member_id == world.members["binh"]
    assert outcome.differing == {"name": ("Trần Thị Bình", "Trần Thị Bính")}


def test_several_who_may_be_meant_are_asked_about(world):
    rows = [row(2, "Nguyễn Văn Hùng", cell=BEN_DA)]
    assert effects(world.admin, rows) == [("asked", "import_who")]
    with reading(SYSTEM) as session:
        code = session.get(Member, world.members["hung_lan"]).code
    answer(world.admin, "row:2", same=code)
    assert import_run.preview(world.admin, FILE, rows).outcomes[0].member_id == world.members["hung_lan"]
    answer(world.admin, "row:2", same=answers.ANOTHER)
    assert effects(world.admin, rows) == [("created", None)]


def test_differing_values_stay_ours_unless_theirs_are_wished(world):
    with writing(SYSTEM, "test") as session:
        bulk.update(
            session,
            Member,
            [
                {
                    "id": world.members["an"],
                    "phone": "0912 345 678",
                    "citizen_hash": hashed("1"),
                    "citizen_last4": "1111",
                }
            ],
        )
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02", phone="0900 000 000", card=number("12345678"))]
    bring_in(world.admin, rows, "first")
    assert called("Nguyễn Văn An").phone == "0912 345 678"
    answer(world.admin, differing=answers.THEIRS)
    bring_in(world.admin, rows, "second")
    assert called("Nguyễn Văn An").phone == "0900 000 000"


def test_two_rows_about_one_person_are_brought_in_once(world):
    rows = [
        row(2, "Trần Văn Ánh", citizen=number("099070123456")),
        row(3, "Trần V Ánh", citizen=number("099070123456")),
    ]
    assert effects(world.admin, rows) == [("created", None), ("refused", "import_twice")]
    rows = [row(4, "Lê Ba", born="1970-05-01"), row(5, "Lê Ba", born="1970-05-01")]
    assert effects(world.admin, rows) == [("created", None), ("refused", "import_twice")]


def test_a_move_is_asked_about_and_then_ends_one_stay_the_day_before_the_other(world):
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02", cell=BEN_DA)]
    assert effects(world.admin, rows) == [("asked", "import_moved")]
    answer(world.admin, moved=answers.MOVE, day="2026-10-05")
    bring_in(world.admin, rows)
    stays = read(
        select(Membership.unit_id, Membership.valid_from, Membership.valid_to).where(
            Membership.member_id == world.members["an"]
        )
    )
    assert (world.units["dong_bao"], date(2020, 1, 1), date(2026, 10, 4)) in stays
    assert (world.units["ben_da"], date(2026, 10, 5), None) in stays


def test_saved_meetings_since_are_asked_about_and_stay(world):
    meeting = {
        "unit_id": world.units["dong_bao"],
        "type": "regular",
        "period": 202610,
        "held_on": date(2026, 10, 10),
        "state": "held",
        "named": True,
    }
    with writing(SYSTEM, "test") as session:
        bulk.insert(
            session,
            Meeting,
            [meeting | {"audience": MeetingAudience.OWN, "saved_at": clock.now(), "first_saved_at": clock.now()}],
        )
    answer(world.admin, day="2026-10-05")
    bring_in(world.admin, [row(2, "Trần Văn Ánh", born="1970")])
    assert [question.member_id for question in read(select(Question))] == [called("Trần Văn Ánh").id]


def test_those_who_are_not_on_the_list_stay_unless_said_to_have_left(world):
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02")]
    assert [one.ends for one in import_run.preview(world.admin, FILE, rows).missing] == [False, False]
    assert bring_in(world.admin, rows).batch_id is None
    answer(world.admin, missing=answers.LEFT)
    assert bring_in(world.admin, rows, "second").ended == 2
    ended = read(select(Membership.member_id).where(Membership.valid_to.is_not(None)))
    assert set(ended) == {world.members["binh"], world.members["cuong"]}


def test_what_hangs_on_a_stay_ends_with_it_and_comes_back_with_it(world):
    """Posts, exemptions, roles in groups; for whom one of them is still to begin, nothing ends."""
    cell, cuong = world.units["dong_bao"], world.members["cuong"]
    with writing(SYSTEM, "test") as session:
        group = bulk.insert(session, CellGroup, [{"unit_id": cell, "kind": "party", "name": "Tổ 1"}])[0]
        bulk.insert(session, GroupMember, [{"unit_id": cell, "member_id": cuong, "group_id": group}])
        bulk.insert(
            session, Exemption, [{"unit_id": cell, "member_id": cuong, "kind": "own", "valid_from": date(2026, 1, 1)}]
        )
        posts = [
            {"member_id": cuong, "valid_from": date(2026, 1, 1)},
            {"member_id": world.members["binh"], "valid_from": date(2026, 11, 1)},
        ]
        bulk.insert(session, Office, [{"unit_id": cell, "post": "deputy", **post} for post in posts])
    before = dump()
    answer(world.admin, missing=answers.LEFT, day="2026-10-05")
    done = bring_in(world.admin, [row(2, "Nguyễn Văn An", born="1957-03-02")])
    assert read(select(Membership.member_id, Membership.valid_to).where(Membership.valid_to.is_not(None))) == [
        (cuong, date(2026, 10, 5))
    ]
    ends = [read(select(table.valid_to).where(table.member_id == cuong)) for table in (GroupMember, Exemption, Office)]
    assert ends == [[date(2026, 10, 5)]] * 3
    undo.undo(world.admin, done.batch_id)
    assert dump() == before


def test_whoever_the_list_says_is_gone_is_not_made_and_is_asked_about_like_the_missing(world):
    rows = [
        row(2, "Mai Văn Mới", gone="Đã chuyển sinh hoạt"),
        row(3, "Nguyễn Văn An", born="1957-03-02", gone="Đã chuyển sinh hoạt"),
    ]
    plan = import_run.preview(world.admin, FILE, rows)
    assert [outcome.code for outcome in plan.outcomes] == ["import_gone"] * 2
    assert {one.said for one in plan.missing if one.member_id == world.members["an"]} == {"Đã chuyển sinh hoạt"}


def test_a_name_nobody_knows_is_asked_about_once_and_remembered_for_the_next_list(world):
    rows = [row(2, "Trần Văn Ánh", born="1970", cell="CB Đồng Bào")]
    plan = import_run.preview(world.admin, FILE, rows)
    assert plan.outcomes[0].code == "import_unit_unknown"
    assert plan.names["cb dong bao"].proposals[0] == world.units["dong_bao"]
    code = plan.known.places[world.units["dong_bao"]].code
    answer(world.admin, answers.unit_part("cb dong bao"), means=f"unit:{code}")
    bring_in(world.admin, rows)
    assert settings.value_for_viewer(world.admin, "unit_names") == {"cb dong bao": f"unit:{code}"}
    (outcome,) = import_run.preview(world.admin, "zzzzzzzzzzzz", rows).outcomes
    assert outcome.effect == RowEffect.UNTOUCHED


def test_an_answer_about_a_name_stays_with_it_when_other_names_come_or_go(world):
    bao, moi = (
        row(2, "Trần Văn Ánh", born="1970", cell="CB Đồng Bào"),
        row(3, "Trần Văn Bảo", born="1970", cell="CB thôn Mới"),
    )
    places = import_run.preview(world.admin, FILE, [bao, moi]).known.places
    answer(world.admin, answers.unit_part("cb thon moi"), means=f"unit:{places[world.units['ben_da']].code}")
    for rows in ([bao, moi], [moi, bao], [moi]):
        names = import_run.preview(world.admin, FILE, rows).names
        assert {name: known.meaning and known.meaning.unit_id for name, known in names.items()}[
            "cb thon moi"
        ] == world.units["ben_da"]
        assert not names.get("cb dong bao") or names["cb dong bao"].meaning is None


def test_a_new_cell_is_made_by_who_may_and_undone_with_the_list(world):
    before, rows = dump(), [row(2, "Trần Văn Ánh", born="1970", cell="Chi bộ thôn Mới")]
    commune = import_run.preview(world.admin, FILE, rows).known.places[world.units["dong_ha"]].code
    answer(world.admin, answers.unit_part("chi bo thon moi"), means=f"new:{commune}")
    done = bring_in(world.admin, rows)
    assert read(select(UnitVersion.parent_id).where(UnitVersion.name == "Chi bộ thôn Mới")) == [world.units["dong_ha"]]
    undo.undo(world.admin, done.batch_id)
    assert dump() == before


def test_two_spellings_make_one_new_cell_in_each_commune_and_brought_in_again_none(world):
    texts = ["CB TDP 7", "Chi bộ tổ dân phố số 7", "Chi bộ Mới"]
    rows = [
        row(at, f"Trần Văn {name}", born="1970", cell=text)
        for at, (name, text) in enumerate(zip(("Ánh", "Bảo", "Cam"), texts, strict=True), 2)
    ]
    places = import_run.preview(world.admin, FILE, rows).known.places
    for text, commune in zip(texts, ("dong_ha", "dong_ha", "tay_son"), strict=True):
        answer(world.admin, answers.unit_part(fold(text)), means=f"new:{places[world.units[commune]].code}")
    assert bring_in(world.admin, rows).counts["created"] == 3
    made = read(select(UnitVersion.name, UnitVersion.parent_id).where(UnitVersion.unit_id > max(world.units.values())))
    assert sorted(made) == [("Chi bộ Mới", world.units["tay_son"]), ("Chi bộ tổ dân phố số 7", world.units["dong_ha"])]
    assert bring_in(world.admin, rows, "again").batch_id is None


def test_communes_are_added_once_and_only_by_who_makes_units(world):
    units.create_areas(world.admin, ["Xã Bắc Lý", " ", "Phường Nam Hồng"])
    assert [place.name for place in import_run.preview(world.admin, FILE, NEW).known.communes()] == [
        "Phường Nam Hồng",
        "Xã Bắc Lý",
        "Xã Đông Hà",
        "Xã Tây Sơn",
    ]
    for wrong in (["XÃ ĐÔNG HÀ"], ["", " "]):
        with pytest.raises(Invalid):
            units.create_areas(world.admin, wrong)
    with pytest.raises(NotAllowed):
        units.create_areas(world.commune, ["Xã Bắc Lý 2"])


def test_a_commune_makes_no_units(world):
    rows = [row(2, "Trần Văn Ánh", cell="Chi bộ thôn Mới")]
    code = import_run.preview(world.commune, FILE, rows).known.places[world.units["dong_ha"]].code
    answer(world.commune, answers.unit_part("chi bo thon moi"), means=f"new:{code}")
    with pytest.raises(NotAllowed):
        bring_in(world.commune, rows)
    assert read(select(Unit.id).where(Unit.id > max(world.units.values()))) == []


def test_a_commune_brings_in_its_own_cells_only(world):
    rows = [
        row(2, "Trần Văn Ánh", born="1970"),
        row(3, "Lê Thị Ân", cell=NUI_DOI),
        row(4, "Đỗ Văn Bảo", born="1985", cell=NUI_DOI, home=BEN_DA),
    ]
    assert effects(world.commune, rows) == [("created", None), ("refused", "import_unit_foreign"), ("created", None)]
    bring_in(world.commune, rows)
    assert (
        read(select(Membership.id).where(Membership.unit_id == world.units["nui_doi"], Membership.valid_from.is_(None)))
        == []
    )


def test_somebody_of_another_commune_is_not_doubled_and_no_more_is_told_than_that_he_is_known(world):
    with writing(SYSTEM, "test") as session:
        bulk.update(
            session,
            Member,
            [{"id": world.members["lan"], "citizen_hash": hashed("099160000001"), "citizen_last4": "0001"}],
        )
    rows = [
        row(2, "Vũ Thị Lan", born="1960", citizen=number("099160000001")),
        row(3, "Trần Văn Ánh", born="1970", card=number("099160000001")),
    ]
    for one in rows:
        (outcome,) = import_run.preview(world.commune, FILE, [one]).outcomes
        assert (outcome.effect.value, outcome.code, outcome.values, outcome.member_id, outcome.asked) == (
            "refused",
            "import_elsewhere",
            {},
            None,
            (),
        )
    assert bring_in(world.commune, rows).batch_id is None
    assert import_run.preview(world.admin, FILE, rows[:1]).outcomes[0].member_id == world.members["lan"]


def test_what_a_commune_brings_in_for_one_cell_is_marked_so(world):
    bring_in(world.commune, [row(2, "Trần Văn Ánh", born="1970")], "one")
    bring_in(
        world.commune, [row(2, "Lê Thị Ân", born="1970"), row(3, "Đỗ Văn Bảo", born="1985", cell=BEN_DA)], "several"
    )
    bring_in(world.admin, [row(2, "Bùi Văn Ẩn", born="1975")], "not on behalf")
    assert read(select(Batch.on_behalf_of).where(Batch.deed == "import").order_by(Batch.id)) == [
        world.units["dong_bao"],
        None,
        None,
    ]


def test_single_people_are_answered_for_otherwise_than_the_whole_list(world):
    rows = [
        row(2, "Nguyễn Văn An", born="1957-03-02", cell=BEN_DA, phone="0900 1"),
        row(3, "Trần Thị Bình", born="1964", cell=BEN_DA),
    ]
    rows.append(row(4, "Nguyễn Văn Hùng", born="1953", cell=BEN_DA, phone="0900 2"))
    with writing(SYSTEM, "test") as session:
        bulk.update(session, Member, [{"id": world.members[key], "phone": "0912 9"} for key in ("an", "hung")])
    answer(world.admin, moved=answers.MOVE, differing=answers.KEEP, missing=answers.LEFT, day="2026-10-05")
    with reading(SYSTEM) as session:
        stays = session.get(Member, world.members["hung_lan"]).code
    answer(world.admin, answers.row_part(3), moved=answers.KEEP)
    answer(world.admin, answers.row_part(2), differing=answers.THEIRS)
    plan = import_run.preview(world.admin, FILE, rows)
    assert [len(one.ends) for one in plan.outcomes] == [1, 0, 0]
    assert [one.sets for one in plan.outcomes] == [{"phone": "0900 1"}, {}, {}]
    assert {one.member_id: one.ends for one in plan.missing} == {world.members["hung_lan"]: True}
    answer(world.admin, answers.member_part(stays), missing=answers.KEEP)
    assert [one.ends for one in import_run.preview(world.admin, FILE, rows).missing] == [False]


def test_what_a_move_is_about_stays_known_whatever_was_answered(world):
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02", cell=BEN_DA)]
    for moved in (None, answers.KEEP, answers.MOVE):
        answer(world.admin, moved=moved)
        (outcome,) = import_run.preview(world.admin, FILE, rows).outcomes
        assert [stay.unit_id for stay in outcome.against] == [world.units["dong_bao"]]


@pytest.mark.parametrize("who", ["secretary", "assistant", "workplace", "district"])
def test_nobody_else_brings_anything_in(world, who):
    rows = [row(2, "Trần Văn Ánh", born="1970", cell=DONG_BAO)]
    before = dump(set())
    with pytest.raises(NotAllowed):
        bring_in(world.viewers[who], rows)
    assert dump(set()) == before


def test_two_at_once_do_not_double_anybody(world):
    rows = [row(at, f"Nguyễn Văn {chr(64 + at)}ng", born="1970", citizen=number(f"0990{at:08}")) for at in range(2, 22)]
    each = [threading.Thread(target=bring_in, args=(world.admin, rows, token)) for token in ("one", "two")]
    for thread in each:
        thread.start()
    for thread in each:
        thread.join()
    assert (
        len(
            read(
                select(Member.id).where(
                    Member.name.startswith("Nguyễn Văn "), Member.name.endswith("ng"), Member.citizen_hash.is_not(None)
                )
            )
        )
        == 20
    )
    assert len(read(select(Batch.id).where(Batch.deed == "import"))) == 1


def test_a_row_as_json_is_the_same_row():
    one = ImportRow(
        7,
        "Trần Văn Ánh",
        card=HashedNumber("h", "1234"),
        fault="digits_unfit",
        values={"lengths": [8, 12]},
        said={"name": "x"},
    )
    assert from_dict(to_dict(one)) == one


def test_what_one_row_tells_of_a_person_tells_the_next_row_apart(world):
    """The first row gives the register's Hùng a citizen number:
    the second row, with another, is somebody else, now as later.
    """
    same = {"name": "Nguyễn Văn Hùng", "born": "1953"}
    rows = [
        ImportRow(2, **same, cell=BEN_DA, home=DONG_BAO, citizen=number("099000000003")),
        ImportRow(3, **same, cell=NUI_DOI, home=BEN_DA, citizen=number("099000000002")),
    ]
    answer(world.admin, moved=answers.MOVE, differing=answers.THEIRS)
    assert bring_in(world.admin, rows, "first").counts.items() >= {"created": 1, "changed": 1, "refused": 0}.items()
    assert bring_in(world.admin, rows, "again").batch_id is None


def test_a_later_row_that_tells_who_somebody_is_answers_for_an_earlier_one(world):
    same = {"born": "1953-04-02", "home": DONG_BAO}
    rows = [
        row(2, "Nguyễn Văn Hùng", cell=DONG_BAO, citizen=number("099000000001"), **same),
        row(3, "Nguyễn Văn Hùng", cell=BEN_DA, citizen=number("099000000003"), **same),
    ]
    answer(world.admin, moved=answers.MOVE)
    assert effects(world.admin, rows) == [("created", None), ("changed", None)]
    assert effects(world.admin, rows[:1]) == [("asked", "import_who")]
    bring_in(world.admin, rows)
    assert [effect for effect, _ in effects(world.admin, rows)] == ["untouched", "untouched"]


PEOPLE = some.builds(
    lambda name, born, cell, home, digits: {
        "name": name,
        "born": born,
        "cell": cell,
        "home": home,
        "citizen": digits and number(digits),
    },
    some.sampled_from(["Nguyễn Văn Hùng", "Trần Thị Thủy", "Trần Thị Thuỷ", "Nguyễn Văn An", "Lê Ơn", "=1+1 Ân"]),
    some.sampled_from([None, "1953", "1953-04", "1953-04-02", "1971", "1957-03-02"]),
    some.sampled_from([DONG_BAO, BEN_DA, NUI_DOI, "CB lạ", "Bệnh viện huyện An Bình"]),
    some.sampled_from([None, DONG_BAO, BEN_DA]),
    some.sampled_from([None, None, "099000000001", "099000000002", "099000000003"]),
)

MOVED = some.sampled_from([None, answers.MOVE, answers.KEEP])


def test_any_list_brought_in_twice_changes_nothing_more_and_undone_nothing_at_all(world):
    turn = iter(range(10_000))

    @tried(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(
        some.lists(PEOPLE, min_size=1, max_size=12),
        some.sampled_from([None, answers.MOVE, answers.KEEP]),
        some.sampled_from([answers.THEIRS, answers.KEEP]),
    )
    def check(people, moved, differing):
        rows = [ImportRow(at, **person) for at, person in enumerate(people, 2)]
        before = dump()
        answer(world.admin, moved=moved, differing=differing)
        promised = import_run.preview(world.admin, FILE, rows)
        done = bring_in(world.admin, rows, f"t{next(turn)}")
        assert Counter(done.counts) == Counter({effect.value: promised.counts[effect] for effect in RowEffect})
        again = bring_in(world.admin, rows, f"t{next(turn)}")
        assert again.batch_id is None, (people, again)
        if done.batch_id:
            undo.undo(world.admin, done.batch_id)
        assert dump() == before

    check()


@pytest.mark.parametrize("day", ["", "soon", "31/12/2025", "2026-02-30", "0001-01-01", "1900-01-01", "∞"])
def test_a_day_that_is_none_is_set_aside_whether_it_is_sent_or_was_kept_by_another_version(world, day):
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02")]
    answer(world.admin, day="2026-10-05")
    answer(world.admin, day=day)
    assert import_run.preview(world.admin, FILE, rows).answers.day in (date(2026, 10, 5), clock.today())
    drafts.save_values(
        world.admin,
        answers.draft_key(world.admin, FILE),
        {DraftField("file", "day"): day},
        {DraftField("file", "day"): "2026-10-05"},
    )
    drafts.resolve_conflict(world.admin, answers.draft_key(world.admin, FILE), DraftField("file", "day"), day)
    assert answers.EARLIEST <= import_run.preview(world.admin, FILE, rows).answers.day <= clock.today()


@pytest.mark.parametrize(
    "part",
    [
        "row:",
        "row:x",
        "row:²",
        "row:1:2",
        "sheet:",
        "sheet:a",
        "sheet:²",
        "column:",
        "column:1",
        "column:a:b",
        "column:1:2:3",
        "unit:",
    ],
)
@pytest.mark.parametrize("name", ["same", "heading", "taken", "means"])
def test_a_place_that_is_none_is_set_aside(world, part, name):
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02")]
    answer(world.admin, part, **{name: "²"})
    assert import_run.preview(world.admin, FILE, rows).outcomes[0].effect == RowEffect.UNTOUCHED
    assert read_options.load_options(world.admin, FILE).plain


def test_whose_name_stands_beside_the_rows_that_are_taken_is_not_missing_and_does_not_leave(world):
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02")]
    answer(world.admin, missing=answers.LEFT)
    plan = import_run.preview(world.admin, FILE, rows)
    names = [plan.known.people[one.member_id]["name"] for one in plan.missing]
    assert len(names) == 2
    plan = import_run.preview(world.admin, FILE, rows, beside=[names[0].upper()])
    assert [plan.known.people[one.member_id]["name"] for one in plan.missing] == names[1:]
    assert [(plan.known.people[one.member_id]["name"], one.ends) for one in plan.beside] == [(names[0], False)]
    assert import_run.execute(world.admin, FILE, rows, "t", beside=names).ended == 0
    assert import_run.execute(world.admin, FILE, rows, "u", beside=names[:1]).ended == 1
