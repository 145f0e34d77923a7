"""The contents of comments: facts for a set of them, read at once and frozen as of the day of issue."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session

from db.assessments import assessment_forms
from db.assessments.mark_storage import split_marks
from db.calendar import clock
from db.comments import paper_facts
from db.comments.paper_facts import PaperPerson
from db.kernel.audience import Audience
from db.models import Assessment, CommentRequest, new_code
from db.papers import documents, paper_formatting, templates
from db.settings import settings
from db.units.units import names_on, units_on

KIND, SHORT_KIND = "comment", "comment_short"
Shipped = Mapping[str, int]  # the ids of the register's own templates by kind of paper


class CommentToIssue(NamedTuple):
    """A document to be made: from an assessment, for a recipient, answering these requests."""

    assessment: Assessment
    recipient_id: int | None
    requests: tuple[CommentRequest, ...]
    asked_by: str = ""


def committee_term(session: Session, unit_id: int) -> str | None:
    """The committee's term, within which documents are numbered."""
    return settings.value_for_unit(session, "committee_term", unit_id) or None


def commune_of_each_cell(session: Session, cell_ids: Collection[int]) -> dict[int, int]:
    """The unit above each cell, whose committee confirms and numbers."""
    return {unit.id: unit.parent_id or unit.id for unit in units_on(session, cell_ids, clock.today()).values()}


class CommentSet:
    """The contents of a set of documents, read together."""

    def __init__(self, session: Session, rows: list[Assessment], day: date) -> None:
        self.session, self.day = session, day
        ids, cells = {row.member_id for row in rows}, {row.unit_id for row in rows}
        self.people: dict[int, PaperPerson] = paper_facts.people_facts(session, ids, day)
        self.heads = paper_facts.heading_of_each_cell(session, cells, day)
        self.communes = commune_of_each_cell(session, cells)
        self.names = names_on(session, {*self.communes.values()}, day)
        self.terms = {unit_id: committee_term(session, unit_id) for unit_id in self.names}
        self.occasions = {row["key"]: row["vi"] for row in settings.shipped_value("request_occasions")}
        for unit_id in self.names:
            self.occasions |= {
                row["key"]: row["vi"] for row in settings.value_for_unit(session, "request_occasions", unit_id)
            }
        self._forms = assessment_forms.form_versions(session, [(row.unit_id, row.form, row.form_from) for row in rows])
        self._templates: dict[tuple[int, str], int] = {}
        self._cell_order = {unit_id: at for at, unit_id in enumerate(self.heads)}

    def sort_key(self, each: CommentToIssue) -> tuple:
        """Sort key: by cell, then by name."""
        return self._cell_order[each.assessment.unit_id], self.people[each.assessment.member_id].sort_key

    def document_columns(
        self, each: CommentToIssue, number: int | None, shipped: Shipped, kept: Mapping[str, Any] = {}
    ) -> dict[str, Any]:
        """The columns of a document; `kept` are values repeated from an earlier one."""
        assessment, person = each.assessment, self.people[each.assessment.member_id]
        commune_id = self.communes[assessment.unit_id]
        paper = SHORT_KIND if assessment.form == assessment_forms.SHORT else KIND
        frozen = documents.to_frozen_text({"paper": paper, "values": {**self.placeholder_values(each, number), **kept}})
        return {
            "code": new_code(),
            "unit_id": commune_id,
            "recipient_id": each.recipient_id or (None if each.asked_by else person.workplace_id),
            "cell_id": assessment.unit_id,
            "member_id": assessment.member_id,
            "kind": KIND,
            "term": self.terms[commune_id],
            "number": number,
            "issued_on": self.day,
            "unit_name": self.names[commune_id],
            "frozen": frozen,
            "frozen_hash": documents.content_hash(frozen),
            "template_id": self._template(commune_id, paper, shipped),
            "audience": Audience.ASSESSMENTS.value,
            "made_at": clock.now(),
        }

    def placeholder_values(self, each: CommentToIssue, number: int | None) -> dict[str, Any]:
        """A document's values by placeholder."""
        assessment, person = each.assessment, self.people[each.assessment.member_id]
        rule = paper_facts.contact_rule(self.session, assessment.unit_id, assessment.form_from)
        told = rule.parameters if rule else {}
        occasions = dict.fromkeys(self.occasions.get(one.occasion, one.occasion) for one in each.requests)
        purpose = ", ".join(occasions)
        return {
            **person.values,
            **self.heads[assessment.unit_id],
            "so": paper_formatting.number_text(number),
            "ten phieu": told.get("title", ""),
            "loi dan": told.get("lead", ""),
            "muc dich": f"Phục vụ việc: {purpose[0].lower()}{purpose[1:]}." if purpose else "",
            "muc": self._items(assessment),
        }

    def _items(self, row: Assessment) -> list[dict[str, str]]:
        form = self._forms[row.unit_id, row.form, row.form_from]
        texts, marks = form.split_texts(row.remark), split_marks(row.marks)
        return [
            {"so": str(at), "noi dung": item.text, "tra loi": _reply(item, marks.get(item.key), texts)}
            for at, item in enumerate(form.items, 1)
        ]

    def _template(self, unit_id: int, paper: str, shipped: Shipped) -> int:
        """The template for it, looked up once per set."""
        key = (unit_id, paper)
        if key not in self._templates:
            own = templates.template_in_use(self.session, paper, unit_id)
            self._templates[key] = own.id if own else shipped[paper]
        return self._templates[key]


def _reply(item: assessment_forms.FormItem, mark: str | None, texts: Mapping[str, str]) -> str:
    if not item.marks:
        return texts.get(item.key) or "…" * 30
    return "     ".join(f"{paper_formatting.tick_box(each.key == mark)} {each.label}" for each in item.marks)
