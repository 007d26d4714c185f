"""The company found by its SIRET: a card filled, or a directory that fails in every way and nothing that is lost."""

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.config import load_settings
from diagnostic.content.public_directory import MalformedError, read_listing
from diagnostic.core.breaker import FAILURES as TOO_MANY
from diagnostic.core.breaker import OPEN_FOR, Breaker
from diagnostic.core.errors import UserError
from diagnostic.core.model.access import Position
from diagnostic.directory import Directory, DirectoryError, Patience, read_address
from diagnostic.services.database import Database
from diagnostic.web.extensions import KEY
from tests.web import acquaintances as known
from tests.web import leading
from tests.web.directory_stand_in import FAILURES, SIRET, StandIn, document, individual, says, stand_in, unit
from tests.web.linting_client import LintingClient, text_of, values_of
from tests.web.served import NOW

SHORT = Patience(0.2, 0.3, 0.5)
TYPED = {**leading.CARD, "name": "Ce que j’ai tapé", "naf": "", "idcc": "", "functions": ["production"]}


@pytest.fixture
def public() -> Iterator[StandIn]:
    with stand_in() as served:
        yield served


@pytest.fixture
def client(app: Flask, database: Database, public: StandIn, card: str) -> LintingClient:
    """An adviser's browser, where a directory is configured."""
    app.extensions[KEY] = replace(app.extensions[KEY], directory=Directory(public.address, SHORT))
    ana = known.account(database, "ana@rhone.fr")
    known.member(database, ana, card.split("/")[2], Position.ADVISER)
    return known.signed_in(app, database, ana)


@pytest.fixture
def card(database: Database) -> str:
    """The page where an adviser prepares a diagnostic."""
    return f"/o/{known.organisation(database, 'CCI du Rhône')}/prepare"


def look_up(client: LintingClient, address: str, **typed: object) -> LintingClient:
    """Press « Retrouver l’entreprise » on a card."""
    client.get(address)
    answer = client.post(address, data={**values_of(client.page), **typed, "find": "siret"})
    assert answer.status_code in (200, 422), answer.status_code
    return client


def kept(client: LintingClient, name: str) -> str:
    return "".join(values_of(client.page).get(name, []))


def words(client: LintingClient) -> str:
    return text_of(client.page.one("main")).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("told", "read"), [("5710", "5710"), ("1000", "1000"), ("SAS", None), (None, None)])
def test_the_legal_form_is_a_code_or_nothing(told: str | None, read: str | None) -> None:
    found = read_listing(document(unit() | {"nature_juridique": told}), SIRET)
    assert found is not None
    assert found.legal_form == read


def test_a_siret_fills_the_card_and_nothing_is_kept_before_it_is_sent(
    client: LintingClient, card: str, public: StandIn, database: Database
) -> None:
    look_up(client, card, siret="732 829 320 00074")
    found = {name: kept(client, name) for name in ("name", "region", "naf", "idcc", "commune")}
    assert found.pop("naf").startswith("25.62B") and found.pop("idcc").startswith("3248")
    assert found == {"name": "MÉCANIQUE DURAND", "region": "84", "commune": "42187"}
    assert "de 20 à 49 salariés" in words(client) and not kept(client, "headcount")
    assert public.asked == [SIRET]
    answer = client.post(card, data={**values_of(client.page), **without(leading.CARD, "name", "naf", "idcc")})
    assert answer.status_code == 303
    address = str(answer.location).removesuffix("/entry")
    client.get(f"{address}/company")
    assert (kept(client, "commune"), kept(client, "department")) == ("42187", "42")
    assert leading.send(client, f"{address}/company", {"headcount": "50"}).status_code == 303
    client.get(f"{address}/company")
    assert kept(client, "commune") == "42187"


def without(values: Mapping[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in values.items() if name not in names}


def test_a_leader_starts_from_a_siret_alone(app: Flask, client: LintingClient, database: Database) -> None:
    leader = known.browse(app, database, {})
    look_up(leader, "/start", siret=SIRET)
    answer = leader.post("/start", data={**values_of(leader.page), "headcount": "42"})
    assert answer.status_code == 303, answer.text
    leader.get(f"{str(answer.location).removesuffix('/link')}/company")
    assert (kept(leader, "name"), kept(leader, "siret"), kept(leader, "commune")) == (
        "MÉCANIQUE DURAND",
        SIRET,
        "42187",
    )
    assert kept(leader, "department") == "42"


@pytest.mark.parametrize("failure", FAILURES)
def test_whatever_fails_is_known_soon(public: StandIn, failure: str) -> None:
    public.answer = FAILURES[failure]
    began = time.monotonic()
    with pytest.raises(DirectoryError):
        Directory(public.address, SHORT).look_up(SIRET, NOW)
    assert time.monotonic() - began < 2 and public.asked == [SIRET]


@pytest.mark.parametrize("failure", ["an error", "silence in the middle", "somebody else"])
def test_then_the_card_is_filled_by_hand_and_nothing_typed_is_lost(
    client: LintingClient, card: str, public: StandIn, failure: str
) -> None:
    public.answer = FAILURES[failure]
    look_up(client, card, **TYPED)
    assert "L’annuaire public ne répond pas : remplissez la fiche à la main" in words(client)
    assert kept(client, "name") == "Ce que j’ai tapé"
    assert (kept(client, "headcount"), kept(client, "region")) == ("42", "84")
    assert client.post(card, data={**values_of(client.page), **TYPED}).status_code == 303


def test_a_directory_that_is_down_is_not_asked_at_each_press(client: LintingClient, card: str, public: StandIn) -> None:
    public.answer = FAILURES["an error"]
    for _press in range(TOO_MANY + 3):
        look_up(client, card, siret=SIRET)
    assert len(public.asked) == TOO_MANY


def test_what_it_said_is_kept_so_is_that_it_knows_no_such_number(
    client: LintingClient, card: str, public: StandIn
) -> None:
    for _press in range(2):
        assert kept(look_up(client, card, siret=SIRET), "name") == "MÉCANIQUE DURAND"
    public.answer = says()
    for _press in range(2):
        assert "ne connaît pas ce SIRET" in words(look_up(client, card, siret="55210055400013"))
    assert public.asked == [SIRET, "55210055400013"]


def test_what_the_directory_keeps_private_or_cannot_say_is_left_to_who_fills_the_card(
    client: LintingClient, card: str, public: StandIn
) -> None:
    public.answer = says(individual())
    look_up(client, card, siret=SIRET, name="Tapé")
    assert kept(client, "name") == "Tapé" and "Le nom n’est pas public" in words(client)


def test_a_closed_establishment_and_several_agreements_are_said(
    client: LintingClient, card: str, public: StandIn
) -> None:
    public.answer = says(
        unit(etat_administratif="F", liste_idcc=["3248", "1486", "9999"], activite_principale="26.99Z")
    )
    look_up(client, card, siret=SIRET)
    told = words(client)
    assert "fermé" in told and "plusieurs conventions collectives : 1486" in told and "9999" not in told
    assert "26.99Z" in told and not kept(client, "naf") and not kept(client, "idcc")
    assert kept(client, "region") == "84"


def test_an_agreement_that_was_typed_is_kept(client: LintingClient, card: str) -> None:
    look_up(client, card, siret=SIRET, idcc="1486")
    assert kept(client, "idcc") == "1486" and "ce que vous avez écrit est gardé" in words(client)


@pytest.mark.parametrize("typed", ["", "73282932000075", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤"])
def test_a_wrong_siret_is_told_and_never_asked(client: LintingClient, card: str, public: StandIn, typed: str) -> None:
    look_up(client, card, siret=typed)
    assert client.page.id("siret").get("aria-invalid") == "true"
    assert public.asked == []


def test_without_a_directory_no_page_offers_it(app: Flask, client: LintingClient, card: str) -> None:
    app.extensions[KEY] = replace(app.extensions[KEY], directory=None)
    client.get(card)
    assert "Retrouver l’entreprise" not in client.page.html and client.page.field("siret")
    assert client.get(f"/companies/search?siret={SIRET}").status_code == 404


def test_one_network_asks_so_many_questions_an_hour(
    client: LintingClient, card: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from diagnostic.services.throttling import AtMost
    from diagnostic.web import throttle

    monkeypatch.setattr(throttle, "LOOKUPS", AtMost(1, timedelta(hours=1)))
    look_up(client, card, siret=SIRET)
    look_up(client, card, siret="55210055400013", name="Tapé")
    assert "Trop d’essais" in words(client) and kept(client, "name") == "Tapé"
    look_up(client, card, siret=SIRET)
    assert kept(client, "name") == "MÉCANIQUE DURAND"


def test_the_page_of_the_directory_and_its_json(client: LintingClient, card: str, public: StandIn) -> None:
    assert client.get("/companies/search").status_code == 200
    client.get(f"/companies/search?siret={SIRET}")
    assert "MÉCANIQUE DURAND" in words(client) and "ROANNE · 42187" in words(client)
    found = client.get(f"/companies/search?siret={SIRET}", headers={"Accept": "application/json"})
    assert found.get_json()["found"]["commune"] == "42187"
    wrong = client.get("/companies/search?siret=123", headers={"Accept": "application/json"})
    assert (wrong.status_code, wrong.get_json()["found"]) == (422, None)
    public.answer = FAILURES["an error"]
    assert client.get("/companies/search?siret=55210055400013").status_code == 503


@pytest.mark.slow
def test_with_its_usual_patience_the_slowest_failure_is_told_within_seven_seconds(app: Flask, public: StandIn) -> None:
    for failure in ("silence", "one byte a moment", "one byte of head a moment"):
        public.answer = FAILURES[failure]
        began = time.monotonic()
        with pytest.raises(DirectoryError):
            Directory(public.address).look_up(SIRET, NOW)
        assert time.monotonic() - began < 6


@pytest.mark.parametrize(
    "address", ["http://annuaire.exemple.fr", "ftp://x", "annuaire", "https://", "https://a:b@c.fr", "https://a.fr?x=1"]
)
def test_a_directory_that_would_be_asked_in_clear_is_refused(address: str) -> None:
    with pytest.raises(UserError, match="PALIER_DIRECTORY"):
        read_address(address)


def test_the_setting_is_read() -> None:
    environ = {"PALIER_DIRECTORY": "https://recherche-entreprises.api.gouv.fr/", "DATABASE_URL": "x", "SECRET_KEY": "y"}
    assert read_address(load_settings(environ).directory or "") == "https://recherche-entreprises.api.gouv.fr"
    assert load_settings({**environ, "PALIER_DIRECTORY": ""}).directory is None


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_answer_is_read_or_refused(body: bytes) -> None:
    with suppress(MalformedError):
        assert read_listing(body, SIRET) is None


TEXTS = st.none() | st.text(max_size=30) | st.sampled_from(["[ND]", "25.62B", "2A004", "97411", "12", "F"])


FIELDS = [name for name in unit()["siege"] if name not in ("siret", "liste_idcc")]


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, TEXTS)))
def test_whatever_its_fields_hold_a_listing_has_its_shape(fields: dict[str, object]) -> None:
    found = read_listing(document(unit(**fields)), SIRET)
    assert found is not None and found.siret == SIRET
    assert found.commune is None or (len(found.commune) == 5 and found.commune.startswith(found.department or "?"))
    assert found.naf is None or len(found.naf) == 6
    assert found.town is None or (found.town.isprintable() and found.town.strip())


STEPS = st.lists(st.tuples(st.sampled_from(["fails", "answers", "never returns"]), st.integers(0, 90)), max_size=40)


@given(STEPS)
def test_the_breaker_opens_after_failures_in_a_row_and_lets_one_trial_through(steps: list[tuple[str, int]]) -> None:
    breaker, at, in_a_row, opened = Breaker(), NOW, 0, None
    for outcome, seconds in steps:
        at += timedelta(seconds=seconds)
        left = breaker.attempt(at)
        if in_a_row < TOO_MANY:
            assert left is not None
        elif opened is not None and at - opened < OPEN_FOR:
            assert left is None
        if left is None:
            continue
        if in_a_row >= TOO_MANY:
            assert left.attempt(at) is None, "a second trial beside the first"
        breaker = left
        if outcome == "fails":
            breaker, in_a_row, opened = left.failed(at), in_a_row + 1, at
        elif outcome == "answers":
            breaker, in_a_row, opened = left.succeeded(), 0, None
