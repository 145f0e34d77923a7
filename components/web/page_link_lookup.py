"""Which page a link to a file opens, by the table of addresses.

Streamlit follows the file's path through the file system at every link and goes through all pages for it, which takes
longer than a question to the database.
"""

from functools import wraps
from typing import Any

from streamlit.elements.widgets.button import ButtonMixin

from components import menu


def link_by_address_table() -> None:
    """From here on a link to a page's file is one to the page."""
    link = ButtonMixin._page_link

    @wraps(link)
    def page_link(where: ButtonMixin, page: Any, **options: Any) -> Any:
        return link(where, menu.link_target(page) if isinstance(page, str) and page in menu.FILES else page, **options)

    ButtonMixin._page_link = page_link  # type: ignore[method-assign]
