"""The companies that an organisation's advisers accompany: their list, what comes next, files opened twice."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session
from stdnum.exceptions import ValidationError
from stdnum.fr import siren as siren_key

from diagnostic.core.activity import Activity, activity
from diagnostic.core.editions import questionnaire_of
from diagnostic.core.measuring import measures
from diagnostic.core.model.access import Position, Role
from diagnostic.core.model.assessment import SIREN_LENGTH, Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Diagnostic
from diagnostic.core.model.granted import CompanyLine, Status, Visit, VisitKind
from diagnostic.core.model.portfolio import Duplicate, Folder, Measure, OpenStep, SameSiren, Stand
from diagnostic.core.model.step import Step
from diagnostic.core.next_actions import next_actions
from diagnostic.core.status import status
from diagnostic.services import assessing, following
from diagnostic.store import company_lines, organisations, portfolio, steps, visits
from diagnostic.store.portfolio import Accompanied, File
from diagnostic.store.steps import Signed

__all__ = ["Activity", "Duplicate", "Folder", "SameSiren"]

Day = Callable[[datetime], date]
ON_SITE = (VisitKind.VISIT, VisitKind.RESTITUTION)
COUNTED = ("respondents", "settled")


@dataclass(frozen=True, slots=True)
class Book:
    """What is kept of many companies, by the key of their rows; notes and measures by diagnostic. `day`: that of an
    instant, where people are."""

    companies: Mapping[str, Accompanied]
    diagnostics: Mapping[int, Sequence[Diagnostic]]
    visits: Mapping[int, Sequence[Visit]]
    signed: Mapping[int, Sequence[Signed]]
    steps: Mapping[int, Sequence[Step]]
    notes: Mapping[str, tuple[date, date | None]]
    measures: Mapping[str, Measure]
    day: Day


def folders_of(
    session: Session, content: Content, organisation: str, person: str | None, today: date, day: Day
) -> tuple[Folder, ...]:
    """The companies that an adviser accompanies in that organisation's name, by name; without a person, one line for
    each adviser of a company. `day`: that of an instant, where people are."""
    lines = company_lines.of_organisation(session, organisation, Role.ADVISER)
    mine = [line for line in lines if person in (None, line.person)]
    book = _book(session, content, organisation, person, day)
    return tuple(_folder(content, book, line, today) for line in mine)


def activity_of(session: Session, content: Content, organisation: str, today: date, day: Day) -> Activity:
    """The organisation's work as a whole: what is to be shared out, what is late, how far answers go (decision 016)."""
    folders = folders_of(session, content, organisation, None, today, day)
    advisers = [
        (one.id, one.name or one.email)
        for one in organisations.members(session, organisation)
        if Position.ADVISER in one.positions
    ]
    return activity(folders, advisers, today)


def same_siren(session: Session, organisation: str, siren: str, person: str | None = None) -> tuple[SameSiren, ...]:
    """The files that this organisation already has on that SIREN (or SIRET), the first opened first; none where it is
    not one. Other organisations' do not exist here; only `person`'s own can be opened."""
    digits = "".join(siren.split())[:SIREN_LENGTH]
    try:
        siren_key.validate(digits)
    except ValidationError:
        return ()
    return tuple(_same(one, person) for one in portfolio.files_with_siren(session, organisation, digits))


def duplicates_of(session: Session, organisation: str, person: str | None = None) -> tuple[Duplicate, ...]:
    """The SIRENs on which the organisation has several files, by number; those of `person` alone when given."""
    files: dict[str, list[File]] = {}
    for one in portfolio.files_with_siren(session, organisation):
        files.setdefault(one.siren, []).append(one)
    return tuple(
        Duplicate(siren, tuple(_same(one, person) for one in same))
        for siren, same in sorted(files.items())
        if len(same) > 1 and (person is None or any(person in one.openers for one in same))
    )


def _same(file: File, person: str | None) -> SameSiren:
    return SameSiren(file.name, file.adviser, file.opened_at, file.diagnostic if person in file.openers else None)


def _book(session: Session, content: Content, organisation: str, person: str | None, day: Day) -> Book:
    accompanied = portfolio.accompanied_by(session, organisation, person)
    keys = [one.key for one in accompanied]
    companies = {one.key: one.company for one in accompanied}
    diagnostics = {
        key: [assessing.assembled(content, _counted(row.columns), companies[key], row.operations) for row in rows]
        for key, rows in portfolio.diagnostics_of(session, keys).items()
    }
    every = [one for rows in diagnostics.values() for one in rows]
    measured = _measures(content, [one.assessment for one in every])
    return Book(
        companies={one.id: one for one in accompanied},
        diagnostics=diagnostics,
        visits=visits.of_companies(session, keys),
        signed=steps.signatures_of_companies(session, keys),
        steps=steps.of_companies(session, keys),
        notes=portfolio.notes_of(session, keys),
        measures={one.id: measure for one, measure in zip(every, measured, strict=True)},
        day=day,
    )


def _measures(content: Content, assessments: Sequence[Assessment]) -> list[Measure]:
    """One for each assessment, in their order, by its own edition of the questionnaire."""
    found: dict[int, Measure] = {}
    for ref in dict.fromkeys(one.questionnaire for one in assessments):
        own = [place for place, one in enumerate(assessments) if one.questionnaire == ref]
        made = measures(questionnaire_of(content, ref), [assessments[place] for place in own])
        found |= dict(zip(own, made, strict=True))
    return [found[place] for place in range(len(assessments))]


def _counted(columns: Mapping[str, Any]) -> dict[str, Any]:
    """A diagnostic's columns without what no result is made of: skills, plans, problems … take time to read."""
    more = {name: columns["more"][name] for name in COUNTED}
    return {**columns, "entry": {}, "constraints": {}, "more": more}


def _folder(content: Content, book: Book, line: CompanyLine, today: date) -> Folder:
    accompanied = book.companies[line.company]
    diagnostics = book.diagnostics[accompanied.key]
    stand = _stand(content, book, line, accompanied.key)
    return Folder(
        line=line,
        company=accompanied.company,
        form=diagnostics[-1].assessment.form,
        opened_on=book.day(diagnostics[0].created_at),
        diagnostics=len(diagnostics),
        stand=stand,
        measure=book.measures[line.diagnostic],
        status=_status(content, book, accompanied.key),
        actions=next_actions(stand, today, content.rhythm.again.months),
    )


def _stand(content: Content, book: Book, line: CompanyLine, key: int) -> Stand:
    latest = book.diagnostics[key][-1]
    signed = {one.id: one.diagnostic for one in book.signed.get(key, ())}
    measure, opened_on = book.measures[latest.id], book.day(latest.created_at)
    made = [visit for visit in book.visits.get(key, ()) if visit.on >= opened_on]
    noted_on, promised_on = book.notes.get(latest.id, (None, None))
    if noted_on and not promised_on:
        promised_on = content.restitution.due_on(noted_on)
    return Stand(
        opened_on=opened_on,
        changed_on=book.day(latest.updated_at),
        hand=line.hand,
        handed=line.handed,
        answered=measure.answered,
        assessed=measure.assessed,
        unsettled=measure.unsettled,
        visited_on=_last(made, *ON_SITE),
        noted_on=noted_on,
        promised_on=promised_on,
        presented_on=_last(made, VisitKind.RESTITUTION),
        signed_on=_signed_on(book, latest, key),
        open_steps=tuple(
            OpenStep(step.due_on, signed[step.signature]) for step in book.steps.get(key, ()) if step.is_open
        ),
    )


def _last(made: Collection[Visit], *kinds: VisitKind) -> date | None:
    return max((visit.on for visit in made if visit.kind in kinds), default=None)


def _signed_on(book: Book, latest: Diagnostic, key: int) -> date | None:
    """When the plan of the latest diagnostic, if it stands signed, was."""
    if latest.signed_at is None:
        return None
    own = [one.on for one in book.signed.get(key, ()) if one.diagnostic == latest.id and not one.reopened]
    return own[-1] if own else book.day(latest.signed_at)


def _status(content: Content, book: Book, key: int) -> Status:
    """As `following.status_of` tells it."""
    diagnostics = book.diagnostics[key]
    proven = following.facts(
        content, diagnostics, book.visits.get(key, ()), book.signed.get(key, ()), book.steps.get(key, ())
    )
    return status(replace(proven, assessed=any(book.measures[one.id].assessed for one in diagnostics)))
