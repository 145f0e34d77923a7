"""Which units have not reported a month: asked again only when something that it is taken from has changed."""

from components import kept_answers
from db.figures import overdue
from db.figures.data_version import DataVersion, data_version
from db.figures.figures import FigureQuery
from db.figures.overdue import SilentUnit
from db.kernel.scope import Viewer


def load(viewer: Viewer, period: int) -> list[SilentUnit]:
    """Below the viewer's unit, whatever has not said everything about this month."""
    return _load(viewer, period, data_version(viewer, FigureQuery(period, period)))


# What is kept is kept for one viewer, and for as long as what it reads is as it was and no day passed.
@kept_answers.keep(400)
def _load(viewer: Viewer, period: int, stamp: DataVersion) -> list[SilentUnit]:
    return overdue.list_silent(viewer, period)
