"""« Qui a accès » says what the table of rights says, and shows addresses to the leader alone."""

from datetime import UTC, date, datetime

import pytest

from diagnostic.core.model.access import Act, Hand, OrganisationKind, Role
from diagnostic.core.model.granted import Access, Agreement, Door, Giver
from diagnostic.core.model.invitation import Invitation
from diagnostic.core.rights import RIGHTS
from reports.access_lines import AccessView
from reports.rights_text import ROLES, WHAT, WHO, condition, rights_of, who_may
from reports.view_access import Looking, access_view

AT = datetime(2026, 11, 3, 8, tzinfo=UTC)
OPEN, CLOSED = Door(True, None), Door(False, None)


def access(role: Role, person: str | None = None, organisation: str | None = None, **more: object) -> Access:
    shown: dict[str, object] = {
        "id": f"{role}-{person}",
        "role": role,
        "person": person,
        "name": f"Nom de {person}" if person else None,
        "email": f"{person}@exemple.fr" if person else None,
        "organisation": organisation,
        "organisation_name": organisation,
        "kind": OrganisationKind.OPCO if organisation else None,
        "given_by": Giver("user", "lea", "Léa"),
        "granted_at": AT,
        "agreement": None,
        "ended_at": None,
        "opens": True,
    }
    return Access(**(shown | more))  # type: ignore[arg-type]


def looking(reader: str | None = "lea", *, manages: bool = True, hand: Hand = Hand.LEADER) -> Looking:
    return Looking(
        reader=reader, manages=manages, hand=hand, handed=True, claimed=True, demo=False, day=lambda at: at.date()
    )


def page(
    *given: Access, door: Door = CLOSED, at: Looking | None = None, waiting: tuple[Invitation, ...] = ()
) -> AccessView:
    return access_view(at or looking(), given, door, waiting)


LEA = access(Role.LEADER, "lea", given_by=Giver("link"))
HUGO = access(Role.ADVISER, "hugo", "CCI")
OPCO = access(Role.FUNDER, None, "OPCO 2i", agreement=Agreement("C-12", date(2026, 3, 1)))


@pytest.mark.parametrize(
    ("given", "door", "title"),
    [
        ((), OPEN, "Seul le lien privé ouvre ce diagnostic."),
        ((LEA,), CLOSED, "Personne d’autre que vous n’ouvre ce diagnostic."),
        ((LEA,), OPEN, "Une personne et le lien privé ouvrent ce diagnostic."),
        ((LEA, HUGO), CLOSED, "Deux personnes ouvrent ce diagnostic."),
        ((HUGO,), CLOSED, "Une personne ouvre ce diagnostic."),
        ((LEA, access(Role.ADVISER, "lea", "CCI"), OPCO), CLOSED, "Personne d’autre que vous n’ouvre ce diagnostic."),
        (
            (LEA, access(Role.ADVISER, "gone", "CCI", opens=False)),
            OPEN,
            "Une personne et le lien privé ouvrent ce diagnostic.",
        ),
    ],
)
def test_the_title_counts_who_opens_it_today(given: tuple[Access, ...], door: Door, title: str) -> None:
    assert page(*given, door=door).title == title


def test_every_act_and_role_has_its_words() -> None:
    assert set(WHAT) == set(Act)
    assert set(WHO) == set(ROLES) == set(Role) - {Role.VISITOR}


def test_the_table_names_those_that_the_rights_name() -> None:
    for row, act in zip(who_may(), WHAT, strict=True):
        for role, name in WHO.items():
            assert (name.casefold() in row.who.casefold()) == (condition(role, act) is not None), (act, role)


def test_a_condition_is_told() -> None:
    assert condition(Role.ADVISER, Act.WRITE) == "quand il a la main"
    assert condition(Role.ADVISER, Act.ERASE) == "tant qu’aucun dirigeant ne l’a reçu"
    assert all(condition(Role.LEADER, act) == "" for act in RIGHTS[Role.LEADER])


def test_an_adviser_s_line_follows_the_hand() -> None:
    assert "modifie les réponses" in rights_of(Role.ADVISER, Hand.ADVISER, handed=True)[0]
    assert rights_of(Role.ADVISER, Hand.LEADER, handed=True)[1].endswith("tant qu’il n’a pas la main.")
    assert page(LEA, HUGO, at=looking(hand=Hand.ADVISER)).hand.startswith("Le conseiller a la main")
    assert page(LEA).hand == ""


def test_whoever_may_do_everything_reads_it_in_one_line() -> None:
    assert rights_of(Role.LEADER, Hand.LEADER, handed=True)[0].startswith("Peut tout")
    assert all("Peut tout" not in rights_of(role, Hand.ADVISER, handed=False)[0] for role in set(ROLES) - {Role.LEADER})


def test_people_without_a_name_are_told_apart_by_whoever_decides() -> None:
    nameless = access(Role.GUEST, "ines", name=None)
    assert page(LEA, nameless).lines[1].name == "ines@exemple.fr"
    assert page(LEA, nameless, at=looking("hugo", manages=False)).lines[1].name == "Sans nom"


def test_the_hand_is_told_to_whoever_has_it() -> None:
    assert page(LEA, HUGO).hand.startswith("Vous avez la main")
    assert page(LEA, HUGO, at=looking("hugo", manages=False)).hand.startswith("Le dirigeant a la main")


def test_others_read_names_and_roles_alone() -> None:
    shown = page(LEA, HUGO, OPCO, access(Role.GUEST, "old", ended_at=AT), at=looking("hugo", manages=False))
    told = repr(shown)
    assert "Nom de hugo" in told and "OPCO 2i" in told
    assert "@" not in told and "C-12" not in told and "Nom de old" not in told
    assert "Léa" not in told


def test_the_leader_reads_under_which_agreement_since_when_and_by_whom() -> None:
    line = page(LEA, OPCO).lines[1]
    assert line.agreement == "Accord «\u00a0C-12\u00a0», signé le 1er\u00a0mars 2026."
    assert line.given == "Depuis le 3\u00a0novembre 2026, accès donné par vous."
    assert line.rights[1] == "Ne lit ni les réponses, ni le résultat, ni le plan."


@pytest.mark.parametrize(
    ("giver", "told", "named"),
    [
        (Giver("user", "paul", "Paul"), "accès donné par", "Paul"),
        (Giver("user", "hugo", "Hugo"), "en préparant ce diagnostic.", None),
        (Giver("link"), "accès donné avec le lien privé.", None),
        (Giver("operator"), "accès donné par l’exploitant de Palier.", None),
        (Giver("user"), "accès donné par un compte effacé.", None),
    ],
)
def test_who_gave_it_is_said(giver: Giver, told: str, named: str | None) -> None:
    line = page(LEA, access(Role.ADVISER, "hugo", "CCI", given_by=giver)).lines[1]
    assert line.given.endswith(told)
    assert line.giver == named


def test_an_access_that_opens_nothing_says_why() -> None:
    gone, closed = access(Role.ADVISER, "hugo", "CCI", opens=False), access(Role.FUNDER, None, "X", opens=False)
    assert [line.warning for line in page(LEA, gone, closed).lines] == [
        None,
        "N’est plus conseiller de cette organisation\u00a0: cet accès n’ouvre plus rien.",
        "Cet organisme est fermé\u00a0: cet accès n’ouvre plus rien.",
    ]


def test_the_link_says_why_it_stays_open() -> None:
    unclaimed = Looking(
        reader=None, manages=True, hand=Hand.LEADER, handed=True, claimed=False, demo=False, day=lambda at: at.date()
    )
    assert page(door=OPEN, at=unclaimed).door.kept
    assert page(LEA, door=OPEN).door.kept is None
    assert not page(LEA).door.is_open
