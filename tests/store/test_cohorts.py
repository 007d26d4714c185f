"""What a release reads of companies, many at once, is what each company's own pages read."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from diagnostic.core.model.access import OPERATOR, Position, Role
from diagnostic.core.model.assessment import Answer, Assessment
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Operation
from diagnostic.core.model.listing import Listing
from diagnostic.services import assessing, consenting, granting, handing, looking_up
from diagnostic.services.database import Database, Session
from diagnostic.services.handing import Adviser
from diagnostic.store import assessments, cohorts
from diagnostic.store.cohorts import Counted
from tests.web import accompanying, acquaintances
from tests.web.accompanying import Told

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
FORGE, ATELIER = "73282932000074", "55208131766522"


def every(database: Database) -> list[Counted]:
    with database.session(writes=False) as session:
        return [one for batch in cohorts.counted(session) for one in batch]


def add(session: Session, content: Content, id: str, assessment: Assessment, siret: str | None = None) -> None:
    named = replace(assessment, company=replace(assessment.company, name=id, siret=siret))
    assessing.add(session, content, id, named, NOW)


def bare(answers: tuple[Answer, ...]) -> set[Answer]:
    return {replace(answer, note=None) for answer in answers}


@pytest.fixture
def one(database: Database, content: Content, examples: Mapping[str, Assessment]) -> str:
    with database.session() as session:
        add(session, content, "one", examples["one_too"], FORGE)
        session.commit()
    return "one"


def test_answers_are_those_that_stand(database: Database, content: Content, one: str) -> None:
    given = {"item": "it_security", "function": None, "respondent": "leader"}
    with database.session() as session:
        for number, rating in enumerate((2.0, 5.0, None)):
            operation = Operation(op_id=f"op{number}", **given, rating=rating)  # type: ignore[arg-type]
            assessments.append(session, one, [operation], NOW)
        session.commit()
        wanted = assessing.load(session, content, one).assessment.answers
    (company,) = every(database)
    assert bare(company.diagnostics[0].answers) == bare(wanted)
    assert all(answer.item != "it_security" or answer.respondent != "leader" for answer in wanted)


def test_examples_of_the_demonstration_never_count(
    database: Database, content: Content, examples: Mapping[str, Assessment], one: str
) -> None:
    with database.session() as session:
        assessing.install_demo(session, content, examples, NOW)
        session.commit()
        assert cohorts.companies(session) == 1
    assert [company.siret for company in every(database)] == [FORGE]


def test_companies_come_a_few_at_a_time_none_twice_and_none_forgotten(
    database: Database, content: Content, examples: Mapping[str, Assessment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cohorts, "AT_ONCE", 2)
    short = replace(examples["one_too"], answers=examples["one_too"].answers[:1], settled=())
    with database.session() as session:
        for number in range(5):
            add(session, content, f"d{number}", short)
        session.commit()
        sizes = [len(batch) for batch in cohorts.counted(session)]
    assert sizes == [2, 2, 1]
    assert [company.diagnostics[0].id for company in every(database)] == [f"d{number}" for number in range(5)]


def test_the_last_word_on_a_consent_is_read(database: Database, content: Content, one: str) -> None:
    text, on = content.consents[-1].version, date(2027, 1, 1)
    assert every(database)[0].consent is None
    for act, told in ((consenting.give, (True, text)), (consenting.withdraw, (False, text))):
        with database.session() as session:
            version = (text,) if act is consenting.give else ()
            act(session, content.consents, one, *version, OPERATOR, NOW, on)  # type: ignore[arg-type, operator]
            session.commit()
        assert every(database)[0].consent == told


def test_what_happened_beside_the_answers(
    database: Database, content: Content, examples: Mapping[str, Assessment]
) -> None:
    chamber = acquaintances.organisation(database, "CCI")
    ana, bea = (acquaintances.account(database, f"{name}@exemple.fr") for name in ("ana", "bea"))
    day = date(2026, 11, 3)
    told = Told(name="Signée", answers=1, visited_on=day, signed_on=day, steps=(day,), running=True)
    id = accompanying.open_file(database, content, examples["one_too"], told, ana, chamber)
    acquaintances.member(database, bea, chamber, Position.ADVISER)
    with database.session() as session:
        granting.grant(
            session, id, Role.ADVISER, person=bea.id, organisation=chamber, actor=OPERATOR, now=NOW + timedelta(days=9)
        )
        session.commit()
    (company,) = every(database)
    assert (company.adviser, company.visited, company.acted) == (ana.id, True, True)
    assert [(one.diagnostic, one.reopened, one.document["plan"]["actions"]) for one in company.signed] == [
        (id, False, [])
    ]


def test_a_siren_is_verified_by_an_adviser_or_by_the_directory_and_an_account(
    database: Database, content: Content, examples: Mapping[str, Assessment]
) -> None:
    short = replace(examples["one_too"], answers=(), settled=())
    """A9: whoever types SIRET without an account fills no cell; whoever claims many is known to be the same."""
    chamber = acquaintances.organisation(database, "CCI")
    ana, lea = (acquaintances.account(database, f"{name}@exemple.fr") for name in ("ana", "lea"))
    acquaintances.member(database, ana, chamber, Position.ADVISER)
    with database.session() as session:
        looking_up.keep(session, FORGE, Listing(siret=FORGE, legal_form="5499"), NOW)
        looking_up.keep(session, ATELIER, None, NOW)
        add(session, content, "known", short, FORGE)
        add(session, content, "typed", short, FORGE)
        add(session, content, "unknown", short, ATELIER)
        for claimed in ("known", "unknown"):
            granting.grant(session, claimed, Role.LEADER, person=lea.id, organisation=None, actor=OPERATOR, now=NOW)
        prepared = replace(short, company=replace(short.company, siret=ATELIER))
        handing.prepare(session, content, prepared, Adviser(ana.id, chamber), "prepared", NOW)
        add(session, content, "none", short)
        session.commit()
    assert [(one.verified, one.legal_form, one.adviser, one.leader) for one in every(database)] == [
        (True, "5499", None, lea.id),
        (False, "5499", None, None),
        (False, None, None, lea.id),
        (True, None, ana.id, None),
        (False, None, None, None),
    ]


def test_whoever_types_another_number_is_to_be_believed_anew(
    database: Database, content: Content, examples: Mapping[str, Assessment]
) -> None:
    short, lea = (
        replace(examples["one_too"], answers=(), settled=()),
        acquaintances.account(database, "lea@exemple.fr"),
    )
    with database.session() as session:
        looking_up.keep(session, FORGE, Listing(siret=FORGE, legal_form="5499"), NOW)
        add(session, content, "one", short, FORGE)
        granting.grant(session, "one", Role.LEADER, person=lea.id, organisation=None, actor=OPERATOR, now=NOW)
        session.commit()
    card = replace(short.company, siret=FORGE)
    for changed, told in ((replace(card, headcount=12), True), (replace(card, siret=ATELIER), False), (card, True)):
        with database.session() as session:
            assessments.change(session, "one", {}, changed)
            session.commit()
        assert every(database)[0].verified is told
