"""Whether the SIREN of a company is somebody's for sure: an adviser vouched for it, or the public directory knew it and
the company was claimed by an account. A number that is only typed is anybody's.

Who types another number is to be believed anew: what was known of the one before is forgotten.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from diagnostic.core.model.access import Role
from diagnostic.store import directory
from diagnostic.store.tables import CompanyRow, DiagnosticRow
from diagnostic.store.tables_people import AccessRow

CLAIMS = (Role.LEADER, Role.ADVISER)


def check(session: Session, company: CompanyRow) -> None:
    """A company whose SIRET was just written: what the directory said of that number, if it was asked."""
    kept = directory.read(session, company.siret) if company.siret else None
    listing = kept.listing if kept else None
    company.verified_at = kept.fetched_at if kept and listing and _is_claimed(session, company) else None
    company.legal_form = listing.legal_form if listing else None
    company.holding = None


def claim(session: Session, key: int, role: Role, now: datetime) -> None:
    """An account leads that company from now on, or advises it. What the directory said may have been purged since: a
    legal form comes from nowhere else."""
    company = session.get_one(CompanyRow, key)
    if role not in CLAIMS or not company.siret or company.verified_at:
        return
    kept = directory.read(session, company.siret)
    if company.legal_form or (kept and kept.listing):
        company.verified_at = now
        session.flush()


def _is_claimed(session: Session, company: CompanyRow) -> bool:
    """Ended or not: the account was there."""
    if company.id is None:
        return False
    query = select(AccessRow.id).where(AccessRow.company_id == company.id, AccessRow.role.in_(CLAIMS))
    return session.scalar(query.limit(1)) is not None


def vouch(session: Session, diagnostic: str, now: datetime) -> None:
    """An adviser recorded that company in an organisation's name."""
    company = session.get_one(DiagnosticRow, diagnostic).company
    if company.siret and company.verified_at is None:
        company.verified_at = now
        session.flush()
