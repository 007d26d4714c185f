"""The audit trail as a leader reads it: when, who, what; by day, the newest first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from itertools import groupby

from diagnostic.core.model.consent import Consent
from diagnostic.core.model.trail import Event, Known
from reports.words import FIXED, capital, day

ISOLATED = "\u2068{}\u2069"  # a name may be written from right to left: the sentence around it stays in order
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
KINDS: Mapping[str, tuple[str, ...]] = {
    "seen": (
        "diagnostic.read",
        "diagnostic.exported",
        "company.exported",
        "link.opened",
        "follow_up.read",
        "portfolio.exported",
    ),
    "changed": (
        "diagnostic.started",
        "diagnostic.started_again",
        "diagnostic.prepared",
        "diagnostic.changed",
        "proof.added",
        "proof.removed",
        "answer.settled",
        "answer.unsettled",
        "note.left",
        "word.written",
        "company.imported",
        "step.changed",
        "reminder.sent",
    ),
    "access": (
        "access.granted",
        "access.ended",
        "invitation.made",
        "invitation.accepted",
        "invitation.revoked",
        "link.renewed",
        "link.closed",
        "diagnostic.claimed",
        "diagnostic.handed_over",
        "diagnostic.taken_back",
    ),
    "signed": (
        "consent.given",
        "consent.withdrawn",
        "visit.recorded",
        "visit.attested",
        "visit.withdrawn",
        "plan.signed",
        "plan.reopened",
    ),
}
KIND_NAMES = {
    "seen": "Lectures",
    "changed": "Modifications",
    "access": "Accès et invitations",
    "signed": "Accords, visites, signatures",
}
ACTS = {
    "diagnostic.started": "a commencé le diagnostic",
    "diagnostic.started_again": "a commencé un nouveau diagnostic",
    "diagnostic.prepared": "a préparé le diagnostic",
    "diagnostic.claimed": "a rattaché le diagnostic à son compte",
    "diagnostic.taken_back": "a repris la main pour écrire",
    "company.exported": "a emporté toutes les données de l’entreprise",
    "company.imported": "a apporté des données déjà recueillies",
    "follow_up.read": "a lu le suivi : visites, jours, avancement",
    "portfolio.exported": "a téléchargé la liste de ses entreprises, où figure celle-ci",
    "link.opened": "a ouvert le dossier",
    "link.renewed": "a remplacé le lien privé par un nouveau",
    "link.closed": "a fermé le lien privé",
    "visit.withdrawn": "a retiré une visite",
    "note.left": "a remis la note de la visite",
    "word.written": "a écrit le mot de l’intervenant",
    "plan.signed": "a signé le plan d’action",
    "plan.reopened": "a rouvert le diagnostic après la signature du plan",
    "step.changed": "a mis à jour une mesure du plan",
    "reminder.sent": "a envoyé un rappel",
    "proof.added": "a ajouté une photo",
    "proof.removed": "a retiré une photo",
    "answer.settled": "a tranché une question où les avis différaient",
    "answer.unsettled": "est revenu aux avis sur une question tranchée",
    "consent.given": "a accepté les statistiques anonymes",
    "consent.withdrawn": "a retiré son accord aux statistiques anonymes",
}
PARTS = {
    "company": "la fiche de l’entreprise",
    "entry": "les difficultés et les moyens",
    "answers": "les réponses",
    "result": "le résultat",
    "plan": "le plan d’action",
    "report": "le plan d’action en PDF",
    "restitution": "le résultat et le plan, sur un écran",
    "note": "la note de la visite (PDF)",
    "word": "le mot de l’intervenant",
    "workbook": "le classeur (tableur)",
    "target": "la cible",
    "skills": "les compétences",
    "matrix": "la matrice de polyvalence",
    "visits": "les visites",
    "steps": "le suivi du plan",
    "comparison": "la comparaison de deux diagnostics",
    "proofs": "les photos",
    "views": "les avis, côte à côte",
    "file": "le dossier",
}
ROLES = {
    "leader": "comme dirigeant",
    "adviser": "comme conseiller",
    "guest": "pour lire",
    "funder": "comme financeur",
    "contributor": "à répondre",
}
OF_GROUPS = {
    "managers": "de l’encadrement",
    "operators": "des opérateurs",
    "hr": "des ressources humaines",
}
VISITS = {
    "preparation": "une préparation",
    "visit": "une visite",
    "restitution": "une restitution",
    "follow_up": "un suivi",
}
GONE, NAMELESS = "Un compte supprimé", "Quelqu’un qui n’a pas donné son nom"
IN_ITS_NAME = ("adviser", "funder", "administrator", "analyst")
ACTORS = {"link": "Le lien privé", "operator": "L’exploitant de Palier", "visitor": "Quelqu’un sans compte"}


@dataclass(frozen=True, slots=True)
class TrailLine:
    """`at`: « 10 h 30 »; `moment`: the same for machines; `body`: the organisation in whose name it was done."""

    at: str
    moment: str
    who: str
    body: str | None
    what: str


@dataclass(frozen=True, slots=True)
class TrailDay:
    title: str
    lines: tuple[TrailLine, ...]


def trail_view(events: Sequence[Event], known: Known, zone: tzinfo) -> tuple[TrailDay, ...]:
    """The days of that zone, in the order of the events."""
    days = groupby(events, key=lambda event: event.at.astimezone(zone).date())
    return tuple(
        TrailDay(day_title(on), tuple(trail_line(event, known, zone) for event in of_day)) for on, of_day in days
    )


def without_addresses(known: Known) -> Known:
    """As whoever does not decide of the accesses reads it: names, and never an address in their place."""
    return replace(
        known,
        people={id: NAMELESS if "@" in name else name for id, name in known.people.items()},
        accesses={id: name for id, name in known.accesses.items() if "@" not in name},
        invitations={id: name for id, name in known.invitations.items() if "@" not in name},
    )


def day_title(on: date) -> str:
    """« Dimanche 22 novembre 2026 »."""
    return f"{capital(WEEKDAYS[on.weekday()])} {day(on)}"


def trail_line(event: Event, known: Known, zone: tzinfo) -> TrailLine:
    at = event.at.astimezone(zone)
    return TrailLine(
        at=f"{at.hour}{FIXED}h{FIXED}{at.minute:02}",
        moment=at.isoformat(timespec="minutes"),
        who=who(event.actor, known),
        body=body(event, known),
        what=what(event, known),
    )


def who(actor: str, known: Known) -> str:
    """A name today; « un compte supprimé » when there is none; a respondent is one of a group."""
    kind, _, id = actor.partition(":")
    if kind == "user":
        return known.people.get(id, GONE)
    if kind == "invited":
        return f"Une personne {OF_GROUPS.get(known.groups.get(id, ''), 'interrogée')}"
    return ACTORS.get(kind, GONE)


def body(event: Event, known: Known) -> str | None:
    """In whose name it was done: only those who work for an organisation act in its name."""
    role = str(event.details.get("role", "")) if event.role == "account" else event.role
    if event.organisation is None or role.rpartition(".")[2] not in IN_ITS_NAME:
        return None
    return known.organisations.get(event.organisation, "une organisation supprimée")


def what(event: Event, known: Known) -> str:
    """What was done, in words; never which answer."""
    sentence = SENTENCES.get(event.act)
    return sentence(event, known) if sentence else ACTS.get(event.act, "a agi sur le dossier")


def seen(event: Event, _known: Known) -> str:
    return f"{'a consulté' if event.act == 'diagnostic.read' else 'a téléchargé'} {part(event)}"


def changed(event: Event, _known: Known) -> str:
    return "a répondu aux questions" if event.role == "contributor" else f"a modifié {part(event)}"


def part(event: Event) -> str:
    return PARTS.get(str(event.details.get("part")), PARTS["file"])


def handed_over(event: Event, _known: Known) -> str:
    return (
        "a rendu la main pour écrire" if event.details.get("way") == "back" else "a remis le diagnostic à l’entreprise"
    )


def granted(event: Event, known: Known) -> str:
    if event.details.get("account") == "erased":
        whose = "son compte" if event.actor.startswith("user:") else "un compte que personne n’utilisait plus"
        return " ".join([f"a effacé {whose}, qui ouvrait le dossier", *_role(event)])
    holder = isolated(known.accesses.get(str(event.details.get("access"))))
    if event.act == "access.ended":
        return f"a retiré l’accès de {holder}"
    return " ".join([f"a ouvert l’accès à {holder}", *_role(event)])


def invited(event: Event, known: Known) -> str:
    """A respondent is told by group, others by name."""
    id = str(event.details.get("invitation"))
    group = str(event.details.get("group") or known.groups.get(id, ""))
    guest = f"une personne {OF_GROUPS[group]}" if group in OF_GROUPS else isolated(known.invitations.get(id))
    if event.act == "invitation.revoked":
        return f"a annulé l’invitation de {guest}"
    if event.details.get("several") and group in OF_GROUPS:
        return f"a préparé un lien pour plusieurs personnes {OF_GROUPS[group]}"
    return " ".join([f"a invité {guest}", *_role(event)])


def accepted(event: Event, _known: Known) -> str:
    return " ".join(["a accepté l’invitation", *_role(event)])


def visited(event: Event, _known: Known) -> str:
    visit = VISITS.get(str(event.details.get("kind")), "une visite")
    return f"{'a inscrit' if event.act == 'visit.recorded' else 'a attesté'} {visit}"


def isolated(name: str | None) -> str:
    return ISOLATED.format(name) if name else "quelqu’un"


def _role(event: Event) -> Iterator[str]:
    role = ROLES.get(str(event.details.get("role")))
    if role:
        yield role


SENTENCES: Mapping[str, Callable[[Event, Known], str]] = {
    "diagnostic.read": seen,
    "diagnostic.exported": seen,
    "diagnostic.changed": changed,
    "diagnostic.handed_over": handed_over,
    "access.granted": granted,
    "access.ended": granted,
    "invitation.made": invited,
    "invitation.revoked": invited,
    "invitation.accepted": accepted,
    "visit.recorded": visited,
    "visit.attested": visited,
}


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """`on`: « 22 novembre 2026 »; `moment`: the same for machines; `version`: of the text."""

    on: str
    moment: str
    who: str
    what: str
    version: str


def consent_lines(history: Sequence[Consent], known: Known, zone: tzinfo) -> tuple[ConsentLine, ...]:
    """Every answer that was given, to which version of the text, by whom."""
    return tuple(consent_line(one, who(one.actor, known), zone) for one in history)


def consent_line(one: Consent, name: str, zone: tzinfo) -> ConsentLine:
    at = one.at.astimezone(zone)
    what = "a accepté le texte" if one.given else "a retiré son accord au texte"
    return ConsentLine(day(at.date()), at.isoformat(timespec="minutes"), name, what, one.version)
