"""Companies of every kind, with whatever people type in them, for properties of what is carried away."""

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from hypothesis import strategies as st

from diagnostic.content.assessments import assessment_document
from diagnostic.core.model import company_file as filed
from diagnostic.core.model.access import Hand, OrganisationKind, Role
from diagnostic.core.model.assessment import Assessment, Scenario
from diagnostic.core.model.catalogue import Content
from diagnostic.store.base import new_id

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
FAMILY = "👩\u200d🏭👨🏿\u200d🔧🇫🇷"
RIGHT_TO_LEFT = "ورشة الميكانيك\u200f — בית מלאכה"
AWKWARD = (FAMILY, RIGHT_TO_LEFT, "e\u0301 ≠ é", "\u202e\ufeff\u2028\x85\x1f", "\"</script>\\'; --", "𝔘𝔫𝔦", "\ufffe")


def words(most: int, least: int = 0) -> st.SearchStrategy[str]:
    signs = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=least, max_size=most)
    return signs | st.sampled_from([text[:most] for text in AWKWARD])


LONG = st.sampled_from(["é" * 10_000, FAMILY * 1_000]) | words(300)
TIMES = st.datetimes(datetime(2015, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (bounds)
IDS = st.builds(new_id)
ACTORS = IDS.map(lambda id: f"user:{id}") | st.sampled_from(["operator", "visitor"])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def operations(draw: st.DrawFn, version: int, item: str, respondent: str) -> filed.FiledOperation:
    return filed.FiledOperation(
        version=version,
        op_id=draw(st.uuids().map(str)),
        base_version=draw(maybe(st.integers(0, 900))),
        item=item,
        function=None,
        respondent=respondent,
        rating=draw(st.sampled_from([None, "0.0", "2.5", "6.0", "unknown"])),
        evidence="declared",
        note=draw(maybe(LONG)),
        device_at=draw(maybe(TIMES)),
        server_at=draw(TIMES),
        author=draw(maybe(ACTORS)),
        flagged=draw(st.booleans()),
    )


@st.composite
def diagnostics(draw: st.DrawFn, content: Content, example: Assessment, company: str) -> filed.FiledDiagnostic:
    """The example, under weird names, with answers given, changed and withdrawn to one question of the company."""
    notes, names = draw(maybe(LONG)), draw(st.lists(words(80, 1), max_size=2, unique=True))
    bare = replace(
        example,
        company=replace(example.company, name=company),
        entry=replace(example.entry, notes=notes),
        scenarios=tuple(Scenario(name=name) for name in names if name),
        answers=(),
    )
    item = next(one.id for one in content.questionnaire.capabilities() if one.functions is None)
    who = example.respondents[0].id
    rows = tuple(draw(operations(version + 1, item, who)) for version in range(draw(st.integers(0, 4))))
    made = draw(TIMES)
    return filed.FiledDiagnostic(
        id=draw(IDS),
        hand=draw(st.sampled_from(Hand)),
        demo=False,
        private_link=draw(st.booleans()),
        content_sha256="0" * 64,
        created_at=made,
        updated_at=made + timedelta(hours=draw(st.integers(0, 99))),
        assessment=assessment_document(bare),
        stored={},
        operations=rows,
        signed_at=draw(maybe(TIMES)),
    )


@st.composite
def accesses(draw: st.DrawFn, person: str, organisation: str) -> filed.FiledAccess:
    return filed.FiledAccess(
        id=draw(IDS),
        role=Role.ADVISER,
        person=person,
        organisation=organisation,
        granted_by=draw(ACTORS),
        granted_at=draw(TIMES),
        agreement=draw(maybe(words(200))),
        agreed_on=draw(maybe(st.dates(date(2015, 1, 1), date(2090, 1, 1)))),
        ended_by=draw(maybe(ACTORS)),
        ended_at=draw(maybe(TIMES)),
    )


@st.composite
def invitations(draw: st.DrawFn, diagnostic: str) -> filed.FiledInvitation:
    return filed.FiledInvitation(
        id=draw(IDS),
        role="contributor",
        organisation=None,
        diagnostic=diagnostic,
        email=None,
        name=draw(maybe(words(120))),
        respondent="managers_1",
        group="managers",
        made_by=draw(ACTORS),
        made_at=draw(TIMES),
        expires_at=draw(TIMES),
        used_at=draw(maybe(TIMES)),
        revoked_at=draw(maybe(TIMES)),
    )


@st.composite
def visits(draw: st.DrawFn, organisation: str) -> filed.FiledVisit:
    return filed.FiledVisit(
        id=draw(IDS),
        organisation=organisation,
        actor=draw(ACTORS),
        kind="visit",
        on=draw(st.dates(date(2015, 1, 1), date(2090, 1, 1))),
        half_days=draw(st.integers(1, 6)),
        recorded_at=draw(TIMES),
        attested_at=draw(maybe(TIMES)),
        attested_by=draw(maybe(ACTORS)),
    )


def packed(start: bytes) -> st.SearchStrategy[bytes]:
    return st.binary(max_size=40).map(lambda more: start + more)


DAYS = st.dates(date(2015, 1, 1), date(2090, 1, 1))


@st.composite
def proofs(draw: st.DrawFn, diagnostic: str) -> filed.FiledProof:
    image = draw(packed(b"\xff\xd8\xff"))
    return filed.FiledProof(
        id=draw(IDS),
        diagnostic=diagnostic,
        item="it_security",
        function=None,
        caption=draw(words(200)),
        width=draw(st.integers(1, 1600)),
        height=draw(st.integers(1, 1600)),
        sha256=sha256(image).hexdigest(),
        image=b64encode(image).decode(),
        added_by=draw(ACTORS),
        added_at=draw(TIMES),
    )


@st.composite
def restitutions(draw: st.DrawFn, diagnostic: str) -> filed.FiledRestitution:
    return filed.FiledRestitution(
        diagnostic=diagnostic,
        noted_on=draw(maybe(DAYS)),
        due_on=draw(maybe(DAYS)),
        present=draw(maybe(words(300))),
        word=draw(maybe(words(400))),
        word_by=draw(maybe(ACTORS)),
        word_at=draw(maybe(TIMES)),
    )


@st.composite
def signatures(draw: st.DrawFn, diagnostic: str) -> filed.FiledSignature:
    document, pdf = draw(words(80)), draw(packed(b"%PDF-"))
    return filed.FiledSignature(
        id=draw(IDS),
        diagnostic=diagnostic,
        on=draw(DAYS),
        signatory=draw(words(120)),
        capacity=draw(words(120)),
        adviser=draw(maybe(words(120))),
        document=document,
        sha256=sha256(document.encode()).hexdigest(),
        pdf=b64encode(pdf).decode(),
        pdf_sha256=sha256(pdf).hexdigest(),
        signed_by=draw(ACTORS),
        signed_at=draw(TIMES),
        reopened_by=draw(maybe(ACTORS)),
        reopened_at=draw(maybe(TIMES)),
        reopened_why=draw(maybe(words(200))),
    )


@st.composite
def steps(draw: st.DrawFn, signature: str) -> filed.FiledStep:
    return filed.FiledStep(
        id=draw(IDS),
        signature=signature,
        action="first_protection",
        owner=draw(maybe(words(120))),
        owner_email=draw(maybe(st.uuids().map(lambda one: f"{one.hex}@exemple.fr"))),
        due_on=draw(DAYS),
        state="running",
        note=draw(maybe(words(400))),
        real_cost=draw(maybe(st.integers(0, 2**31 - 1))),
        started_on=draw(maybe(DAYS)),
        done_on=draw(maybe(DAYS)),
        reminded_on=draw(maybe(DAYS)),
        updated_by=draw(ACTORS),
        updated_at=draw(TIMES),
    )


@st.composite
def files(draw: st.DrawFn, content: Content, example: Assessment) -> filed.CompanyFile:
    name = draw(words(200, 1)) or "?"
    person = filed.FiledPerson(draw(IDS), f"{draw(st.uuids()).hex}@exemple.fr", draw(maybe(words(120))))
    organisation = filed.FiledOrganisation(
        draw(IDS), draw(words(200, 1)) or "?", draw(st.sampled_from(OrganisationKind)), None, None
    )
    asked = tuple(draw(diagnostics(content, example, name)) for _ in range(draw(st.integers(1, 2))))
    signed = draw(signatures(asked[0].id))
    consents = st.builds(filed.FiledConsent, st.just("use"), st.booleans(), st.just("1"), TIMES, ACTORS)
    details = st.dictionaries(st.sampled_from("abc"), st.booleans() | st.integers(0, 99) | words(20))
    events = st.builds(
        filed.FiledEvent, TIMES, ACTORS, st.just("leader"), st.just("diagnostic.read"), maybe(IDS), maybe(IDS), details
    )
    return filed.CompanyFile(
        id=draw(IDS),
        company=replace(example.company, name=name),
        diagnostics=tuple(sorted(asked, key=lambda row: (row.created_at, row.id))),
        people=(person,),
        organisations=(organisation,),
        accesses=(draw(accesses(person.id, organisation.id)),),
        invitations=(draw(invitations(asked[0].id)),),
        consents=tuple(draw(st.lists(consents, max_size=3))),
        visits=(draw(visits(organisation.id)),),
        journal=tuple(draw(st.lists(events, max_size=3))),
        proofs=(draw(proofs(asked[0].id)),),
        restitutions=(draw(restitutions(asked[0].id)),),
        signatures=(signed,),
        steps=(draw(steps(signed.id)),),
        holding=draw(maybe(st.sampled_from(["732829320", "356000000"]))),
        legal_form=draw(maybe(st.sampled_from(["1000", "5499"]))),
        verified_at=draw(maybe(TIMES)),
    )
