"""What a funding organisation reads of the companies that it follows under a written agreement: never an answer, a
score or a plan, never a name."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.granted import Followed, Visit, VisitKind
from diagnostic.core.status import Facts, status
from diagnostic.services import advising, assessing
from diagnostic.store import following, visits
from diagnostic.store.following import FundedCompany

__all__ = ["Followed"]


def followed_by(session: Session, content: Content, organisation: str) -> tuple[Followed, ...]:
    """One line a company, by SIREN."""
    funded = following.funded_by(session, organisation)
    made = visits.of_companies(session, [one.key for one in funded])
    return tuple(_line(session, content, one, made.get(one.key, ())) for one in funded)


def _line(session: Session, content: Content, company: FundedCompany, made: Sequence[Visit]) -> Followed:
    days = [visit.on for visit in made]
    return Followed(
        siren=company.siren,
        agreement=company.agreement,
        since=company.since,
        first_visit=min(days, default=None),
        last_visit=max(days, default=None),
        days=sum(visit.half_days for visit in made) / 2,
        status=status(_facts(session, content, company, made)),
        visits=len(made),
        attested=sum(visit.attested_at is not None for visit in made),
    )


def _facts(session: Session, content: Content, company: FundedCompany, made: Sequence[Visit]) -> Facts:
    diagnostics = [assessing.load(session, content, id) for id in company.diagnostics]
    return Facts(
        visited=any(visit.kind is not VisitKind.PREPARATION for visit in made),
        answered=any(one.assessment.answers for one in diagnostics),
        assessed=any(advising.result_of(content, one).company.assessed for one in diagnostics),
    )
