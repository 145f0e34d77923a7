"""Whose a request of the people is, and who brought it, as far as that is told; of an anonymous one nothing is kept."""

from sqlmodel import Session, select

from db.errors import NotAllowed
from db.kernel import row_access
from db.kernel.unit_of_work import work_of
from db.models import Household, Petition, PetitionOrigin, Role


def keep(session: Session, petition: Petition, household: str | None, member: str | None) -> None:
    """A request is of this household and was brought by this member, told by their public codes.

    Raises NotAllowed for one that the viewer may not see, and for a household of another cell.
    """
    home = row_access.require_by_code(session, Household, household) if household else None
    who = row_access.require_member(session, member) if member else None
    if home and home.unit_id != petition.unit_id:
        raise NotAllowed()
    standing = find(session, petition)
    if standing is None and (home or who):
        viewer = work_of(session).viewer
        behalf = viewer.unit_id if viewer.role == Role.COMMUNE else None
        standing = PetitionOrigin(petition_id=petition.id, unit_id=petition.unit_id, on_behalf_of=behalf)
    if standing is not None:
        standing.household_id, standing.member_id = home.id if home else None, who.id if who else None
        session.add(standing)


def find(session: Session, petition: Petition) -> PetitionOrigin | None:
    """What is known of it, for whoever may know."""
    return session.exec(select(PetitionOrigin).where(PetitionOrigin.petition_id == petition.id)).first()
