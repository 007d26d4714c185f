"""Whether the SIREN of a company is somebody's for sure: the public directory knew it, or an adviser vouched for it.

Who types another number is to be believed anew: what was known of the one before is forgotten.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from diagnostic.store import directory
from diagnostic.store.tables import CompanyRow, DiagnosticRow


def check(session: Session, company: CompanyRow) -> None:
    """A company whose SIRET was just written: known from what the directory said of that number, or not known."""
    kept = directory.read(session, company.siret) if company.siret else None
    listing = kept.listing if kept else None
    company.verified_at = kept.fetched_at if kept and listing else None
    company.legal_form = listing.legal_form if listing else None
    company.holding = None


def vouch(session: Session, diagnostic: str, now: datetime) -> None:
    """An adviser recorded that company in an organisation's name."""
    company = session.get_one(DiagnosticRow, diagnostic).company
    if company.siret and company.verified_at is None:
        company.verified_at = now
        session.flush()
