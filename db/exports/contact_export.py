"""Introductions for export: all that the viewer sees, ended ones last."""

from collections.abc import Iterator
from itertools import count

from db.contacts import contact_list
from db.contacts.contact_list import ContactFilter, ContactLine
from db.kernel.scope import Viewer
from db.models import IntroductionState
from db.models.units import CELLS
from db.units import units


def iterate_introductions(viewer: Viewer, unit: str | None = None) -> Iterator[ContactLine]:
    """Introductions of a commune or cell by public code (default: all in sight), in the Vietnamese order of names."""
    about = units.find_by_code(viewer, unit)
    is_cell = about is not None and about.kind in CELLS
    place = {"unit" if is_cell else "commune": unit}
    for state in (None, IntroductionState.ENDED):
        yield from _pages(viewer, ContactFilter(state, **place))


def _pages(viewer: Viewer, wanted: ContactFilter) -> Iterator[ContactLine]:
    for page in count(1):
        found = contact_list.search(viewer, ContactFilter(wanted.state, wanted.unit, commune=wanted.commune, page=page))
        yield from found.rows
        if page * contact_list.PAGE >= found.total:
            return
