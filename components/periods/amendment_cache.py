"""What was changed after its closing, kept for as long as nothing that it rests on changed."""

from components import kept_answers
from db.figures.data_version import DataVersion, data_version
from db.figures.figures import FigureQuery
from db.history import amendments
from db.history.amendments import Amendment
from db.kernel.scope import Viewer


def load(viewer: Viewer, wanted: FigureQuery) -> list[Amendment]:
    """The actions that changed what is asked about after it was closed, the latest first."""
    closed = amendments.closed_stamp(viewer, wanted)
    return _load(viewer, wanted, closed, data_version(viewer, wanted, amendments.DATED)) if closed else []


# What is kept is kept for one viewer, and for as long as what it reads is as it was.
@kept_answers.keep(400)
def _load(viewer: Viewer, wanted: FigureQuery, closed: tuple[int, ...], stamp: DataVersion) -> list[Amendment]:
    return amendments.list_amendments(viewer, wanted)
