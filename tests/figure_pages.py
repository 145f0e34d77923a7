"""The contents of the page of figures: its links, its chart, its sums."""

import re
from urllib.parse import parse_qsl

import pyarrow

from tests.pages import said

SUMS = re.compile(r"dự họp ([\d.]+)/([\d.]+)(?: Σ)? =")


def drawn(app) -> list[dict]:
    """The rows the chart is drawn from, as they go to the browser."""
    sent = app.get("vega_lite_chart")[0].proto.data.data
    return pyarrow.ipc.open_stream(sent).read_pandas().to_dict("records")


def came(text: str) -> tuple[int, int]:
    """Present and expected, as a line states them."""
    return tuple(int(number.replace(".", "")) for number in SUMS.search(text).groups())


def rows_of(app) -> list:
    """The links to what is behind a figure."""
    return [
        link
        for link in app.get("page_link")
        if link.proto.page == "charts" and "charts_within" in link.proto.query_string
    ]


def label(link) -> str:
    return re.search(r"\*\*(.+?)\*\*", link.proto.label).group(1)


def query_of(link) -> dict[str, str]:
    return dict(parse_qsl(link.proto.query_string))


def read(app) -> str:
    """The text shown, without the escapes that keep it from being read as Markdown."""
    return said(app).replace("\\", "")
