"""The OPCO: certain from the collective agreement, probable from the activity, never invented."""

from dataclasses import replace

import pytest

from diagnostic.core.errors import UserError
from diagnostic.core.model.catalogue import Agreement, Content
from diagnostic.core.opco import CHECK_URL, opco_document, resolve_opco
from tests.core import plan_builders as build

TABLES = build.opco_tables()


def test_the_collective_agreement_is_certain() -> None:
    assert opco_document(resolve_opco(TABLES, idcc=3248)) == {
        "opco": {"id": "opco2i", "name": "OPCO 2i"},
        "certain": True,
        "basis": "idcc",
        "share": 55060 / 55065,
        "interval": None,
        "count": 55065,
        "ask": None,
        "source": "table SIRO",
        "home_url": "https://example.org/",
        "rules_url": None,
        "date": "2026-09-24",
        "check_url": CHECK_URL,
    }


@pytest.mark.parametrize("code", [5100, 5501, 9998, 9999, 1234])
def test_an_escape_or_unknown_code_asks_instead_of_deducing(code: int) -> None:
    """Even beside an activity code."""
    answer = resolve_opco(TABLES, idcc=code, naf="25.62B")
    assert (answer.opco, answer.certain, answer.basis) == (None, False, "idcc")
    assert answer.ask


@pytest.mark.parametrize(
    ("naf", "opco", "share", "interval"),
    [
        ("25.62B", "opco2i", 0.95, [0.83, 0.99]),
        ("2562b", "opco2i", 0.95, [0.83, 0.99]),
        ("10.51A", "ocapiat", 0.83, [0.69, 0.92]),
        ("10.13B", "opco_ep", 0.88, [0.73, 0.95]),
        ("10.1", "ocapiat", 0.83, [0.69, 0.92]),
        ("32.50A", "opco_ep", 0.78, [0.65, 0.87]),
    ],
)
def test_the_activity_is_only_probable_by_its_longest_known_beginning(
    naf: str, opco: str, share: float, interval: list[float]
) -> None:
    document = opco_document(resolve_opco(TABLES, naf=naf))
    assert document["opco"]["id"] == opco  # type: ignore[index]
    assert (document["certain"], document["basis"]) == (False, "naf")
    assert (document["share"], document["interval"]) == (share, interval)
    assert "IDCC" in str(document["ask"])


@pytest.mark.parametrize("naf", ["32.12Z", "99.00Z"])
def test_an_activity_too_mixed_or_unknown_suggests_nothing(naf: str) -> None:
    answer = resolve_opco(TABLES, naf=naf)
    assert (answer.opco, answer.share, answer.certain) == (None, None, False)
    assert answer.ask


def test_the_agreement_stands_before_the_activity() -> None:
    answer = resolve_opco(TABLES, idcc=3248, naf="10.51A")
    assert answer.certain
    assert answer.opco
    assert answer.opco.id == "opco2i"


def test_a_siret_alone_sends_to_the_checking_site() -> None:
    document = opco_document(resolve_opco(TABLES, siret="73282932000074"))
    assert (document["opco"], document["basis"], document["check_url"]) == (None, "siret", CHECK_URL)
    assert document["ask"]


@pytest.mark.parametrize("naf", ["", "2", "bois", "25.62BB"])
def test_what_is_not_an_activity_code_is_refused(naf: str) -> None:
    with pytest.raises(UserError) as refused:
        resolve_opco(TABLES, naf=naf)
    assert refused.value.field == "naf"


def test_nothing_to_look_for_is_said() -> None:
    with pytest.raises(UserError):
        resolve_opco(TABLES)


def test_an_agreement_shared_by_two_opcos_is_only_probable() -> None:
    """69 of 100 establishments: said with its 95 % interval (Wilson), and asked."""
    answer = resolve_opco(TABLES, idcc=8741)
    assert answer.opco is not None
    assert (answer.opco.id, answer.certain, answer.share, answer.interval) == ("ocapiat", False, 0.69, (0.59, 0.77))
    assert answer.ask is not None
    assert "pas toutes du même OPCO" in answer.ask.fr


def test_every_code_of_june_2026_answers(content: Content) -> None:
    """955 codes: 951 agreements and four that say nothing; the two changes since 2019 are noted."""
    tables = content.opco
    assert len(tables.agreements) + len(tables.escape_codes) == 955
    assert sorted(tables.escape_codes) == [5100, 5501, 9998, 9999]
    for code in tables.escape_codes:
        assert resolve_opco(tables, idcc=code).opco is None
        assert resolve_opco(tables, idcc=code).ask is not None
    mixed = [code for code, row in tables.agreements.items() if row.share < 0.99]
    assert len(mixed) == 31
    few = {code for code, row in tables.agreements.items() if row.siret_count < 10 and not row.since_2019}
    unsure = {code for code in tables.agreements if not resolve_opco(tables, idcc=code).certain}
    assert unsure == few | set(mixed)
    assert resolve_opco(tables, idcc=3248).certain
    assert tables.agreements[1618].opco == "opcommerce"
    assert tables.agreements[3203].opco == "uniformation"
    assert all("2019" in note.fr for note in (tables.agreements[1618].note, tables.agreements[3203].note) if note)
    assert tables.agreements[1618].note is not None


@pytest.mark.parametrize("naf", ["12.00Z", "16.23Z", "19.20Z", "29.32Z", "32.13Z"])
def test_mixed_activities_suggest_nothing(content: Content, naf: str) -> None:
    assert resolve_opco(content.opco, naf=naf).opco is None


def test_a_code_that_almost_nobody_states_is_not_certain() -> None:
    agreements = {4: Agreement(4, None, "opco2i", 1, 1), 5: Agreement(5, None, "opco2i", 1, 1, since_2019=True)}
    tables = replace(TABLES, agreements=agreements)
    few, known = (resolve_opco(tables, idcc=code) for code in (4, 5))
    assert (few.certain, few.count, known.certain) == (False, 1, True)
    assert few.ask is not None
    assert "Très peu" in few.ask.fr


@pytest.mark.parametrize("naf", ["25.99Q", "2599Q", "25 99 Q"])
def test_an_activity_that_does_not_exist_is_refused(content: Content, naf: str) -> None:
    with pytest.raises(UserError, match="n’existe pas"):
        resolve_opco(content.opco, naf=naf)
    spaced = resolve_opco(content.opco, naf="25 62 B")
    assert spaced.opco is not None
