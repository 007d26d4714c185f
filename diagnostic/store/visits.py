"""Visits to companies: rows ↔ core values."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from diagnostic.core.model.granted import Visit, VisitKind
from diagnostic.store.base import new_id
from diagnostic.store.grants import USER
from diagnostic.store.tables import VisitRow
from diagnostic.store.tables_people import OrganisationRow, UserRow


def add(session: Session, company_key: int, visit: Visit) -> str:
    """A new visit; its id, that of `visit` unless it has none."""
    row = VisitRow(
        id=visit.id or new_id(),
        company_id=company_key,
        organisation_id=visit.organisation,
        actor=visit.actor,
        kind=visit.kind,
        on=visit.on,
        half_days=visit.half_days,
        recorded_at=visit.recorded_at,
    )
    session.add(row)
    session.flush()
    return row.id


def company_of(session: Session, visit: str) -> int | None:
    """The key of the company of that visit; None when there is none."""
    return session.scalar(select(VisitRow.company_id).where(VisitRow.id == visit))


def of_company(session: Session, company_key: int, visit: str | None = None) -> tuple[Visit, ...]:
    """The visits to a company, the last one first; that one alone when it is named."""
    found = of_companies(session, (company_key,)).get(company_key, ())
    return tuple(one for one in found if visit in (None, one.id))


def of_companies(session: Session, company_keys: Collection[int]) -> dict[int, list[Visit]]:
    """The visits to each of these companies, the last one first; those without any are left out."""
    query = (
        select(VisitRow, OrganisationRow.name)
        .join(OrganisationRow, OrganisationRow.id == VisitRow.organisation_id)
        .where(VisitRow.company_id.in_(company_keys))
        .order_by(VisitRow.on.desc(), VisitRow.recorded_at.desc(), VisitRow.id)
    )
    rows = session.execute(query).all()
    names = _names(session, [row.actor for row, _ in rows])
    made: dict[int, list[Visit]] = {}
    for row, organisation in rows:
        made.setdefault(row.company_id, []).append(_visit(row, organisation, names.get(row.actor)))
    return made


def _visit(row: VisitRow, organisation: str, name: str | None) -> Visit:
    return Visit(
        id=row.id,
        kind=VisitKind(row.kind),
        on=row.on,
        half_days=row.half_days,
        actor=row.actor,
        name=name,
        organisation=row.organisation_id,
        organisation_name=organisation,
        recorded_at=row.recorded_at,
        attested_at=row.attested_at,
    )


def _names(session: Session, actors: list[str]) -> dict[str, str | None]:
    """What the accounts of these references are called."""
    ids = [actor.removeprefix(f"{USER}:") for actor in actors]
    query = select(UserRow.public_id, UserRow.name).where(UserRow.public_id.in_(ids))
    return {f"{USER}:{id}": name for id, name in session.execute(query)}


def attest(session: Session, visit: str, by: str, now: datetime) -> None:
    row = session.get_one(VisitRow, visit, populate_existing=True, with_for_update=True)
    if row.attested_at is None:
        row.attested_at, row.attested_by = now, by
        session.flush()


def remove(session: Session, visit: str) -> bool:
    """Unless it was attested meanwhile; whether it is gone."""
    query = delete(VisitRow).where(VisitRow.id == visit, VisitRow.attested_at.is_(None)).returning(VisitRow.id)
    return session.scalar(query) is not None
