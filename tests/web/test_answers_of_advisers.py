"""The adviser answers as the adviser, the leader as the leader; each sees what the other said beside their own."""

from email.message import EmailMessage

import pytest
from flask import Flask

from diagnostic.core.model.access import Hand, OrganisationKind, Position, Role
from diagnostic.core.model.catalogue import Content
from diagnostic.services import advising
from diagnostic.services.database import Database
from diagnostic.store import assessments
from tests.web import acquaintances as known
from tests.web import leading
from tests.web.answering import DIGITAL, accepted, contribute, id_of, invite, loaded, said
from tests.web.linting_client import LintingClient, text_of, values_of


@pytest.fixture
def adviser(app: Flask, client: LintingClient, own: str, database: Database) -> LintingClient:
    """Advises the company of `own`, and has it in hand."""
    account = known.account(database, "conseil@exemple.fr", "Claire")
    organisation = known.organisation(database, "CCI", OrganisationKind.CHAMBER)
    known.member(database, account, organisation, Position.ADVISER)
    known.access(database, id_of(own), Role.ADVISER, account, organisation)
    hand(database, own, Hand.ADVISER)
    return known.signed_in(app, database, account)


def hand(database: Database, own: str, whose: Hand) -> None:
    with database.session() as session:
        assessments.change(session, id_of(own), {"hand": whose})
        session.commit()


def beside(client: LintingClient) -> list[str]:
    return [text_of(one) for one in client.page.all("p") if one.get("class") == "beside"]


def test_the_adviser_answers_as_the_adviser_and_both_are_counted(
    client: LintingClient, adviser: LintingClient, own: str, database: Database, content: Content
) -> None:
    leading.send(client, f"{own}/questions/{DIGITAL}", {"digital_skills-rating": "1", "digital_skills-partly": "y"})
    leading.send(adviser, f"{own}/questions/{DIGITAL}", {"digital_skills-rating": "4"})
    assert said(database, content, own) == {("leader", "digital_skills"): 1.5, ("adviser", "digital_skills"): 4.0}
    stands = loaded(database, content, own)
    assert {one.evidence for one in stands.assessment.answers} == {"declared"}
    cell = next(cell for cell in advising.result_of(content, stands).cells if cell.capability == "digital_skills")
    assert cell.rating == 2.75 and not cell.verified
    adviser.get(f"{own}/questions/{DIGITAL}")
    assert values_of(adviser.page)["digital_skills-rating"] == ["4"]
    assert beside(adviser) == ["Réponse du dirigeant : 1,5"]
    client.get(f"{own}/questions/{DIGITAL}")
    assert values_of(client.page)["digital_skills-rating"] == ["1"]
    assert beside(client) == ["Réponse du conseiller : 4"]


def test_what_the_adviser_prepared_is_not_to_be_done_again(
    client: LintingClient, adviser: LintingClient, own: str
) -> None:
    leading.send(adviser, f"{own}/questions/{DIGITAL}", {"digital_skills-rating": "4"})
    client.get(f"{own}/questions")
    assert "1 réponse sur 20" in client.page.html
    leading.send(adviser, f"{own}/questions/{DIGITAL}", {"digital_skills-rating": "unknown"})
    client.get(f"{own}/questions/{DIGITAL}")
    assert beside(client) == ["Réponse du conseiller : ne sait pas"]


def test_an_adviser_without_the_hand_reads_and_invites_nobody(
    client: LintingClient, adviser: LintingClient, own: str, database: Database
) -> None:
    hand(database, own, Hand.LEADER)
    leading.send(client, f"{own}/questions/{DIGITAL}", {"digital_skills-rating": "3"})
    adviser.get(f"{own}/questions/{DIGITAL}")
    fieldset = next(one for one in adviser.page.all("fieldset") if one.get("disabled") is not None)
    ticked = [one.get("value") for one in fieldset.iter("input") if one.get("checked") is not None]
    assert ticked == ["3"]
    assert adviser.get(f"{own}/respondents").status_code == 403
    assert "le conseiller qui a la main" in adviser.page.html


def test_the_adviser_with_the_hand_invites(
    app: Flask, adviser: LintingClient, own: str, letters: list[EmailMessage]
) -> None:
    invited = accepted(app, invite(adviser, own, email="karim@exemple.fr"))
    assert invited.get(contribute(own)).status_code == 200
    assert letters[0].get_content().partition("\n\n")[2].startswith("Claire vous invite")
