"""The audit trail as a leader reads it: when, who, what; by day, the newest first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from itertools import groupby

from diagnostic.core.language import N_, _
from diagnostic.core.model.consent import Consent
from diagnostic.core.model.trail import Event, Known
from reports.words import capital, day

ISOLATED = "\u2068{}\u2069"  # a name may be written from right to left: the sentence around it stays in order
WEEKDAYS = (
    N_("lundi"), N_("mardi"), N_("mercredi"), N_("jeudi"), N_("vendredi"), N_("samedi"), N_("dimanche"),
)  # fmt: skip
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
    "seen": N_("Lectures"),
    "changed": N_("Modifications"),
    "access": N_("Accès et invitations"),
    "signed": N_("Accords, visites, signatures"),
}
ACTS = {
    "diagnostic.started": N_("a commencé le diagnostic"),
    "diagnostic.started_again": N_("a commencé un nouveau diagnostic"),
    "diagnostic.prepared": N_("a préparé le diagnostic"),
    "diagnostic.claimed": N_("a rattaché le diagnostic à son compte"),
    "diagnostic.taken_back": N_("a repris la main pour écrire"),
    "company.exported": N_("a emporté toutes les données de l’entreprise"),
    "company.imported": N_("a apporté des données déjà recueillies"),
    "follow_up.read": N_("a lu le suivi : visites, jours, avancement"),
    "portfolio.exported": N_("a téléchargé la liste de ses entreprises, où figure celle-ci"),
    "link.opened": N_("a ouvert le dossier"),
    "link.renewed": N_("a remplacé le lien privé par un nouveau"),
    "link.closed": N_("a fermé le lien privé"),
    "visit.withdrawn": N_("a retiré une visite"),
    "note.left": N_("a remis la note de la visite"),
    "word.written": N_("a écrit le mot de l’intervenant"),
    "plan.signed": N_("a signé le plan d’action"),
    "plan.reopened": N_("a rouvert le diagnostic après la signature du plan"),
    "step.changed": N_("a mis à jour une mesure du plan"),
    "reminder.sent": N_("a envoyé un rappel"),
    "proof.added": N_("a ajouté une photo"),
    "proof.removed": N_("a retiré une photo"),
    "answer.settled": N_("a tranché une question où les avis différaient"),
    "answer.unsettled": N_("est revenu aux avis sur une question tranchée"),
    "consent.given": N_("a accepté les statistiques anonymes"),
    "consent.withdrawn": N_("a retiré son accord aux statistiques anonymes"),
}
PARTS = {
    "company": N_("la fiche de l’entreprise"),
    "entry": N_("les difficultés et les moyens"),
    "answers": N_("les réponses"),
    "result": N_("le résultat"),
    "plan": N_("le plan d’action"),
    "report": N_("le plan d’action en PDF"),
    "restitution": N_("le résultat et le plan, sur un écran"),
    "note": N_("la note de la visite (PDF)"),
    "word": N_("le mot de l’intervenant"),
    "workbook": N_("le classeur (tableur)"),
    "target": N_("la cible"),
    "skills": N_("les compétences"),
    "matrix": N_("la matrice de polyvalence"),
    "visits": N_("les visites"),
    "steps": N_("le suivi du plan"),
    "comparison": N_("la comparaison de deux diagnostics"),
    "proofs": N_("les photos"),
    "views": N_("les avis, côte à côte"),
    "file": N_("le dossier"),
}
ROLES = {
    "leader": N_("comme dirigeant"),
    "adviser": N_("comme conseiller"),
    "guest": N_("pour lire"),
    "funder": N_("comme financeur"),
    "contributor": N_("à répondre"),
}
OF_GROUPS = {
    "managers": N_("de l’encadrement"),
    "operators": N_("des opérateurs"),
    "hr": N_("des ressources humaines"),
}
VISITS = {
    "preparation": N_("une préparation"),
    "visit": N_("une visite"),
    "restitution": N_("une restitution"),
    "follow_up": N_("un suivi"),
}
SOMETHING = N_("a agi sur le dossier")
GONE, NAMELESS = N_("Un compte supprimé"), N_("Quelqu’un qui n’a pas donné son nom")
IN_ITS_NAME = ("adviser", "funder", "administrator", "analyst")
ACTORS = {"link": N_("Le lien privé"), "operator": N_("L’exploitant de Palier"), "visitor": N_("Quelqu’un sans compte")}


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
        people={id: _(NAMELESS) if "@" in name else name for id, name in known.people.items()},
        accesses={id: name for id, name in known.accesses.items() if "@" not in name},
        invitations={id: name for id, name in known.invitations.items() if "@" not in name},
    )


def day_title(on: date) -> str:
    """« Dimanche 22 novembre 2026 »."""
    weekday = capital(_(WEEKDAYS[on.weekday()]))
    return f"{weekday} {day(on)}"


def trail_line(event: Event, known: Known, zone: tzinfo) -> TrailLine:
    at = event.at.astimezone(zone)
    return TrailLine(
        at=_("{hour}\u00a0h\u00a0{minute}", hour=at.hour, minute=f"{at.minute:02}"),
        moment=at.isoformat(timespec="minutes"),
        who=who(event.actor, known),
        body=body(event, known),
        what=what(event, known),
    )


def who(actor: str, known: Known) -> str:
    """A name today; « un compte supprimé » when there is none; a respondent is one of a group."""
    kind, id = actor.partition(":")[::2]
    if kind == "user":
        return known.people.get(id) or _(GONE)
    if kind == "invited":
        group = OF_GROUPS.get(known.groups.get(id, ""))
        return _("Une personne {group}", group=_(group)) if group else _("Une personne interrogée")
    return _(ACTORS.get(kind, GONE))


def body(event: Event, known: Known) -> str | None:
    """In whose name it was done: only those who work for an organisation act in its name."""
    role = str(event.details.get("role", "")) if event.role == "account" else event.role
    if event.organisation is None or role.rpartition(".")[2] not in IN_ITS_NAME:
        return None
    return known.organisations.get(event.organisation, _("une organisation supprimée"))


def what(event: Event, known: Known) -> str:
    """What was done, in words; never which answer."""
    sentence = SENTENCES.get(event.act)
    return sentence(event, known) if sentence else _(ACTS.get(event.act, SOMETHING))


def seen(event: Event, _known: Known) -> str:
    if event.act == "diagnostic.read":
        return _("a consulté {part}", part=part(event))
    return _("a téléchargé {part}", part=part(event))


def changed(event: Event, _known: Known) -> str:
    if event.role == "contributor":
        return _("a répondu aux questions")
    return _("a modifié {part}", part=part(event))


def part(event: Event) -> str:
    return _(PARTS.get(str(event.details.get("part")), PARTS["file"]))


def handed_over(event: Event, _known: Known) -> str:
    return (
        _("a rendu la main pour écrire")
        if event.details.get("way") == "back"
        else _("a remis le diagnostic à l’entreprise")
    )


def granted(event: Event, known: Known) -> str:
    if event.details.get("account") == "erased":
        return " ".join([_erased(event), *_role(event)])
    holder = isolated(known.accesses.get(str(event.details.get("access"))))
    if event.act == "access.ended":
        return _("a retiré l’accès de {name}", name=holder)
    return " ".join([_("a ouvert l’accès à {name}", name=holder), *_role(event)])


def _erased(event: Event) -> str:
    if event.actor.startswith("user:"):
        return _("a effacé son compte, qui ouvrait le dossier")
    return _("a effacé un compte que personne n’utilisait plus, qui ouvrait le dossier")


def invited(event: Event, known: Known) -> str:
    """A respondent is told by group, others by name."""
    id = str(event.details.get("invitation"))
    group = OF_GROUPS.get(str(event.details.get("group") or known.groups.get(id, "")))
    named = isolated(known.invitations.get(id))
    guest = _("une personne {group}", group=_(group)) if group else named
    if event.act == "invitation.revoked":
        return _("a annulé l’invitation de {name}", name=guest)
    if event.details.get("several") and group:
        return _("a préparé un lien pour plusieurs personnes {group}", group=_(group))
    return " ".join([_("a invité {name}", name=guest), *_role(event)])


def accepted(event: Event, _known: Known) -> str:
    return " ".join([_("a accepté l’invitation"), *_role(event)])


def visited(event: Event, _known: Known) -> str:
    visit = _(VISITS.get(str(event.details.get("kind")), VISITS["visit"]))
    if event.act == "visit.recorded":
        return _("a inscrit {visit}", visit=visit)
    return _("a attesté {visit}", visit=visit)


def isolated(name: str | None) -> str:
    return ISOLATED.format(name) if name else _("quelqu’un")


def _role(event: Event) -> Iterator[str]:
    role = ROLES.get(str(event.details.get("role")))
    if role:
        yield _(role)


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
    what = _("a accepté le texte") if one.given else _("a retiré son accord au texte")
    return ConsentLine(day(at.date()), at.isoformat(timespec="minutes"), name, what, one.version)
