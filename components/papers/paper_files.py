"""Papers as Word files: one, or many of an issue in one file, made by the templates they were issued with."""

from collections.abc import Callable, Collection

from components.files import paper_fields, template_builder, word_template
from db.accounts import accounts
from db.errors import NotAllowed
from db.kernel.scope import Viewer
from db.papers import documents, templates

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COMMENTS = (paper_fields.COMMENT, paper_fields.SHORT_COMMENT)
NOTHING = "–"  # where nothing was counted
MOST_AT_ONCE = 60  # papers that take less than two seconds, read and written


def shipped_template_ids(*kinds: str) -> dict[str, int]:
    """The ids of the register's own templates of these kinds."""
    return templates.store_shipped({kind: template_builder.build_template(kind) for kind in kinds})


def viewer_now(account_id: int, grant_id: int) -> Viewer:
    """Who somebody is at this moment: a file is made when its button is pressed. Raises NotAllowed for nobody."""
    viewer = accounts.viewer_for(account_id, grant_id)
    if viewer is None:
        raise NotAllowed()
    return viewer


def paper_file(account_id: int, grant_id: int, code: str) -> bytes:
    """A paper's file, made when its button is pressed, for whoever may read it then."""
    return merge_papers(viewer_now(account_id, grant_id), [code])


def merge_papers(viewer: Viewer, codes: Collection[str], progress: Callable[[int], None] = lambda done: None) -> bytes:
    """These papers in one file, a page each in their order; that they are read is remembered."""
    found = documents.load_all(viewer, codes)
    ids = {paper.template_id for paper in found if paper.template_id}
    contents = {template_id: templates.load(viewer, template_id).content for template_id in ids}
    plain = template_builder.build_template(paper_fields.COMMENT)
    return word_template.render_each(
        ((contents.get(paper.template_id or 0, plain), paper.content.get("values", {})) for paper in found), progress
    )
