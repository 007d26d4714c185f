"""Everything that a release is computed from, a few queries for many companies at once.

Read by services.observing alone: no figure for a region can pass beside disclosure control.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, exists, func, select
from sqlalchemy.orm import Session, aliased

from diagnostic.core.model.access import Role
from diagnostic.core.model.assessment import Answer, Intent, Rating
from diagnostic.core.model.consent import AGGREGATION
from diagnostic.core.model.granted import VisitKind
from diagnostic.core.model.step import State
from diagnostic.store.assessments import rating_value
from diagnostic.store.steps import Signed
from diagnostic.store.tables import CompanyRow, ConsentRow, DiagnosticRow, OperationRow, VisitRow
from diagnostic.store.tables_follow import SignatureRow, StepRow
from diagnostic.store.tables_people import AccessRow, UserRow

AT_ONCE = 500
ACTED = (State.RUNNING, State.DONE)
GIVEN = cast("Table", OperationRow.__table__)


@dataclass(frozen=True, slots=True)
class Asked:
    """One diagnostic, the answers that stand, without their notes; `more`, `entry`: its columns."""

    id: str
    form: str
    questionnaire: str
    functions: Mapping[str, float]
    entry: Mapping[str, Any]
    more: Mapping[str, Any]
    created_at: datetime
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A company, its card and what is known beside its answers. `diagnostics`: the newest first; `consent`: its last
    answer and the version of the text; `adviser`: the public id of who has accompanied it longest, `leader`: of who has
    led it longest with an account; `signed`: the first signature first, documents of those in force, and of the first
    one, alone; `acted`: a step is under way or done."""

    key: int
    siret: str | None
    holding: str | None
    legal_form: str | None
    verified: bool
    headcount: int | None
    naf: str | None
    region: str | None
    department: str | None
    zone: str | None
    commune: str | None = None
    intent: Intent | None
    diagnostics: tuple[Asked, ...]
    consent: tuple[bool, str] | None
    adviser: str | None
    leader: str | None = None
    visited: bool
    signed: tuple[Signed, ...] = field(default=())
    acted: bool = False


def companies(session: Session) -> int:
    """How many `counted` will give."""
    return session.scalar(select(func.count()).select_from(CompanyRow).where(_is_real())) or 0


def counted(session: Session) -> Iterator[tuple[Counted, ...]]:
    """Every company but the examples of the demonstration, some at a time, in the order that they came."""
    after = 0
    while True:
        query = select(CompanyRow.__table__).where(CompanyRow.id > after, _is_real())
        rows = session.execute(query.order_by(CompanyRow.id).limit(AT_ONCE)).all()
        if not rows:
            return
        yield _batch(session, {row.id: dict(row._mapping) for row in rows})
        after = rows[-1].id


def _is_real() -> Any:
    of_it = DiagnosticRow.company_id == CompanyRow.id
    return exists().where(of_it) & ~exists().where(of_it, DiagnosticRow.demo)


def _batch(session: Session, cards: Mapping[int, Mapping[str, Any]]) -> tuple[Counted, ...]:
    low, high = min(cards), max(cards)
    diagnostics = _diagnostics(session, low, high)
    consents = _consents(session, low, high)
    advisers, leaders = (_longest(session, low, high, role) for role in (Role.ADVISER, Role.LEADER))
    visited, signed, acted = _visited(session, low, high), _signed(session, low, high), _acted(session, low, high)
    return tuple(
        Counted(
            key=key,
            siret=card["siret"],
            holding=card["holding"],
            legal_form=card["legal_form"],
            verified=card["verified_at"] is not None,
            headcount=card["headcount"],
            naf=card["naf"],
            region=card["region"],
            department=card["department"],
            zone=card["zone_emploi"],
            commune=card["commune"],
            intent=card["intent"],
            diagnostics=tuple(diagnostics.get(key, ())),
            consent=consents.get(key),
            adviser=advisers.get(key),
            leader=leaders.get(key),
            visited=key in visited,
            signed=tuple(signed.get(key, ())),
            acted=key in acted,
        )
        for key, card in cards.items()
    )


def _diagnostics(session: Session, low: int, high: int) -> dict[int, list[Asked]]:
    answers = _answers(session, low, high)
    columns = (DiagnosticRow.id, DiagnosticRow.company_id, DiagnosticRow.form, DiagnosticRow.questionnaire)
    more = (DiagnosticRow.functions, DiagnosticRow.entry, DiagnosticRow.more, DiagnosticRow.created_at)
    query = select(*columns, *more).where(DiagnosticRow.company_id.between(low, high))
    found: dict[int, list[Asked]] = {}
    for row in session.execute(query.order_by(DiagnosticRow.created_at.desc(), DiagnosticRow.id)):
        one = Asked(
            id=row.id,
            form=row.form,
            questionnaire=row.questionnaire,
            functions=row.functions,
            entry=row.entry,
            more=row.more,
            created_at=row.created_at,
            answers=answers.get(row.id, ()),
        )
        found.setdefault(row.company_id, []).append(one)
    return found


def _answers(session: Session, low: int, high: int) -> dict[str, tuple[Answer, ...]]:
    """Diagnostic id → what its operations amount to: the last one of each place and respondent."""
    of_theirs = select(DiagnosticRow.id).where(DiagnosticRow.company_id.between(low, high))
    columns = (GIVEN.c[name] for name in ("diagnostic_id", "item", "function", "respondent", "rating", "evidence"))
    query = select(*columns).where(GIVEN.c.diagnostic_id.in_(of_theirs))
    last: dict[str, dict[tuple[str, str | None, str], tuple[str | None, Any]]] = {}
    for id, item, function, who, rating, evidence in session.execute(
        query.order_by(GIVEN.c.diagnostic_id, GIVEN.c.version)
    ):
        last.setdefault(id, {})[item, function, who] = (rating, evidence)
    return {
        id: tuple(
            Answer(*place, _known(rating), evidence)
            for place, (rating, evidence) in given.items()
            if rating is not None
        )
        for id, given in last.items()
    }


def _known(text: str) -> Rating:
    value = rating_value(text)
    assert value is not None
    return value


def _consents(session: Session, low: int, high: int) -> dict[int, tuple[bool, str]]:
    query = select(ConsentRow.company_id, ConsentRow.given, ConsentRow.text_version).where(
        ConsentRow.company_id.between(low, high), ConsentRow.use == AGGREGATION
    )
    return {row.company_id: (row.given, row.text_version) for row in session.execute(query.order_by(ConsentRow.id))}


def _longest(session: Session, low: int, high: int, role: Role) -> dict[int, str]:
    """Whoever accompanied a company, or led it, still knows it, once the access has ended."""
    query = (
        select(AccessRow.company_id, UserRow.public_id)
        .join(UserRow, UserRow.id == AccessRow.user_id)
        .where(AccessRow.company_id.between(low, high), AccessRow.role == role)
        .order_by(AccessRow.granted_at.desc(), AccessRow.id.desc())
    )
    return {row.company_id: row.public_id for row in session.execute(query)}


def _visited(session: Session, low: int, high: int) -> set[int]:
    query = select(VisitRow.company_id).where(
        VisitRow.company_id.between(low, high), VisitRow.kind != VisitKind.PREPARATION
    )
    return set(session.scalars(query.distinct()))


def _signed(session: Session, low: int, high: int) -> dict[int, list[Signed]]:
    later = aliased(DiagnosticRow)
    followed = exists().where(later.company_id == DiagnosticRow.company_id, later.created_at > SignatureRow.signed_at)
    columns = (SignatureRow.id, SignatureRow.diagnostic_id, SignatureRow.on, SignatureRow.signed_at)
    query = (
        select(DiagnosticRow.company_id, *columns, SignatureRow.reopened_at, SignatureRow.document)
        .join(DiagnosticRow, DiagnosticRow.id == SignatureRow.diagnostic_id)
        .where(DiagnosticRow.company_id.between(low, high), SignatureRow.reopened_at.is_(None) | followed)
        .order_by(SignatureRow.signed_at, SignatureRow.id)
    )
    found: dict[int, list[Signed]] = {}
    for key, id, diagnostic, on, signed_at, reopened_at, document in session.execute(query):
        found.setdefault(key, []).append(Signed(id, diagnostic, on, signed_at, reopened_at is not None, document))
    return found


def _acted(session: Session, low: int, high: int) -> set[int]:
    query = select(StepRow.company_id).where(StepRow.company_id.between(low, high), StepRow.state.in_(ACTED))
    return set(session.scalars(query.distinct()))
