"""What a leader reads of the trail: a name while there is one, a group for respondents, never an answer."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from diagnostic.core.model.trail import Event, Known
from reports.view_trail import KINDS, trail_view, what, who

PARIS = ZoneInfo("Europe/Paris")
KNOWN = Known(
    people={"u1": "Nadia Ferrand"},
    organisations={"o1": "CCI de la Loire"},
    accesses={"a1": "Paul Adviser"},
    invitations={"i1": "paul@exemple.fr"},
    groups={"i2": "operators"},
)


def event(
    act: str, actor: str = "user:u1", as_role: str = "leader", at: str = "2026-11-22T09:30", **details: str
) -> Event:
    when = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return Event(1, when, actor, as_role, act, "c", "d", None, dict(details), "", "")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (event("diagnostic.read", part="plan"), "a consulté le plan d’action"),
        (event("diagnostic.read", part="something new"), "a consulté le dossier"),
        (event("diagnostic.exported", part="report"), "a téléchargé le plan d’action en PDF"),
        (event("diagnostic.changed", part="answers"), "a modifié les réponses"),
        (event("diagnostic.changed", "invited:i2", "contributor", part="answers"), "a répondu aux questions"),
        (event("access.granted", access="a1", role="adviser"), "a ouvert l’accès à Paul Adviser comme conseiller"),
        (event("access.ended", access="gone"), "a retiré l’accès de quelqu’un"),
        (
            event("access.ended", access="gone", account="erased", role="adviser"),
            "a effacé son compte, qui ouvrait le dossier comme conseiller",
        ),
        (
            event("access.ended", "operator", "operator", account="erased", role="guest"),
            "a effacé un compte que personne n’utilisait plus, qui ouvrait le dossier pour lire",
        ),
        (event("invitation.made", invitation="i1", role="guest"), "a invité paul@exemple.fr pour lire"),
        (event("invitation.revoked", invitation="i1"), "a annulé l’invitation de paul@exemple.fr"),
        (
            event("invitation.made", invitation="i2", role="contributor", group="operators"),
            "a invité une personne des opérateurs à répondre",
        ),
        (event("diagnostic.handed_over", way="back"), "a rendu la main pour écrire"),
        (event("diagnostic.handed_over", way="link"), "a remis le diagnostic à l’entreprise"),
        (event("visit.recorded", kind="restitution"), "a inscrit une restitution"),
        (event("something.else"), "a agi sur le dossier"),
    ],
)
def test_what_was_done(told: Event, words: str) -> None:
    assert what(told, KNOWN).replace("\u2068", "").replace("\u2069", "") == words


@pytest.mark.parametrize(
    ("actor", "name"),
    [
        ("user:u1", "Nadia Ferrand"),
        ("user:erased", "Un compte supprimé"),
        ("link:d", "Le lien privé"),
        ("invited:i2", "Une personne des opérateurs"),
        ("invited:erased", "Une personne interrogée"),
        ("operator", "L’exploitant de Palier"),
    ],
)
def test_who_did_it(actor: str, name: str) -> None:
    assert who(actor, KNOWN) == name


def test_days_are_those_of_france() -> None:
    events = [event("diagnostic.read", at=at) for at in ("2026-11-22T23:30", "2026-11-22T22:59", "2026-07-14T21:00")]
    days = trail_view(events, KNOWN, PARIS)
    assert [
        (day.title.replace("\u00a0", " "), [line.at.replace("\u00a0", " ") for line in day.lines]) for day in days
    ] == [
        ("Lundi 23 novembre 2026", ["0 h 30"]),
        ("Dimanche 22 novembre 2026", ["23 h 59"]),
        ("Mardi 14 juillet 2026", ["23 h 00"]),
    ]


def test_a_name_written_from_right_to_left_stays_in_its_place() -> None:
    known = Known(people={}, organisations={}, accesses={"a1": "שרה לוי"}, invitations={}, groups={})
    assert (
        what(event("access.granted", access="a1", role="guest"), known)
        == "a ouvert l’accès à \u2068שרה לוי\u2069 pour lire"
    )


def test_no_act_is_of_two_kinds() -> None:
    acts = [act for acts in KINDS.values() for act in acts]
    assert len(acts) == len(set(acts))
