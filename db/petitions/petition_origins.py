"""Whose a request is and who brought it, as far as known; nothing is stored about an anonymous one."""

from sqlmodel import Session, select

from db.errors import Conflict, NotAllowed
from db.kernel import row_access
from db.kernel.session_context import context_of
from db.models import Household, Petition, PetitionOrigin


def store_origin(session: Session, petition: Petition, household: str | None, member: str | None) -> None:
    """Store whose a request is and who brought it, by public codes.

    If neither is given, nothing is stored; a commune does not see what the cell noted and leaves it unchanged. Raises
    NotAllowed for somebody whom the viewer may not see, and for a household of another cell;
    Conflict("petition_origin_known") if the cell has noted a different one.
    """
    home = row_access.require_by_code(session, Household, household) if household else None
    who = row_access.require_member(session, member) if member else None
    if home and home.unit_id != petition.unit_id:
        raise NotAllowed()
    standing = find_petitioner(session, petition)
    if not (home or who):
        if standing is not None:
            session.delete(standing)
        return
    if standing is None:
        with row_access.reading_as_system(session):
            if find_petitioner(session, petition) is not None:
                raise Conflict("petition_origin_known")
        commune_id = context_of(session).viewer.commune_id
        standing = PetitionOrigin(petition_id=petition.id, unit_id=petition.unit_id, on_behalf_of=commune_id)
    standing.household_id, standing.member_id = home.id if home else None, who.id if who else None
    session.add(standing)


def delete_origin(session: Session, petition: Petition) -> None:
    """Delete the origin with its request, whoever noted it."""
    with row_access.as_system(session):
        if standing := find_petitioner(session, petition):
            session.delete(standing)
            session.flush()


def find_petitioner(session: Session, petition: Petition) -> PetitionOrigin | None:
    """Return the origin, for those who may know it."""
    return session.exec(select(PetitionOrigin).where(PetitionOrigin.petition_id == petition.id)).first()
