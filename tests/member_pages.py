"""The pages of members, and what their tests find there."""

from tests.rows import code_of

LIST, ONE, NEW = "pages/people/members.py", "pages/people/member.py", "pages/people/arrival.py"

READERS = ("secretary", "assistant", "commune", "district", "admin")


def links(app) -> list[str]:
    """The rows of the list: the text of each link to a member."""
    return [
        element.proto.label
        for element in app.get("page_link")
        if element.proto.page == "member" and "member=" in element.proto.query_string
    ]


def choose(app, world, key: str, action: str):
    """Open the form of an action on a member's page."""
    chooser = next(group for group in app.button_group if (group.key or "").endswith("_action"))
    chooser.set_value(action).run()
    assert not app.exception, app.exception
    assert code_of(world, key) in chooser.key
    return chooser.key.removesuffix("action") + action
