"""The regional observatory: what a release is computed from, the release made, and what is kept of it for the next.

A release, never a query: nothing else reads the companies for a region (METHOD 7)."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy.orm import Session
from stdnum.fr import siren as siren_key
from stdnum.fr import siret as siret_key

from diagnostic.content.assessments import parse_document
from diagnostic.content.company_list import Listed
from diagnostic.content.territory import zone_of
from diagnostic.core.cohort import count_in
from diagnostic.core.disclosure import protect
from diagnostic.core.editions import questionnaire_of
from diagnostic.core.errors import UserError
from diagnostic.core.gathering import Known, Promised, Row, gathered, rows
from diagnostic.core.language import N_, _
from diagnostic.core.model.assessment import SIREN_LENGTH, Assessment, Company
from diagnostic.core.model.audited import Memory
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.cohort import Cohort, Gathered
from diagnostic.core.model.consent import AGGREGATION, in_force
from diagnostic.core.model.released import Denominators, Release, Withheld
from diagnostic.core.release_document import (
    canonical,
    log_document,
    read_log,
    read_release,
    release_document,
    seal,
)
from diagnostic.core.scoring import score
from diagnostic.core.status import Facts
from diagnostic.core.still_known import still_known
from diagnostic.services import assessing, following
from diagnostic.services.forgetting import salted
from diagnostic.services.releases import Head
from diagnostic.store import cohorts, memories
from diagnostic.store.cohorts import Asked, Counted
from diagnostic.store.memories import Kept

SALT_BYTES = 32
Progress = Callable[[str, int, int], None]
READING = N_("Lecture des entreprises")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The release asked for. `quarter`: « 2026-T4 », the one that it closes."""

    on: date
    quarter: str
    synthetic: bool = False
    denominators: Denominators | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What was published before. `salt`: what the keys of units are made with; `request`: what the last release was
    computed from; `undelivered`: the number of the last one, where its files never reached their place."""

    salt: bytes
    memories: tuple[Memory, ...] = ()
    last: Head | None = None
    request: str | None = None
    undelivered: int | None = None

    @property
    def next(self) -> int:
        return self.last.number + 1 if self.last else 1


@dataclass(frozen=True, slots=True)
class Made:
    """A release that nobody has read yet."""

    release: Release
    withheld: tuple[Withheld, ...]
    memory: Memory
    kept: Kept


def quarter_of(day: date) -> str:
    """« 2026-T4 »."""
    return f"{day.year}-T{(day.month + 2) // 3}"


def gather(session: Session, content: Content, on: date, progress: Progress | None = None) -> Gathered:
    """Every company of the database but the examples of the demonstration, one row each; consents as they stand, to the
    text in force on that day."""
    text, every = in_force(content.consents, AGGREGATION, on).version, cohorts.companies(session)
    found: list[Row] = []
    for batch in cohorts.counted(session):
        found += rows(content, [_known(session, content, one, text) for one in batch])
        if progress:
            progress(_(READING), len(found), every)
    return gathered(content, found)


def gather_folder(
    content: Content, assessments: Sequence[Assessment], listed: Mapping[str, Listed], on: date
) -> Gathered:
    """Companies read from files, without any database; `listed`: what a list beside them says, by SIRET.

    Whoever hands the files over vouches for them: a SIRET whose key is right counts as verified, the company as
    recorded, and its consent as given unless the list says otherwise. A legal form not known may be a sole
    proprietor's. Advisers are those that the list names: without names, what one of them brought is not known.
    """
    known = [_listed(content, one, listed.get(one.company.siret or "", Listed()), on) for one in assessments]
    return gathered(content, list(rows(content, known)))


def _listed(content: Content, assessment: Assessment, said: Listed, on: date) -> Known:
    siret = assessment.company.siret or ""
    return Known(
        siren=siret[:SIREN_LENGTH],
        verified=siret_key.is_valid(siret),
        head=said.holding,
        legal_form=said.legal_form,
        adviser=said.adviser,
        recorded=True,
        consented=said.consent,
        assessments=((_counted(content, _placed(assessment)), quarter_of(assessment.date or on)),),
        facts=Facts(answered=bool(assessment.answers), assessed=_assessed_before(content, [assessment])),
        status=said.status,
    )


def _placed(assessment: Assessment) -> Assessment:
    """Where nobody said the zone d’emploi, that of the commune."""
    card = assessment.company
    return replace(assessment, company=replace(card, zone_emploi=card.zone_emploi or zone_of(card.commune or "")))


def _known(session: Session, content: Content, company: Counted, text: str) -> Known:
    siren = (company.siret or "")[:SIREN_LENGTH]
    read = [(_assessment(content, company, one), quarter_of(one.created_at.date())) for one in company.diagnostics]
    before = _assessed_before(content, [one for one, _quarter in read])
    return Known(
        siren=siren,
        verified=company.verified and siret_key.is_valid(company.siret or ""),
        head=company.holding if company.holding and siren_key.is_valid(company.holding) else None,
        legal_form=company.legal_form,
        adviser=company.adviser,
        leader=company.leader,
        recorded=company.adviser is not None,
        consented=company.consent == (True, text),
        assessments=tuple((_counted(content, one), quarter) for one, quarter in read),
        facts=replace(_facts(session, content, company), assessed=before),
        promised=_promised(company),
    )


def _counted(content: Content, assessment: Assessment) -> Assessment:
    """A release is of one questionnaire: a diagnostic of an earlier edition keeps its company in the count of those
    met, and brings none of its answers."""
    if assessment.questionnaire == content.questionnaire.ref:
        return assessment
    return replace(assessment, questionnaire=content.questionnaire.ref, answers=(), settled=())


def _assessed_before(content: Content, assessments: Sequence[Assessment]) -> bool:
    """Whether one of an earlier edition has enough answers for a result (METHOD 2)."""
    earlier = [one for one in assessments if one.questionnaire != content.questionnaire.ref]
    return any(score(questionnaire_of(content, one.questionnaire), one).company.assessed for one in earlier)


def _assessment(content: Content, company: Counted, asked: Asked) -> Assessment:
    """As `assessing.load` gives it."""
    bare = parse_document(
        {
            "format": "palier-assessment/1",
            "questionnaire": asked.questionnaire,
            "company": {"name": "?"},
            "answers": [],
            "form": asked.form,
            "functions": asked.functions,
            "entry": asked.entry,
            **{name: asked.more[name] for name in ("respondents", "settled", "skills", "matrix", "target")},
        }
    )
    card = Company(
        name="",
        naf=company.naf,
        headcount=company.headcount,
        region=company.region,
        zone_emploi=company.zone or zone_of(company.commune or ""),
        department=company.department,
        intent=company.intent,
    )
    answers = assessing.asked(questionnaire_of(content, asked.questionnaire), asked.form, asked.answers)
    return replace(still_known(content, bare), company=card, answers=answers)


def _facts(session: Session, content: Content, company: Counted) -> Facts:
    """As `following.facts` tells them (METHOD 7)."""
    first = company.signed[0] if company.signed else None
    later = [one for one in company.diagnostics if first and one.created_at > first.signed_at and first.text]
    return Facts(
        visited=company.visited,
        answered=any(one.answers for one in company.diagnostics),
        signed=any(not one.reopened for one in company.signed),
        running=company.acted,
        reached=first is not None
        and any(following.is_at_target(content, first, assessing.load(session, content, one.id)) for one in later),
    )


def _promised(company: Counted) -> Promised | None:
    """Of the newest signed plan in force."""
    signed = next((one for one in reversed(company.signed) if not one.reopened), None)
    if signed is None:
        return None
    actions = signed.document["plan"]["actions"]
    devices: dict[str, float] = {}
    for line in (line for action in actions for line in action["cost"]["by_device"]):
        devices[line["device"]] = devices.get(line["device"], 0.0) + float(line["amount"] or 0)
    return Promised(frozenset(action["id"] for action in actions), devices)


def history(session: Session, heads: Sequence[Head], now: datetime) -> History:
    """What was published before, an interrupted publication put in order: one that anybody may read is finished, one
    that nobody has read is forgotten. UserError when the two databases do not tell the same story."""
    kept = memories.all_kept(session)
    for one in kept[len(heads) :]:
        if one.published:
            told = _("la base des publications a perdu R-{number}", number=one.number)
            raise UserError(told, "PALIER_RELEASES", _("restaurez sa sauvegarde"))
        memories.give_up(session, one.number)
    kept = kept[: len(heads)]
    if [(one.number, one.seal) for one in kept] != [(head.number, head.seal) for head in heads]:
        raise UserError(
            _("la mémoire des publications n’est pas celle de la base des publications"),
            "DATABASE_URL",
            _("restaurez ensemble les deux sauvegardes"),
        )
    if not kept:
        return History(secrets.token_bytes(SALT_BYTES))
    last = kept[-1]
    if not last.published:
        memories.say_published(session, last.number, now)
        session.flush()
    undelivered = None if last.delivered else last.number
    return History(last.salt, memories.published(session), heads[-1], last.request, undelivered)


def make(content: Content, found: Gathered, wanted: Wanted, past: History, progress: Progress) -> Made:
    """The next release, protected against whoever reads it beside all that was published before.

    UserError when nothing has changed since the last one; DisclosureError when nothing can be published safely.
    """
    cohort = _opaque(count_in(found, content), past.salt)
    request = _request(content, cohort, wanted)
    if past.last and past.request == request:
        told = _(
            "rien n’a changé depuis R-{number}, publiée le {day} pour {quarter}",
            number=past.last.number,
            day=f"{past.last.published_at:%d/%m/%Y}",
            quarter=past.last.quarter,
        )
        raise UserError(told, "--quarter", _("une publication dit quelque chose de neuf"))
    catalogue = content.observatory
    protected = protect(cohort, catalogue, past.memories, past.next, progress)
    release = Release(
        number=past.next,
        on=wanted.on,
        quarter=wanted.quarter,
        catalogue=catalogue.version,
        questionnaire=content.questionnaire.ref,
        synthetic=wanted.synthetic,
        tables=protected.tables,
        denominators=wanted.denominators,
        previous=past.last.seal if past.last else None,
    )
    document = release_document(release)
    kept = Kept(past.next, seal(document), request, past.salt, published=False, delivered=False)
    return Made(read_release(document), protected.withheld, protected.memory, kept)


def _opaque(cohort: Cohort, salt: bytes) -> Cohort:
    """Under keys that nobody finds again from a list of SIREN, or of accounts."""
    keys, advisers = (tuple(salted(one, salt) for one in told) for told in (cohort.keys, cohort.advisers))
    return replace(cohort, keys=keys, advisers=advisers)


def _request(content: Content, cohort: Cohort, wanted: Wanted) -> str:
    """Changes with anything that the release is made of, but the day that it is asked."""
    told = [wanted.quarter, wanted.synthetic, content.observatory.version, content.questionnaire.content_sha256]
    digest = sha256(canonical([*told, repr(wanted.denominators)]).encode())
    for pair in sorted(zip(cohort.keys, cohort.versions, strict=True)):
        digest.update("\n".join(pair).encode())
    return digest.hexdigest()


def remember(session: Session, made: Made, now: datetime) -> None:
    """What the next releases are audited against: kept before anybody reads this one."""
    memories.add(session, made.memory, made.kept, log_document(made.withheld), now)


def note_published(session: Session, number: int, now: datetime) -> None:
    memories.say_published(session, number, now)


def note_delivered(session: Session, number: int, now: datetime) -> None:
    memories.say_delivered(session, number, now)


def log_of(session: Session, number: int) -> tuple[Withheld, ...]:
    """Why what a release does not tell is not told; for whoever runs the platform."""
    return read_log(memories.log_of(session, number))
