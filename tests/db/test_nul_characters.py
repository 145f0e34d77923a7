"""A NUL character, which PostgreSQL keeps in no text, makes neither a draft nor an address fail."""

from db.drafts import drafts
from db.drafts.drafts import DraftField, DraftKey
from db.people import member_search
from db.people.member_search import MemberFilter
from db.units import units


def test_a_text_with_a_nul_character_is_kept(world):
    place, field = DraftKey("arrival", world.units["dong_bao"], "1:names"), DraftField("form", "name")
    drafts.save_values(world.secretary, place, {field: "Nguyễn Văn An\0"}, {})
    assert drafts.load(world.secretary, place).values[field].rstrip("\0") == "Nguyễn Văn An"


def test_a_code_with_a_nul_character_is_the_code_of_nothing(world):
    assert units.find_by_code(world.secretary, "a\0b") is None
    assert member_search.search(world.secretary, MemberFilter(unit="a\0b")).rows == []
