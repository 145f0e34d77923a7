"""Issued documents as Word files: one, or many in one file, made with their original templates."""

from collections.abc import Callable, Collection

from components.files import paper_fields, template_builder, word_template
from db.accounts import accounts
from db.errors import NotAllowed
from db.kernel.scope import Viewer
from db.papers import documents, templates

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COMMENTS = (paper_fields.COMMENT, paper_fields.SHORT_COMMENT)
NOTHING = "–"  # if nothing was counted
MOST_AT_ONCE = 60  # papers that take less than two seconds to read and write


def shipped_template_ids(*kinds: str) -> dict[str, int]:
    """The ids of the shipped templates of these kinds."""
    return templates.store_shipped({kind: template_builder.build_template(kind) for kind in kinds})


def current_viewer(account_id: int, grant_id: int) -> Viewer:
    """The account's viewer at this moment, since files are made when a button is pressed. Raises NotAllowed if there is
    none.
    """
    viewer = accounts.viewer_for(account_id, grant_id)
    if viewer is None:
        raise NotAllowed()
    return viewer


def paper_file(account_id: int, grant_id: int, code: str) -> bytes:
    """A document's file; made when its button is pressed, if the account may read it then."""
    return merge_papers(current_viewer(account_id, grant_id), [code])


def merge_papers(viewer: Viewer, codes: Collection[str], progress: Callable[[int], None] = lambda done: None) -> bytes:
    """Several documents in one file, one page each, in order; logs that they are read."""
    found = documents.load_all(viewer, codes)
    ids = {paper.template_id for paper in found if paper.template_id}
    contents = {template_id: templates.load(viewer, template_id).content for template_id in ids}
    plain = template_builder.build_template(paper_fields.COMMENT)
    return word_template.render_each(
        ((contents.get(paper.template_id or 0, plain), paper.content.get("values", {})) for paper in found), progress
    )
