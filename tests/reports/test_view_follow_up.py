"""Visits in words; the funder's columns are those that the leader was told."""

from datetime import UTC, date, datetime

import pytest

from diagnostic.core.model.granted import Agreement, Followed, Status, Visit, VisitKind
from reports.view_follow_up import COLUMNS, KINDS, MEANINGS, STATUSES, funded_view, visits_view, what_a_funder_sees

AT = datetime(2026, 11, 3, 8, tzinfo=UTC)


def visit(half_days: int = 1, *, attested: bool = False, actor: str = "user:hugo") -> Visit:
    return Visit(
        id="v",
        kind=VisitKind.VISIT,
        on=date(2026, 11, 2),
        half_days=half_days,
        actor=actor,
        name="Hugo",
        organisation="o",
        organisation_name="CCI",
        recorded_at=AT,
        attested_at=AT if attested else None,
    )


@pytest.mark.parametrize(
    ("visits", "title", "lead"),
    [
        ([], "Aucune visite n’est notée.", "Le conseiller note ici"),
        ([visit()], "Une visite, une demi-journée en tout.", "Une attend l’attestation du dirigeant."),
        ([visit(2), visit(3)], "Deux visites, 2,5\u00a0jours en tout.", "Deux attendent l’attestation du dirigeant."),
        ([visit(attested=True)], "Une visite, une demi-journée en tout.", "Toutes sont attestées par le dirigeant."),
    ],
)
def test_the_page_says_how_many_and_what_waits(visits: list[Visit], title: str, lead: str) -> None:
    view = visits_view(visits, "user:hugo", lambda at: at.date())
    assert view.title.replace(" jours", "\u00a0jours") == title
    assert view.lead.startswith(lead)


def test_the_leader_is_told_that_it_waits_for_them() -> None:
    view = visits_view([visit()], "user:lea", lambda at: at.date(), attests=True)
    assert view.lead == "Une attend votre attestation."


def test_whose_visit_it_is() -> None:
    lines = visits_view([visit(), visit(actor="user:other")], "user:hugo", lambda at: at.date()).lines
    assert [line.is_own for line in lines] == [True, False]


def test_a_funder_s_line() -> None:
    line = Followed(
        siren="552100554",
        agreement=Agreement("C-12", date(2026, 3, 1)),
        since=AT,
        first_visit=date(2026, 4, 1),
        last_visit=date(2026, 5, 2),
        days=2.5,
        status=Status.DIAGNOSED,
        visits=3,
        attested=2,
    )
    view = funded_view([line])
    assert view.title == "Une entreprise suivie sous accord écrit."
    assert view.rows == (
        ("552100554", "C-12", "01/03/2026", "01/04/2026", "02/05/2026", "2,5", "diagnostiquée", "2 sur 3"),
    )


def test_what_is_missing_is_said() -> None:
    line = Followed(
        siren=None,
        agreement=None,
        since=AT,
        first_visit=None,
        last_visit=None,
        days=0,
        status=Status.MET,
        visits=0,
        attested=0,
    )
    assert funded_view([line]).rows[0] == (
        "non renseigné", "non renseigné", "non renseigné", "aucune", "aucune", "0", "rencontrée", "0 sur 0",
    )  # fmt: skip
    assert funded_view([]).title == "Aucune entreprise ne vous a encore donné accès."


def test_every_column_is_announced_and_every_word_exists() -> None:
    assert len(what_a_funder_sees()) == len(COLUMNS)
    assert set(KINDS) == set(VisitKind) and set(STATUSES) == set(MEANINGS) == set(Status)
