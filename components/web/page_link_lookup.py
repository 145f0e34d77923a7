"""Which page a link to a file opens, according to the table of addresses.

Streamlit resolves the file's path in the file system for every link and compares it with all pages, which takes longer
than a database query.
"""

from functools import wraps
from typing import Any

from streamlit.elements.widgets.button import ButtonMixin

from components import menu


def link_by_address_table() -> None:
    """Resolve links to a page's file by the table of addresses from now on."""
    link = ButtonMixin._page_link

    @wraps(link)
    def page_link(where: ButtonMixin, page: Any, **options: Any) -> Any:
        return link(where, menu.link_target(page) if isinstance(page, str) and page in menu.FILES else page, **options)

    ButtonMixin._page_link = page_link  # type: ignore[method-assign]
