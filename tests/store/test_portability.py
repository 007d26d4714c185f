"""A company leaves in one file and comes back the same, from SQLite or PostgreSQL to either."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostic.content.assessments import assessment_document, parse_assessment
from diagnostic.content.company_file import company_document, parse_company
from diagnostic.core.errors import UserError
from diagnostic.core.model.access import OPERATOR, Role
from diagnostic.core.model.assessment import Assessment, SkillState
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.diagnostic import Operation
from diagnostic.services import accounts, answering, assessing, granting, portability, privacy
from diagnostic.services.database import Database
from diagnostic.store import assessments
from tests.store.company_strategies import FAMILY, LATER, NOW, RIGHT_TO_LEFT, files

HYPOTHESIS = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Database]:
    """Where companies come from: always SQLite, so that the other suite goes from SQLite to PostgreSQL."""
    opened = Database(f"sqlite:///{tmp_path / 'source.db'}")
    opened.upgrade()
    yield opened
    opened.close()


def receive(database: Database, content: Content, text: str) -> str:
    company = parse_company(text, "company.json")
    with database.session() as session:
        portability.receive(session, content, company, OPERATOR, LATER)
        session.commit()
    return company.id


def carry(database: Database, content: Content, company: str) -> str:
    """The file, as it is written."""
    with database.session(writes=False) as session:
        return json.dumps(portability.document_of(session, company, content), ensure_ascii=False)


def erase(database: Database, company: str) -> None:
    with database.session() as session:
        privacy.erase(session, company, OPERATOR, NOW)
        session.commit()


def without_last_event(text: str) -> tuple[Any, Any]:
    document = json.loads(text)
    return document, document["journal"].pop()


@HYPOTHESIS
@given(data=st.data())
def test_a_company_comes_back_the_same(
    data: st.DataObject, source: Database, database: Database, content: Content, examples: Mapping[str, Assessment]
) -> None:
    """Export, import, export: only the journal has one more event, which tells the import."""
    made = data.draw(files(content, examples["one_too"]))
    given = company_document(made)
    id = receive(source, content, json.dumps(given))
    first = carry(source, content, id)
    receive(database, content, first)
    second, event = without_last_event(carry(database, content, id))
    assert second == json.loads(first)
    assert (event["act"], event["actor"], event["at"]) == ("company.imported", "operator", "2026-11-23T09:30:00Z")
    kept = without_last_event(first)[0]
    assert {**kept, "diagnostics": None} == {**given, "diagnostics": None}
    assert [row["operations"] for row in kept["diagnostics"]] == [row["operations"] for row in given["diagnostics"]]
    erase(source, id)
    erase(database, id)


@pytest.fixture
def kept(database: Database, content: Content, examples: Mapping[str, Assessment]) -> str:
    """A company that was really filled in, with its leader and an adviser; its public id."""
    with database.session() as session:
        assessing.add(session, content, "one", replace(examples["one_too"], illustrative=False), NOW)
        who = examples["one_too"].respondents[0].id
        operation = Operation(
            op_id="b" * 36, item=first_item(content), function=None, rating=3.0, respondent=who, note=FAMILY
        )
        answering.record(session, content, answering.sheet(session, content, "one"), [operation], NOW)
        person = accounts.find_or_add(session, "dirigeante@exemple.fr", RIGHT_TO_LEFT, NOW)
        granting.grant(session, "one", Role.LEADER, person=person.id, organisation=None, actor=OPERATOR, now=NOW)
        session.commit()
    with database.session(writes=False) as session:
        return portability.company_named(session, "one")


def first_item(content: Content) -> str:
    return next(one.id for one in content.questionnaire.capabilities() if one.functions is None)


def test_each_diagnostic_inside_is_an_assessment_of_its_own(database: Database, content: Content, kept: str) -> None:
    """`palier score` reads it, and finds the answers that the pages show."""
    document = json.loads(carry(database, content, kept))
    inside = document["diagnostics"][0]["assessment"]
    read = parse_assessment(json.dumps(inside), "inside.json", content)
    with database.session(writes=False) as session:
        assert read == assessing.load(session, content, "one").assessment


def test_no_secret_leaves(database: Database, content: Content, kept: str) -> None:
    with database.session() as session:
        code = assessing.renew_link(session, "one", NOW)
        session.commit()
    text = carry(database, content, kept)
    assert code not in text
    assert not any(word in text for word in ('hash"', "password", "totp", "fs_uniquifier"))
    with database.session(writes=False) as session:
        row = assessments.read(session, "one")
    assert row is not None
    assert row[0]["resume_hash"] not in text


def test_what_the_content_has_forgotten_still_comes_back(
    source: Database, database: Database, content: Content, examples: Mapping[str, Assessment]
) -> None:
    """A skill that left the catalogue is told by no assessment, and kept all the same."""
    with source.session() as session:
        assessing.add(session, content, "old", examples["one_too"], NOW)
        found = assessments.read(session, "old")
        assert found is not None
        more = deepcopy(found[0]["more"])
        more["skills"] = [*more["skills"], {**assessment_document(with_skill(examples["one_too"]))["skills"][0]}]
        more["skills"][-1]["skill"] = "a_skill_of_before"
        assessments.change(session, "old", {"more": more})
        session.commit()
    with source.session(writes=False) as session:
        id = portability.company_named(session, "old")
    first = carry(source, content, id)
    assert "a_skill_of_before" in json.dumps(json.loads(first)["diagnostics"][0]["stored"])
    receive(database, content, first)
    assert without_last_event(carry(database, content, id))[0] == json.loads(first)


def with_skill(assessment: Assessment) -> Assessment:
    return replace(assessment, skills=(SkillState("quality_control", 1),))


def test_a_company_that_is_here_is_refused(database: Database, content: Content, kept: str) -> None:
    with pytest.raises(UserError) as refused:
        receive(database, content, carry(database, content, kept))
    assert refused.value.field == "id"
    assert "palier db erase" in str(refused.value.hint)


def test_nothing_is_kept_of_a_file_that_is_refused(
    source: Database, database: Database, content: Content, examples: Mapping[str, Assessment]
) -> None:
    with source.session() as session:
        assessing.add(session, content, "one", examples["one_too"], NOW)
        assessing.add(session, content, "two", examples["one_too"], NOW)
        session.commit()
    with database.session() as session:
        assessing.add(session, content, "two", examples["one_too"], NOW)
        session.commit()
    with source.session(writes=False) as session:
        one = portability.company_named(session, "one")
    document = json.loads(carry(source, content, one))
    document["diagnostics"].append({**deepcopy(document["diagnostics"][0]), "id": "two"})
    with pytest.raises(UserError, match="diagnostics") as refused:
        receive(database, content, json.dumps(document))
    assert refused.value.field == "diagnostics[1].id"
    with database.session(writes=False) as session, pytest.raises(UserError):
        portability.company_named(session, "one")


def test_an_account_that_is_here_keeps_its_own(
    source: Database, database: Database, content: Content, examples: Mapping[str, Assessment]
) -> None:
    """Its address is the same person; their id here is theirs, and their access is given to them."""
    with source.session() as session:
        assessing.add(session, content, "one", examples["one_too"], NOW)
        person = accounts.find_or_add(session, "dirigeante@exemple.fr", None, NOW)
        granting.grant(session, "one", Role.LEADER, person=person.id, organisation=None, actor=OPERATOR, now=NOW)
        session.commit()
    with database.session() as session:
        here = accounts.find_or_add(session, "dirigeante@exemple.fr", "Elle", NOW)
        session.commit()
    with source.session(writes=False) as session:
        one = portability.company_named(session, "one")
    receive(database, content, carry(source, content, one))
    with database.session(writes=False) as session:
        assert [line.diagnostic for line in granting.companies_of(session, here.id, roles=[Role.LEADER])] == ["one"]


DELETE = object()
WRONG: list[tuple[str, tuple[str | int, ...], object]] = [
    ("id", ("id",), "not an id !"),
    ("format", ("format",), "palier-company/2"),
    ("company.name", ("company", "name"), "n" * 201),
    ("company.headcount", ("company", "headcount"), True),
    ("company.headcount", ("company", "headcount"), 2**31),
    ("company.idcc", ("company", "idcc"), 10**40),
    ("company.revenue", ("company", "revenue"), 2**31),
    ("unknown", ("unknown",), 1),
    ("diagnostics", ("diagnostics",), []),
    ("diagnostics[0].created_at", ("diagnostics", 0, "created_at"), 12),
    ("diagnostics[0].created_at", ("diagnostics", 0, "created_at"), "2026-11-22T09:30:00"),
    ("diagnostics[0].created_at", ("diagnostics", 0, "created_at"), "0001-01-01T00:00:00+14:00"),
    ("diagnostics[0].demo", ("diagnostics", 0, "demo"), "yes"),
    ("diagnostics[0].hand", ("diagnostics", 0, "hand"), "nobody"),
    ("diagnostics[0].operations", ("diagnostics", 0, "operations"), DELETE),
    ("diagnostics[0].operations[1].version", ("diagnostics", 0, "operations", 1, "version"), 7),
    ("diagnostics[0].operations[0].base_version", ("diagnostics", 0, "operations", 0, "base_version"), 2**63),
    ("diagnostics[0].operations[0].rating", ("diagnostics", 0, "operations", 0, "rating"), "7.0"),
    ("diagnostics[0].operations[0].note", ("diagnostics", 0, "operations", 0, "note"), "a\x00b"),
    ("diagnostics[0].operations[0].note", ("diagnostics", 0, "operations", 0, "note"), "\ud83d"),
    ("diagnostics[0].assessment.format", ("diagnostics", 0, "assessment", "format"), "palier-assessment/2"),
    ("diagnostics[0].assessment.answers[0].item", ("diagnostics", 0, "assessment", "answers", 0, "item"), "nothing"),
    ("diagnostics[0].assessment.answers[0]", ("diagnostics", 0, "assessment", "answers", 0, "note"), "not said"),
    ("diagnostics[0].assessment.company", ("diagnostics", 0, "assessment", "company", "name"), "Autre"),
    ("diagnostics[0].stored.form", ("diagnostics", 0, "stored", "form"), 3),
    ("accesses[0].person", ("accesses", 0, "person"), "nobody"),
    ("accesses[0].person", ("accesses", 0, "person"), None),
    ("accesses[0].role", ("accesses", 0, "role"), "holder"),
    ("accesses[0].granted_by", ("accesses", 0, "granted_by"), "Jean Dupont"),
    ("people[0].email", ("people", 0, "email"), "A@B"),
    ("people[0].email", ("people", 0, "email"), "a@b\nBcc: c@d"),
]


def test_every_mistake_is_named_at_its_place(database: Database, content: Content, kept: str) -> None:
    text = carry(database, content, kept)
    erase(database, kept)
    for place, path, value in WRONG:
        document = json.loads(text)
        change(document, path, value)
        with pytest.raises(UserError) as refused:
            receive(database, content, json.dumps(document))
        assert str(refused.value.field).removeprefix("company.json: ") == place, (path, value)
        with database.session(writes=False) as session, pytest.raises(UserError):
            portability.company_named(session, kept)


def change(document: Any, path: tuple[str | int, ...], value: object) -> None:
    *way, last = path
    for step in way:
        document = document[step]
    if value is DELETE:
        del document[last]
    else:
        document[last] = value


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"id": 1, "id": 2}', '{"a":' * 2000 + "1" + "}" * 2000, '{"id": NaN}', "1" * 5000]
)
def test_what_is_no_file_of_ours_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        parse_company(text, "company.json")


def test_a_company_is_named_by_its_numbers(
    database: Database, content: Content, examples: Mapping[str, Assessment]
) -> None:
    """SIRET or SIREN, when it names one; the candidates otherwise."""
    with database.session() as session:
        for id, siret in (("a", "73282932000074"), ("b", "73282932000082"), ("c", "44306184100047")):
            company = replace(examples["one_too"].company, name=id, siret=siret)
            assessing.add(session, content, id, replace(examples["one_too"], company=company), NOW)
        session.commit()
    with database.session(writes=False) as session:
        named = portability.company_named(session, "c")
        assert portability.company_named(session, "443 061 841") == named
        assert portability.company_named(session, "44306184100047") == named
        assert portability.company_named(session, named) == named
        with pytest.raises(UserError, match="plusieurs") as several:
            portability.company_named(session, "732829320")
        assert "73282932000082" in str(several.value)
        for nothing in ("7328", "%", "_", "zzz"):
            with pytest.raises(UserError, match="aucune"):
                portability.company_named(session, nothing)
