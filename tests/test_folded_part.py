"""A folded part is drawn when it is opened, and what was typed in it is there when it is opened again."""

import pytest

from tests.pages import shown

pytestmark = pytest.mark.usefixtures("november")
REQUESTS, PAPERS = "pages/contacts/comment_requests.py", "pages/figures/papers.py"
TYPED = "Đồng chí tham gia đầy đủ"


@pytest.mark.parametrize(
    ("who", "page", "key", "query", "field"),
    [
        ("commune", REQUESTS, "requests_paste", {}, "_names"),
        ("commune", REQUESTS, "requests_outside", {}, "_address"),
        ("workplace", REQUESTS, "requests_remark", {}, "_text"),
        ("commune", PAPERS, "papers_letters", {"papers_view": "comments"}, "_find"),
    ],
)
def test_what_is_typed_in_a_folded_part_stays_while_it_is_closed(world, who, page, key, query, field):
    test = shown(world.viewers[who], page, **query)

    def typed():
        return next((each for each in (*test.text_input, *test.text_area) if (each.key or "").endswith(field)), None)

    assert typed() is None  # nobody has asked for it
    test.session_state[key] = True
    test.run()
    typed().set_value(TYPED).run()
    for opened in (False, True):
        test.session_state[key] = opened
        test.run()
    assert not test.exception
    assert typed().value == TYPED
