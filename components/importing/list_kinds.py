"""Kinds of list as the import screen shows them: what each is called, what it asks, and its workbooks.

`components/files/list_formats` says how its headings and rows are read; `db/imports/import_kinds` says what it plans
and writes, and whose work it is; one code connects the three.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from components.i18n import N_, _n
from components.importing import (
    comment_request_list_downloads,
    comment_request_list_questions,
    introduction_list_downloads,
    introduction_list_questions,
    member_list_downloads,
    member_list_questions,
    unit_list_downloads,
    unit_list_questions,
)
from db.imports.comment_request_import import REQUESTS
from db.imports.import_kind import ImportKind
from db.imports.introduction_import import INTRODUCTIONS
from db.imports.member_import import MEMBERS
from db.imports.unit_import import UNITS
from db.kernel.scope import Viewer


@dataclass(frozen=True)
class ListKind:
    """One kind of list: its words, its questions, its row summary, and its workbooks."""

    importing: ImportKind
    title: str
    count: Callable[[int], str]
    import_text: Callable[[int], str]
    ask: Callable[[Viewer, str, Any], None]
    row_text: Callable[[Any, Any], str]
    # for the unit of this name, which has only cells below it, or for a whole tree
    template: Callable[[str | None], bytes]
    template_title: str
    template_name: str
    preview: Callable[[Any], bytes]
    rows_to_correct: Callable[[Any], bytes]

    @property
    def code(self) -> str:
        return self.importing.code


MEMBER_KIND = ListKind(
    MEMBERS,
    N_("Members"),
    lambda count: _n("{count} person", "{count} people", count),
    lambda count: _n("Import {count} person", "Import {count} people", count),
    member_list_questions.show,
    member_list_downloads.row_text_of,
    lambda above: member_list_downloads.template_workbook(),
    N_("Template to fill in"),
    "mau-danh-sach-dang-vien.xlsx",
    member_list_downloads.preview_workbook,
    member_list_downloads.rows_to_correct,
)
UNIT_KIND = ListKind(
    UNITS,
    N_("Units"),
    lambda count: _n("{count} unit", "{count} units", count),
    lambda count: _n("Import {count} unit", "Import {count} units", count),
    unit_list_questions.show,
    unit_list_downloads.row_text_of,
    unit_list_downloads.template_workbook,
    N_("Template for units"),
    "mau-danh-sach-don-vi.xlsx",
    unit_list_downloads.preview_workbook,
    unit_list_downloads.rows_to_correct,
)
INTRODUCTION_KIND = ListKind(
    INTRODUCTIONS,
    N_("Introductions"),
    lambda count: _n("{count} person", "{count} people", count),
    lambda count: _n("Introduce {count} person", "Introduce {count} people", count),
    introduction_list_questions.show,
    introduction_list_downloads.row_text_of,
    lambda above: introduction_list_downloads.template_workbook(),
    N_("Template for introductions"),
    "mau-danh-sach-gioi-thieu.xlsx",
    introduction_list_downloads.preview_workbook,
    introduction_list_downloads.rows_to_correct,
)
REQUEST_KIND = ListKind(
    REQUESTS,
    N_("Requests for comments"),
    lambda count: _n("{count} request", "{count} requests", count),
    lambda count: _n("Enter {count} request", "Enter {count} requests", count),
    comment_request_list_questions.show,
    comment_request_list_downloads.row_text_of,
    lambda above: comment_request_list_downloads.template_workbook(),
    N_("Template for requests"),
    "mau-danh-sach-xin-nhan-xet.xlsx",
    comment_request_list_downloads.preview_workbook,
    comment_request_list_downloads.rows_to_correct,
)
LIST_KINDS = {kind.code: kind for kind in (MEMBER_KIND, UNIT_KIND, INTRODUCTION_KIND, REQUEST_KIND)}


def offered_to(viewer: Viewer) -> list[ListKind]:
    """Return the kinds that the viewer may import."""
    return [kind for kind in LIST_KINDS.values() if kind.importing.allows(viewer)]


def by_code(code: str) -> ListKind:
    """Return a kind by the code of its format."""
    return LIST_KINDS[code]
