"""Text is text: whatever somebody or something is called, no page draws it as a link, an icon, a formula or anything
else.
"""

import pytest

from components import menu
from components.markdown import BETWEEN, escape_markdown
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Account, Member, Role, Unit, UnitVersion
from tests.drawn_texts import is_as_typed, texts_drawn
from tests.visiting import Socket, token_of

pytest_plugins = ["tests.served"]
ODD = ":material/delete: http://a.vn www.a.vn a@b.vn *b* $c$ <i>d</i> :red[e] -> :smile:"
SIGN = "material/delete"
WHO = {Role.SECRETARY: "secretary", Role.ASSISTANT: "assistant", Role.COMMUNE: "commune"} | {
    role: role.value for role in Role if role.value in ("workplace", "district", "admin")
}


@pytest.mark.parametrize(
    "drawn",
    [
        "http://a.vn",
        "HTTPS://a.vn",
        "www.a.vn",
        "a@b.vn",
        ":material/x:",
        ":smile:",
        "->",
        "<-",
        "--",
        ">=",
        "<=",
        "~=",
    ],
)
def test_markdown_is_broken_up_but_reads_the_same(drawn):
    shown = escape_markdown(f"x {drawn} y").replace("\\", "")
    assert drawn not in shown
    assert shown.replace(BETWEEN, "") == f"x {drawn} y"


@pytest.mark.parametrize(
    "usual", ["Nguyễn Văn An", "Ghi: họp lúc 19:30", "Chi bộ số 1-2", "Tổ 3 (thôn Đông)", "Họp, 21/11"]
)
def test_ordinary_text_gets_nothing_inserted(usual):
    assert BETWEEN not in escape_markdown(usual)


@pytest.fixture
def odd(served):
    """Everybody and everything has an odd name."""
    with writing(SYSTEM, "test") as session:
        for table, ids in (
            (Member, served.members.values()),
            (UnitVersion, served.units.values()),
            (Account, range(1, 9)),
        ):
            bulk.update(session, table, [{"id": each, "name": f"{each} {ODD}"} for each in ids])
    return served


@pytest.fixture
def visits(odd) -> list[tuple[str, str]]:
    """Every address; those that need to know whom or what with somebody and something."""
    with reading(SYSTEM) as session:
        member, unit, account = (session.get_one(table, 1).code for table in (Member, Unit, Account))
        cell = session.get_one(Unit, odd.units["dong_bao"]).code
    told = {
        "/member": f"member={member}",
        "/account": f"account={account}",
        "/record": f"type=regular&period=202611&unit={cell}",
    }
    beside = [
        ("/record", f"type=contact&period=202607&unit={cell}"),
        ("/charts", f"charts_unit={unit}"),
        ("/accounts", "accounts_find=a"),
    ]
    return [*((entry.address, told.get(entry.address, "")) for entry in menu.ENTRIES), *beside]


@pytest.mark.parametrize("role", Role)
def test_no_page_renders_a_name_as_markdown(server, odd, visits, role):
    seen = 0
    with Socket(server, token_of(odd.viewers[WHO[role]])) as visitor:
        for address, query in visits:
            for message in visitor.open(address, query).messages:
                for place, field, text in texts_drawn(message, SIGN):
                    seen += 1
                    assert is_as_typed(ODD, place, text), (address, query, place, field, text)
    assert seen
