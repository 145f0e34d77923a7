"""Pages as a user sees them, run without a browser, and their contents."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from components.web import cookie_and_header_guard
from db.accounts import signin
from db.kernel.scope import Viewer
from db.models import Role
from tests.visiting import token_of

ROOT = Path(__file__).resolve().parents[1]
# the script's pages by address, for each role: a page is opened directly, without another one before it
REGISTERED: dict[Role | None, dict] = {}


def app(viewer: Viewer | None = None, **query: str) -> AppTest:
    """The page script at `/` as this viewer (or a stranger) sees it, run once."""
    test = _run(_opened(viewer), query)
    REGISTERED[_role(viewer)] = dict(test._registered_pages)
    return test


def shown(viewer: Viewer, page: str, **query: str) -> AppTest:
    """A page as this viewer sees it, with a query in its address; asserts that it did not fail."""
    if pages := REGISTERED.get(_role(viewer)):
        test = _opened(viewer)
        test._registered_pages = dict(pages)
    else:
        test = app(viewer)
    test.switch_page(page)
    _run(test, query)
    assert not test.exception, test.exception
    return test


def said(test: AppTest) -> str:
    """All text on a page outside of widgets."""
    kinds = (test.title, test.header, test.subheader, test.caption, test.markdown, test.warning, test.error, test.info)
    return "\n".join(element.value for kind in kinds for element in kind)


def links(test: AppTest, address: str) -> list[str]:
    """The text of each link to an address."""
    return [element.proto.label for element in test.get("page_link") if element.proto.page == address]


def field(elements, name: str):
    """The widget of a form's field, whose key ends with its name."""
    return next(each for each in elements if (each.key or "").endswith(f"_{name}"))


def button(test: AppTest, label: str):
    """The button with this label."""
    return next(each for each in test.button if each.label == label)


def press(test: AppTest, label: str) -> AppTest:
    """Click a button; asserts that the page did not fail."""
    button(test, label).click().run()
    assert not test.exception, test.exception
    return test


def pick_option(test: AppTest, key: str, words: str) -> AppTest:
    """Choose an option in a box by its label."""
    box = test.selectbox(key=key)
    return box.select_index(box.options.index(words)).run()


def _role(viewer: Viewer | None) -> Role | None:
    return viewer.role if viewer else None


def _opened(viewer: Viewer | None) -> AppTest:
    test = AppTest.from_file(str(ROOT / "page_script.py"), default_timeout=30)
    test.user = {"sid": signin.hash_secret(token_of(viewer)) if viewer else cookie_and_header_guard.NO_TOKEN}
    return test


def _run(test: AppTest, query: dict[str, str]) -> AppTest:
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def group(test, key: str):
    """The buttons whose key begins so."""
    return next(each for each in test.button_group if (each.key or "").startswith(key))
